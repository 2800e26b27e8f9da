"""Reading seed files: kind, slug and content of each piece. A file that does not fit is refused with file, line and field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from saas.library.catalogue import Catalogue, CatalogueStep
from saas.library.kinds.fields import Content
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.steps import StepContent
from saas.library.seed.toml_lines import find_line

FOLDER = Path(__file__).parent


def load_seeds() -> Iterator[Seed]:
    """Every piece of the launch library, in a fixed order."""
    for file in list_seed_files(FOLDER):
        yield from read_seed_file(file)


@cache
def load_seed_catalogue() -> Catalogue:
    """The launch library without a database, for `saas compose` and tests. Revision ids are 0."""
    pieces = tuple(load_seeds())
    return Catalogue(
        steps=tuple(
            CatalogueStep(seed.slug, 0, seed.content) for seed in pieces if isinstance(seed.content, StepContent)
        ),
        roles={seed.slug: seed.content for seed in pieces if isinstance(seed.content, RolePage)},
        pivots={seed.slug: seed.content for seed in pieces if isinstance(seed.content, PivotPage)},
        version="seed",
    )


def load_seed_questions() -> dict[str, QuestionContent]:
    """The questions of the launch library by slug, without a database."""
    pieces = (seed for file in sorted((FOLDER / "questions").glob("*.toml")) for seed in read_seed_file(file))
    return {seed.slug: seed.content for seed in pieces if isinstance(seed.content, QuestionContent)}


class SeedError(ValueError):
    """A seed file that does not fit its content; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class Seed:
    kind: Kind
    slug: str
    content: Content


def list_seed_files(folder: Path) -> list[Path]:
    """Every file of a library's folder, in a fixed order."""
    return [file for spec in KINDS.values() for file in sorted((folder / spec.seed_folder).glob("*.toml"))]


def read_seed_file(file: Path) -> Iterator[Seed]:
    """The pieces of one file. Raises SeedError where it does not fit."""
    table = _read(file)
    kind = _kind_of_folder(file.parent.name)
    if not issubclass(KINDS[kind].content, StepContent):
        yield Seed(kind, file.stem, _shaped(kind, file, file.stem, table, ()))
        return
    steps = table.get("step", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise SeedError(f"{file.parent.name}/{file.name}: each step begins with [[step]].")
    for place, step in enumerate(steps):
        slug = str(step.pop("slug", "?"))
        yield Seed("step", slug, _shaped("step", file, slug, step | {"shelf": file.stem}, ("step", place)))


def _kind_of_folder(folder: str) -> Kind:
    return next(spec.kind for spec in KINDS.values() if spec.seed_folder == folder)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"{file.parent.name}/{file.name} is not TOML: {error}") from error


def _shaped(kind: Kind, file: Path, slug: str, table: dict[str, Any], above: tuple[str | int, ...]) -> Content:
    try:
        return KINDS[kind].content.model_validate(table)
    except ValidationError as error:
        text = file.read_text(encoding="utf-8")
        faults = "; ".join(
            f"line {find_line(text, (*above, *fault['loc']))}, {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors()
        )
        raise SeedError(f"{file.parent.name}/{file.name}, “{slug}”: {faults}") from error
