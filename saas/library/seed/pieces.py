"""A piece as a file gives it: kind, slug, shape. A file that does not fit is refused with file, line and field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from saas.library.seed.places import line_of
from saas.library.shapes import FOLDERS, SHAPES, Kind
from saas.library.shapes.parts import Shape


class SeedError(ValueError):
    """A seed file that does not fit its shape; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class Seed:
    kind: Kind
    slug: str
    shape: Shape


def paths(folder: Path) -> list[Path]:
    """Every file of a library's folder, in a fixed order."""
    return [file for name in (*FOLDERS, "steps") for file in sorted((folder / name).glob("*.toml"))]


def read_file(file: Path) -> Iterator[Seed]:
    """The pieces of one file. Raises SeedError where it does not fit."""
    table = _read(file)
    if file.parent.name != "steps":
        kind = FOLDERS[file.parent.name]
        yield Seed(kind, file.stem, _shaped(kind, file, file.stem, table, ()))
        return
    steps = table.get("step", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise SeedError(f"{file.parent.name}/{file.name}: each step begins with [[step]].")
    for place, step in enumerate(steps):
        slug = str(step.pop("slug", "?"))
        yield Seed("step", slug, _shaped("step", file, slug, step | {"shelf": file.stem}, ("step", place)))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"{file.parent.name}/{file.name} is not TOML: {error}") from error


def _shaped(kind: Kind, file: Path, slug: str, table: dict[str, Any], above: tuple[str | int, ...]) -> Shape:
    try:
        return SHAPES[kind].model_validate(table)
    except ValidationError as error:
        text = file.read_text(encoding="utf-8")
        faults = "; ".join(
            f"line {line_of(text, (*above, *fault['loc']))}, {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors()
        )
        raise SeedError(f"{file.parent.name}/{file.name}, “{slug}”: {faults}") from error
