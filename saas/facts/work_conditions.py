"""What is usual in a kind of work: on site or remote, travel, hours, further study. Our own judgment, and marked as such."""

from __future__ import annotations

from dataclasses import dataclass

from saas.facts.sources import read_table


@dataclass(frozen=True, slots=True)
class WorkConditions:
    """Slugs of roles for which something is usual, and the categories of work that is done by hand or in person."""

    travels: frozenset[str]
    on_site: frozenset[str]
    often_remote: frozenset[str]
    long_hours: frozenset[str]
    more_study: frozenset[str]
    leads_people: frozenset[str]
    hands_on_categories: frozenset[str]


def read_work_conditions() -> WorkConditions:
    """`work_conditions.toml`."""
    entries = dict(read_table("work_conditions.toml").entries)
    hands_on = frozenset(entries.pop("hands_on")["categories"])
    return WorkConditions(
        **{name: frozenset(entry["roles"]) for name, entry in entries.items()}, hands_on_categories=hands_on
    )
