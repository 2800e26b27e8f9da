"""Reading seed files: kind, slug and content of each piece. A file that does not fit is refused with file, line and field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from saas.library.catalogue import Catalogue, CatalogueStep, build_catalogue
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import Page
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.steps import StepContent
from saas.library.seed.toml_lines import find_line

FOLDER = Path(__file__).parent


class SeedError(ValueError):
    """A seed file that does not fit its kind; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A piece as a file gives it."""

    kind: Kind
    slug: str
    content: Content


def load_seeds() -> Iterator[Seed]:
    """Every piece of the launch library, in a fixed order."""
    for file in list_seed_files(FOLDER):
        yield from read_seed_file(file)


@cache
def load_seed_catalogue() -> Catalogue:
    """The launch library without a database, for `saas compose` and tests. Revision ids are 0."""
    seeds = tuple(load_seeds())
    steps = [CatalogueStep(seed.slug, 0, seed.content) for seed in seeds if isinstance(seed.content, StepContent)]
    pages = {(seed.kind, seed.slug): seed.content for seed in seeds if isinstance(seed.content, Page)}
    return build_catalogue(steps, pages, "seed")


def load_seed_questions() -> dict[str, QuestionContent]:
    """The questions of the launch library by slug, without a database."""
    files = sorted((FOLDER / KINDS["question"].seed_folder).glob("*.toml"))
    seeds = (seed for file in files for seed in read_seed_file(file))
    return {seed.slug: seed.content for seed in seeds if isinstance(seed.content, QuestionContent)}


def list_seed_files(folder: Path) -> list[Path]:
    """Every file of a library's folder, in a fixed order."""
    return [file for spec in KINDS.values() for file in sorted((folder / spec.seed_folder).glob("*.toml"))]


def read_seed_file(file: Path) -> Iterator[Seed]:
    """The pieces of one file. Raises SeedError where it does not fit."""
    table = _read_toml(file)
    kind = next(spec.kind for spec in KINDS.values() if spec.seed_folder == file.parent.name)
    if not issubclass(KINDS[kind].content, StepContent):
        yield Seed(kind, file.stem, _validate(kind, file, file.stem, table, ()))
        return
    steps = table.get("step", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise SeedError(f"{file.parent.name}/{file.name}: each step begins with [[step]].")
    for place, step in enumerate(steps):
        slug = str(step.pop("slug", "?"))
        yield Seed(kind, slug, _validate(kind, file, slug, step | {"shelf": file.stem}, ("step", place)))


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"{file.parent.name}/{file.name} is not TOML: {error}") from error


def _validate(kind: Kind, file: Path, slug: str, table: dict[str, Any], above: tuple[str | int, ...]) -> Content:
    """`above` is the path of the table in its file."""
    try:
        return KINDS[kind].content.model_validate(table)
    except ValidationError as error:
        text = file.read_text(encoding="utf-8")
        faults = "; ".join(
            f"line {find_line(text, (*above, *fault['loc']))}, {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors()
        )
        raise SeedError(f"{file.parent.name}/{file.name}, “{slug}”: {faults}") from error
