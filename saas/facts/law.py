"""Legal rules that run against a clock after a layoff, each with its citation."""

from __future__ import annotations

from dataclasses import dataclass

from saas.facts.sources import Source, parse_source
from saas.facts.tables import read_toml


@dataclass(frozen=True, slots=True)
class LegalFact:
    """A rule with a clock. `days` and `months` are None where the law names no such number."""

    key: str
    title: str
    days: int | None
    rule: str
    if_missed: str
    source: Source
    months: int | None = None


def read_legal_facts() -> dict[str, LegalFact]:
    """`law.toml` by key, in the order of the file."""
    return {
        key: LegalFact(
            key=key,
            title=entry["title"],
            days=entry.get("days"),
            rule=entry["rule"],
            if_missed=entry["if_missed"],
            source=parse_source(entry),
            months=entry.get("months"),
        )
        for key, entry in read_toml("law.toml").items()
    }
