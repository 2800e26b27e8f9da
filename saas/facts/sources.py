"""Where each fact was read, which edition, and when somebody last checked it.

Every file in `data/` names its source in one of three ways:

- a CSV table, or any file that shares its source with others, stands in the `files` of an entry of `sources.toml`;
- a TOML table of one source has the table `source` at its top, read by `read_table`; `same_as = "editorial"` takes over
  what that entry of `sources.toml` says and leaves the file its own `checked_on`;
- a TOML table whose entries were read in different places has `name`, `url`, `edition`, `checked_on` in each entry.

`list_data_files` walks all of them, and `list_stale_entries` names what somebody has to read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from saas.facts.tables import DATA, read_toml
from saas.kernel.calendar import is_stale

# Not tables of facts: the list of sources, the notices that the publishers ask for, and the spine of a plan.
UNSOURCED = ("NOTICE.md", "sources.toml", "slots.toml")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. `edition` is the publisher's own name for the release, such as "May 2025".

    `valid_until` is the last day on which the fact holds, where its publisher names one. `is_editorial`: our own judgment.
    """

    name: str
    url: str
    edition: str
    checked_on: date
    valid_until: date | None = None
    is_editorial: bool = False

    def is_stale(self, today: date) -> bool:
        """True when more than 400 days have passed since somebody checked, or the fact no longer holds."""
        return is_stale(self.checked_on, today) or (self.valid_until is not None and self.valid_until < today)


@dataclass(frozen=True, slots=True)
class DataTable:
    """A TOML file of one source. `entries` is everything in it but the table `source`."""

    source: Source
    entries: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of `data/` by its path there, with the source of each entry. One source for all has the key ""."""

    name: str
    sources: Mapping[str, Source]

    @property
    def oldest(self) -> Source:
        """The source that nobody has checked for longest."""
        return min(self.sources.values(), key=lambda source: source.checked_on)

    def stale_keys(self, today: date) -> list[str]:
        """Keys of the entries that have to be read again."""
        return [key for key, source in self.sources.items() if source.is_stale(today)]


@dataclass(frozen=True, slots=True)
class StaleEntry:
    """A fact that has to be read again: where it stands and where it came from. `key` is "" for a whole file."""

    file: str
    key: str
    source: Source


def parse_source(entry: Mapping[str, Any]) -> Source:
    """The source of a TOML table with `name`, `url`, `edition` and `checked_on`, and perhaps `valid_until`, `editorial`."""
    return Source(
        name=entry["name"],
        url=entry["url"],
        edition=entry["edition"],
        checked_on=entry["checked_on"],
        valid_until=entry.get("valid_until"),
        is_editorial=entry.get("editorial", False),
    )


@cache
def read_sources() -> Mapping[str, Source]:
    """The sources that several files share, by the key under which `sources.toml` lists them."""
    return MappingProxyType({key: parse_source(entry) for key, entry in read_toml("sources.toml").items()})


def read_table(name: str) -> DataTable:
    """A TOML file of `data/` with the table `source`. KeyError where it has none."""
    tables = read_toml(name)
    return DataTable(_parse_file_source(tables.pop("source")), tables)


def list_data_files() -> tuple[DataFile, ...]:
    """Every file of `data/` in the order of its name. ValueError for a file, or an entry of one, without a source."""
    paths = sorted(path for path in DATA.rglob("*") if path.is_file() and path.name not in UNSOURCED)
    return tuple(_read_data_file(path.relative_to(DATA).as_posix()) for path in paths)


def list_stale_entries(today: date) -> tuple[StaleEntry, ...]:
    """What has to be read again, by file and key."""
    return tuple(
        StaleEntry(file.name, key, file.sources[key]) for file in list_data_files() for key in file.stale_keys(today)
    )


def _read_data_file(name: str) -> DataFile:
    keys = [key for key, entry in read_toml("sources.toml").items() if name in entry["files"]]
    shared = {key if len(keys) > 1 else "": read_sources()[key] for key in keys}
    own = {} if not name.endswith(".toml") else _read_own_sources(name)
    if not shared and not own:
        raise ValueError(f"facts/data/{name} names no source. saas/facts/sources.py says how it can.")
    return DataFile(name, shared | own)


def _read_own_sources(name: str) -> dict[str, Source]:
    tables = read_toml(name)
    if "source" in tables:
        return {"": _parse_file_source(tables["source"])}
    try:
        return {key: parse_source(entry) for key, entry in tables.items()}
    except (KeyError, TypeError) as error:
        raise ValueError(f"facts/data/{name}: an entry has no source ({error}).") from error


def _parse_file_source(entry: Mapping[str, Any]) -> Source:
    shared = read_toml("sources.toml")[entry["same_as"]] if "same_as" in entry else {}
    return parse_source({**shared, **entry})
