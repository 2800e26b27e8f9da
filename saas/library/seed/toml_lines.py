"""Where a fault stands in a TOML file: tomllib gives values without lines, so the line is found by reading again."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEADER = re.compile(r"^\s*\[\[(?P<many>[\w.]+)\]\]|^\s*\[(?P<one>[\w.]+)\]")
QUOTES = '"""'


def find_line(text: str, path: Sequence[str | int]) -> int:
    """The line, counted from 1, where the value at `path` begins; its table's where the value is missing; else 1."""
    best, best_length = 1, 0
    for number, here in _keys(text):
        shared = _shared(here, path)
        if shared > best_length:
            best, best_length = number, shared
    return best


def _shared(here: Sequence[str | int], path: Sequence[str | int]) -> int:
    """How much of the path stands here; nothing where this place has already turned aside."""
    return len(here) if tuple(here) == tuple(path[: len(here)]) else 0


def _keys(text: str) -> list[tuple[int, tuple[str | int, ...]]]:
    found: list[tuple[int, tuple[str | int, ...]]] = []
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str | int, ...], int] = {}
    is_inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if not is_inside:
            if header := HEADER.match(line):
                table = _table(header, counts)
                found.append((number, table))
            elif key := re.match(r"^(\w+)\s*=", line):
                found.append((number, (*table, key[1])))
        is_inside ^= line.count(QUOTES) % 2 == 1
    return found


def _table(header: re.Match[str], counts: dict[tuple[str | int, ...], int]) -> tuple[str | int, ...]:
    """`[[sections]]` → ("sections", 0), then ("sections", 1); `[step.source]` belongs to the step above it."""
    path: tuple[str | int, ...] = ()
    names = (header["many"] or header["one"]).split(".")
    for place, name in enumerate(names):
        path = (*path, name)
        is_new = place == len(names) - 1 and header["many"] is not None
        if is_new:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
