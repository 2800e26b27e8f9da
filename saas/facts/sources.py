"""Where a fact was read, which edition, and when somebody last checked it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saas.facts.tables import read_toml
from saas.kernel.calendar import is_stale


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. `edition` is the publisher's own name for the release, such as "May 2025"."""

    name: str
    url: str
    edition: str
    checked_on: date

    def is_stale(self, today: date) -> bool:
        """True when more than 400 days have passed since somebody checked."""
        return is_stale(self.checked_on, today)


def read_sources() -> dict[str, Source]:
    """The sources that whole tables share, by the key under which `sources.toml` lists them."""
    return {key: Source(**entry) for key, entry in read_toml("sources.toml").items()}
