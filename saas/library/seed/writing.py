"""Pieces written as seed files, always in the same way: what was read back and written again is the same to the byte."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomli_w

from saas.library.kinds.fields import Content, field_specs
from saas.library.kinds.spec import KINDS
from saas.library.kinds.steps import PHASES, StepContent
from saas.library.seed.loading import Seed, list_seed_files


def format_seed_files(seeds: Iterable[Seed]) -> dict[str, str]:
    """Path below the seed folder → text. Steps stand together on their shelf, in the order of a plan."""
    found: dict[str, str] = {}
    shelves: defaultdict[str, list[tuple[str, StepContent]]] = defaultdict(list)
    for seed in seeds:
        if isinstance(seed.content, StepContent):
            shelves[seed.content.shelf].append((seed.slug, seed.content))
        else:
            found[seed_file_name(seed)] = _toml(_table(seed.content))
    for shelf, steps in shelves.items():
        found[f"steps/{shelf}.toml"] = _toml({"step": [_step(*step) for step in sorted(steps, key=_place)]})
    return dict(sorted(found.items()))


def format_seed(seed: Seed) -> str:
    """One piece as its file says it; a step without the others of its shelf."""
    return next(iter(format_seed_files([seed]).values()))


def seed_file_name(seed: Seed) -> str:
    """The path below the seed folder where a piece stands."""
    if isinstance(seed.content, StepContent):
        return f"steps/{seed.content.shelf}.toml"
    return f"{KINDS[seed.kind].seed_folder}/{seed.slug}.toml"


def _place(step: tuple[str, StepContent]) -> tuple[int, int, str]:
    slug, piece = step
    return PHASES.index(piece.phase), -piece.weight, slug


def _step(slug: str, piece: StepContent) -> dict[str, Any]:
    table = _table(piece)
    table.pop("shelf", None)
    return {"slug": slug, **table}


def _table(content: Content) -> dict[str, Any]:
    """Fields without those left at their default; what is below the text comes last."""
    values = content.model_dump(exclude_defaults=True)
    return {spec.name: _plain(values[spec.name]) for spec in field_specs(type(content)) if spec.name in values}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _toml(table: dict[str, Any]) -> str:
    return tomli_w.dumps(table, multiline_strings=True)


def write_seed_files(pieces: Iterable[Seed], folder: Path) -> list[str]:
    """Write pieces as files below a folder. Returns the files that changed."""
    wanted = format_seed_files(pieces)
    changed = [name for name, text in wanted.items() if not _is_written(folder / name, text)]
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(wanted[name], encoding="utf-8")
    return changed


def remove_other_files(pieces: Iterable[Seed], folder: Path) -> list[str]:
    """Take away piece files below a folder that none of the pieces stands in. Returns them."""
    wanted = format_seed_files(pieces)
    gone = [file for file in list_seed_files(folder) if str(file.relative_to(folder)) not in wanted]
    for file in gone:
        file.unlink()
    return [str(file.relative_to(folder)) for file in gone]


def _is_written(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text
