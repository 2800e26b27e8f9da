"""The line of a value in a TOML file, for errors: tomllib gives values without lines, so the text is scanned again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

HEADER = re.compile(r"^\s*\[\[(?P<array>[\w.]+)\]\]|^\s*\[(?P<table>[\w.]+)\]")
KEY = re.compile(r"^(\w+)\s*=")
QUOTES = '"""'
TomlPath = tuple[str | int, ...]


def find_line(text: str, path: Sequence[str | int]) -> int:
    """The line, counted from 1, where the value at `path` begins; its table's where the value is missing; else 1."""
    best, best_length = 1, 0
    for number, key in _list_keys(text):
        if key == tuple(path[: len(key)]) and len(key) > best_length:
            best, best_length = number, len(key)
    return best


def _list_keys(text: str) -> Iterator[tuple[int, TomlPath]]:
    """Every table and key with its line."""
    table: TomlPath = ()
    counts: dict[TomlPath, int] = {}
    is_in_string = False
    for number, line in enumerate(text.splitlines(), 1):
        if not is_in_string:
            if header := HEADER.match(line):
                table = _table_path(header, counts)
                yield number, table
            elif key := KEY.match(line):
                yield number, (*table, key[1])
        is_in_string ^= line.count(QUOTES) % 2 == 1


def _table_path(header: re.Match[str], counts: dict[TomlPath, int]) -> TomlPath:
    """`[[sections]]` → ("sections", 0), then ("sections", 1); `[step.source]` belongs to the step above it."""
    path: TomlPath = ()
    names = (header["array"] or header["table"]).split(".")
    for place, name in enumerate(names):
        path = (*path, name)
        if place == len(names) - 1 and header["array"] is not None:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
