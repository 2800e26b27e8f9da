"""The sources of a booklet, numbered as they are first met: a short mark in the text, the whole address at the end."""

from __future__ import annotations

from saas.facts.sources import Source
from saas.kernel.calendar import format_date
from saas.library.kinds.parts import SourceNote
from saas.planner.outline import Json


class Sources:
    """A list that grows while the booklet is written."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._kept: dict[tuple[str, str], Source | SourceNote] = {}

    def mark(self, source: Source | SourceNote | None) -> Json:
        """What stands beside a statement: the number in the list, the name, and the address to follow."""
        if source is None:
            return None
        key = (source.name, source.url)
        self._kept.setdefault(key, source)
        return {"number": list(self._kept).index(key) + 1, "name": source.name, "url": self._address(source.url)}

    def listed(self) -> list[Json]:
        return [
            {
                "number": number,
                "name": source.name + (f", {source.edition}" if source.edition else ""),
                "url": self._address(source.url),
                "checked": format_date(source.checked_on),
            }
            for number, source in enumerate(self._kept.values(), start=1)
        ]

    def _address(self, url: str) -> str:
        return f"{self._base_url}{url}" if url.startswith("/") else url
