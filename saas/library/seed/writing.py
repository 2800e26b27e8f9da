"""Pieces written as seed files, always in the same way: what was read back and written again is the same to the byte."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import tomli_w

from saas.library.seed.pieces import Seed
from saas.library.shapes import FOLDERS
from saas.library.shapes.parts import LAST, Shape
from saas.library.shapes.work import PHASES, StepPiece

FOLDER_OF = {kind: folder for folder, kind in FOLDERS.items()}


def files(seeds: Iterable[Seed]) -> dict[str, str]:
    """Path below the seed folder → text. Steps stand together on their shelf, in the order of a plan."""
    found: dict[str, str] = {}
    shelves: defaultdict[str, list[tuple[str, StepPiece]]] = defaultdict(list)
    for seed in seeds:
        if isinstance(seed.shape, StepPiece):
            shelves[seed.shape.shelf].append((seed.slug, seed.shape))
        else:
            found[file_of(seed)] = _toml(_table(seed.shape))
    for shelf, steps in shelves.items():
        found[f"steps/{shelf}.toml"] = _toml({"step": [_step(*step) for step in sorted(steps, key=_place)]})
    return dict(sorted(found.items()))


def text_of(seed: Seed) -> str:
    """One piece as its file says it; a step without the others of its shelf."""
    return next(iter(files([seed]).values()))


def file_of(seed: Seed) -> str:
    """The path below the seed folder where a piece stands."""
    if isinstance(seed.shape, StepPiece):
        return f"steps/{seed.shape.shelf}.toml"
    return f"{FOLDER_OF[seed.kind]}/{seed.slug}.toml"


def _place(step: tuple[str, StepPiece]) -> tuple[int, int, str]:
    slug, piece = step
    return PHASES.index(piece.phase), -piece.weight, slug


def _step(slug: str, piece: StepPiece) -> dict[str, Any]:
    table = _table(piece)
    table.pop("shelf", None)
    return {"slug": slug, **table}


def _table(shape: Shape) -> dict[str, Any]:
    """Fields in the order of the shape, without those left at their default; what is below the text comes last."""
    fields = shape.model_dump(exclude_defaults=True)
    ordered = [name for name in fields if name not in LAST] + [name for name in LAST if name in fields]
    return {name: _plain(fields[name]) for name in ordered}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _toml(table: dict[str, Any]) -> str:
    return tomli_w.dumps(table, multiline_strings=True)
