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
    """Text by path below the seed folder. Steps stand together on their shelf, in the order of a plan."""
    files: dict[str, str] = {}
    shelves: defaultdict[str, list[tuple[str, StepContent]]] = defaultdict(list)
    for seed in seeds:
        if isinstance(seed.content, StepContent):
            shelves[seed_file_name(seed)].append((seed.slug, seed.content))
        else:
            files[seed_file_name(seed)] = _format_toml(_build_table(seed.content))
    for name, steps in shelves.items():
        files[name] = _format_toml({"step": [_build_step_table(*step) for step in sorted(steps, key=_place_in_plan)]})
    return dict(sorted(files.items()))


def format_seed(seed: Seed) -> str:
    """One piece as its file says it; a step without the others of its shelf."""
    return next(iter(format_seed_files([seed]).values()))


def seed_file_name(seed: Seed) -> str:
    """The path below the seed folder where a piece stands."""
    stem = seed.content.shelf if isinstance(seed.content, StepContent) else seed.slug
    return f"{KINDS[seed.kind].seed_folder}/{stem}.toml"


def write_seed_files(seeds: Iterable[Seed], folder: Path) -> list[str]:
    """Write pieces as files below a folder. Returns the files that changed."""
    files = format_seed_files(seeds)
    changed = [name for name, text in files.items() if not _is_written(folder / name, text)]
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(files[name], encoding="utf-8")
    return changed


def remove_other_files(seeds: Iterable[Seed], folder: Path) -> list[str]:
    """Remove the seed files below a folder that none of the pieces stands in. Returns them."""
    names = format_seed_files(seeds).keys()
    others = [file for file in list_seed_files(folder) if str(file.relative_to(folder)) not in names]
    for file in others:
        file.unlink()
    return [str(file.relative_to(folder)) for file in others]


def _place_in_plan(step: tuple[str, StepContent]) -> tuple[int, int, str]:
    slug, content = step
    return PHASES.index(content.phase), -content.weight, slug


def _build_step_table(slug: str, content: StepContent) -> dict[str, Any]:
    table = _build_table(content)
    table.pop("shelf", None)
    return {"slug": slug, **table}


def _build_table(content: Content) -> dict[str, Any]:
    """Fields without those left at their default; what is below the text comes last."""
    values = content.model_dump(exclude_defaults=True)
    return {spec.name: _with_lists(values[spec.name]) for spec in field_specs(type(content)) if spec.name in values}


def _with_lists(value: Any) -> Any:
    """TOML knows no tuples."""
    if isinstance(value, list | tuple):
        return [_with_lists(item) for item in value]
    if isinstance(value, dict):
        return {name: _with_lists(item) for name, item in value.items()}
    return value


def _format_toml(table: dict[str, Any]) -> str:
    return tomli_w.dumps(table, multiline_strings=True)


def _is_written(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text
