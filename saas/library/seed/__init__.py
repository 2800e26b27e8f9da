"""The launch library as files: reviewed like code, imported as revision 1 by `saas seed`.

roles/*.toml, pivots/*.toml and pages/*.toml hold one piece each, named by its slug; steps/*.toml hold many `[[step]]`.
A file that does not fit its shape is refused with the file, the piece and the field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from pydantic import ValidationError

from saas.library.catalogue import Catalogue, CatalogueStep
from saas.library.shapes import SHAPES, Kind, PivotPage, RolePage, Shape, StepPiece

FOLDER = Path(__file__).parent
FOLDERS: dict[str, Kind] = {"roles": "role", "pivots": "pivot", "pages": "page"}


class SeedError(ValueError):
    """A seed file that does not fit its shape; the message names file, piece and field."""


@dataclass(frozen=True, slots=True)
class Seed:
    kind: Kind
    slug: str
    shape: Shape


def seeds() -> Iterator[Seed]:
    """Every piece of the launch library, in a fixed order."""
    for folder, kind in FOLDERS.items():
        for file in sorted((FOLDER / folder).glob("*.toml")):
            yield Seed(kind, file.stem, _shaped(kind, file, file.stem, _read(file)))
    for file in sorted((FOLDER / "steps").glob("*.toml")):
        for table in cast(list[dict[str, object]], _read(file).get("step", [])):
            slug = str(table.pop("slug", "?"))
            yield Seed("step", slug, _shaped("step", file, slug, table))


@cache
def load() -> Catalogue:
    """The launch library without a database, for `saas compose` and tests. Revision ids are 0."""
    pieces = tuple(seeds())
    return Catalogue(
        steps=tuple(CatalogueStep(seed.slug, 0, seed.shape) for seed in pieces if isinstance(seed.shape, StepPiece)),
        roles={seed.slug: seed.shape for seed in pieces if isinstance(seed.shape, RolePage)},
        pivots={seed.slug: seed.shape for seed in pieces if isinstance(seed.shape, PivotPage)},
        version="seed",
    )


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"{file.parent.name}/{file.name} is not TOML: {error}") from error


def _shaped(kind: Kind, file: Path, slug: str, table: dict[str, object]) -> Shape:
    try:
        return SHAPES[kind].model_validate(table)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise SeedError(f"{file.parent.name}/{file.name}, “{slug}”: {faults}") from error
