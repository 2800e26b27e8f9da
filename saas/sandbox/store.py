"""Everything the sandbox remembers: JSON things by kind and id, in the order they were made.

With a file, each change is also written to SQLite, so a restarted sandbox knows its sessions again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Thing = dict[str, Any]


class Store:
    """Not safe by itself: callers hold the world's lock."""

    def __init__(self, state_file: Path | None = None) -> None:
        self._kinds: dict[str, dict[str, Thing]] = {}
        self._latest: dict[str, int] = {}
        self._disordered: set[str] = set()
        self._disk = Disk(state_file) if state_file else None
        if self._disk:
            for kind, key, thing in self._disk.rows():
                self._remember(kind, key, thing)

    def put(self, kind: str, key: str, thing: Thing) -> Thing:
        """Add or change a thing; a changed one keeps its place in the order."""
        self._remember(kind, key, thing)
        if self._disk:
            self._disk.write(kind, key, thing)
        return thing

    def find(self, kind: str, key: str) -> Thing | None:
        return self._kinds.get(kind, {}).get(key)

    def get(self, kind: str, key: str) -> Thing:
        """The thing, which must exist (KeyError otherwise)."""
        return self._kinds[kind][key]

    def all(self, kind: str) -> list[Thing]:
        """Oldest first."""
        return list(self._kinds.get(kind, {}).values())

    def newest(self, kind: str) -> Iterator[Thing]:
        """Newest first, without a copy: nothing of this kind may be added meanwhile."""
        return reversed(self._kinds.get(kind, {}).values())

    def count(self, kind: str) -> int:
        return len(self._kinds.get(kind, {}))

    def is_in_time_order(self, kind: str) -> bool:
        """False once a thing was made with an earlier `created` than one before it, as forged events are."""
        return kind not in self._disordered

    def remove(self, kind: str, key: str) -> None:
        self._kinds.get(kind, {}).pop(key, None)
        if self._disk:
            self._disk.erase(kind, key)

    def clear(self) -> None:
        self._kinds.clear()
        self._latest.clear()
        self._disordered.clear()
        if self._disk:
            self._disk.empty()

    def close(self) -> None:
        if self._disk:
            self._disk.close()

    def _remember(self, kind: str, key: str, thing: Thing) -> None:
        known = self._kinds.setdefault(kind, {})
        if key not in known:
            created = thing.get("created", 0)
            if created < self._latest.get(kind, 0):
                self._disordered.add(kind)
            self._latest[kind] = created
        known[key] = thing


class Disk:
    """The SQLite side: one table of JSON bodies."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The world's lock serializes all use, so threads may share the connection.
        self._link = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._link.execute("PRAGMA journal_mode = WAL")
        self._link.execute("PRAGMA synchronous = OFF")
        self._link.execute(
            "CREATE TABLE IF NOT EXISTS things"
            " (place INTEGER PRIMARY KEY, kind TEXT, key TEXT, body TEXT, UNIQUE (kind, key))"
        )

    def rows(self) -> Iterator[tuple[str, str, Thing]]:
        for kind, key, body in self._link.execute("SELECT kind, key, body FROM things ORDER BY place"):
            yield kind, key, json.loads(body)

    def write(self, kind: str, key: str, thing: Thing) -> None:
        # The upsert keeps `place`: lists stay in the order things were made.
        self._link.execute(
            "INSERT INTO things (kind, key, body) VALUES (?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
            (kind, key, json.dumps(thing)),
        )

    def erase(self, kind: str, key: str) -> None:
        self._link.execute("DELETE FROM things WHERE kind = ? AND key = ?", (kind, key))

    def empty(self) -> None:
        self._link.execute("DELETE FROM things")

    def close(self) -> None:
        self._link.close()
