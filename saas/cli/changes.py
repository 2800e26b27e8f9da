"""What has changed in the source while a developer works.

Files are looked at, not listened for: that works in mounted folders and on machines that have run out of watches, and
reading the times of some thousand files costs about a hundredth of a core.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

from saas.settings import ROOT

FOLDERS = ("saas", "templates", "migrations", "config")
SUFFIXES = (".py", ".toml", ".html", ".txt", ".xml", ".typ", ".json", ".csv")
SEED = "saas/library/seed/"


class Part(Enum):
    """What must begin anew after a change. Pages read their templates, and the browser its style, by themselves."""

    SCHEMA = auto()
    LIBRARY = auto()
    SANDBOX = auto()
    PROGRAM = auto()
    LETTERS = auto()


class SourceFiles:
    """Remembers the times of the source files."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._times = dict(self._read())

    def changes(self) -> set[str]:
        """Paths, relative to the root, that were written, made or removed since the last call."""
        times = dict(self._read())
        changed = {path for path, _ in times.items() ^ self._times.items()}
        self._times = times
        return changed

    def _read(self) -> Iterator[tuple[str, int]]:
        folders = [self._root / name for name in FOLDERS]
        while folders:
            folder = folders.pop()
            try:
                entries = list(os.scandir(folder))
            except OSError:
                continue  # gone while we looked
            for entry in entries:
                if entry.name.startswith((".", "__pycache__")):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif entry.name.endswith(SUFFIXES):
                    try:
                        yield os.path.relpath(entry.path, self._root), entry.stat().st_mtime_ns
                    except OSError:
                        continue


def parts_of(path: str) -> set[Part]:
    """What a changed file, named relative to the root, belongs to."""
    if path.startswith("migrations/"):
        return {Part.SCHEMA}
    if path.startswith("templates/"):
        return {Part.LETTERS} if path.startswith("templates/letters/") else set()
    if path.startswith(SEED) and path.endswith(".toml"):
        return {Part.LIBRARY}
    if path.startswith("saas/sandbox/"):
        return {Part.SANDBOX}
    return {Part.PROGRAM}
