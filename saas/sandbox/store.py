"""Everything the sandbox remembers: JSON objects by kind and id, in the order they were created.

With a file, each change is also written to SQLite, so that a restarted sandbox knows its sessions again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class Store:
    """Not thread-safe by itself: callers hold the sandbox's lock."""

    def __init__(self, state_file: Path | None = None) -> None:
        self._kinds: dict[str, dict[str, Json]] = {}
        self._latest: dict[str, int] = {}
        self._disordered: set[str] = set()
        self._file = StateFile(state_file) if state_file else None
        if self._file:
            for kind, key, obj in self._file.rows():
                self._index(kind, key, obj)

    def put(self, kind: str, key: str, obj: Json) -> Json:
        """Add or change an object; a changed one keeps its place in the order."""
        self._index(kind, key, obj)
        if self._file:
            self._file.write(kind, key, obj)
        return obj

    def find(self, kind: str, key: str) -> Json | None:
        return self._kinds.get(kind, {}).get(key)

    def get(self, kind: str, key: str) -> Json:
        """The object, which must exist (KeyError otherwise)."""
        return self._kinds[kind][key]

    def list_all(self, kind: str) -> list[Json]:
        """Oldest first."""
        return list(self._kinds.get(kind, {}).values())

    def newest_first(self, kind: str) -> Iterator[Json]:
        """Without a copy: nothing of this kind may be added while it is read."""
        return reversed(self._kinds.get(kind, {}).values())

    def items(self) -> Iterator[tuple[str, str, Json]]:
        """Every (kind, key, object); within a kind in the order of creation."""
        for kind, objects in self._kinds.items():
            for key, obj in objects.items():
                yield kind, key, obj

    def count(self, kind: str) -> int:
        return len(self._kinds.get(kind, {}))

    def is_in_time_order(self, kind: str) -> bool:
        """False once an object was added with an earlier `created` than one before it, as forged events are."""
        return kind not in self._disordered

    def remove(self, kind: str, key: str) -> None:
        self._kinds.get(kind, {}).pop(key, None)
        if self._file:
            self._file.delete(kind, key)

    def clear(self) -> None:
        self._kinds.clear()
        self._latest.clear()
        self._disordered.clear()
        if self._file:
            self._file.delete_all()

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _index(self, kind: str, key: str, obj: Json) -> None:
        objects = self._kinds.setdefault(kind, {})
        if key not in objects:
            created = obj.get("created", 0)
            if created < self._latest.get(kind, 0):
                self._disordered.add(kind)
            self._latest[kind] = created
        objects[key] = obj


class StateFile:
    """The SQLite side: one table of JSON bodies."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The sandbox's lock serializes all use, so threads may share the connection.
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS things"
            " (place INTEGER PRIMARY KEY, kind TEXT, key TEXT, body TEXT, UNIQUE (kind, key))"
        )

    def rows(self) -> Iterator[tuple[str, str, Json]]:
        for kind, key, body in self._connection.execute("SELECT kind, key, body FROM things ORDER BY place"):
            yield kind, key, json.loads(body)

    def write(self, kind: str, key: str, obj: Json) -> None:
        # The upsert keeps `place`: lists stay in the order of creation.
        self._connection.execute(
            "INSERT INTO things (kind, key, body) VALUES (?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
            (kind, key, json.dumps(obj)),
        )

    def delete(self, kind: str, key: str) -> None:
        self._connection.execute("DELETE FROM things WHERE kind = ? AND key = ?", (kind, key))

    def delete_all(self) -> None:
        self._connection.execute("DELETE FROM things")

    def close(self) -> None:
        self._connection.close()
