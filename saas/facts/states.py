"""The states and territories that pay unemployment insurance: their names, their benefits, their wage level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast

from saas.facts.sources import Source
from saas.facts.tables import Row, read_csv

Confidence = Literal["high", "medium", "low"]

STATES_WITH_ARTICLE = ("DC", "VI")
WAITING_WEEK = {"Y": True, "N": False}


@dataclass(frozen=True, slots=True)
class UnemploymentInsurance:
    """A state's unemployment benefit: dollars a week, number of weeks. `note` and `confidence` belong beside the figures.

    `waiting_week` is None where we could not find out. `phone` may be empty.
    """

    state: str
    name: str
    max_weekly_dollars: int
    min_weekly_dollars: int
    weeks: int
    waiting_week: bool | None
    formula: str
    url: str
    phone: str
    confidence: Confidence
    note: str
    source: Source


def read_states(sources: Mapping[str, Source]) -> dict[str, UnemploymentInsurance]:
    """`states.csv` by two-letter postal code."""
    return {row["state"]: parse_state(row, sources[row["source"]]) for row in read_csv("states.csv")}


def parse_state(row: Row, source: Source) -> UnemploymentInsurance:
    """One row of `states.csv`."""
    return UnemploymentInsurance(
        state=row["state"],
        name=row["name"],
        max_weekly_dollars=int(row["max_weekly_dollars"]),
        min_weekly_dollars=int(row["min_weekly_dollars"]),
        weeks=int(row["weeks"]),
        waiting_week=WAITING_WEEK.get(row["waiting_week"]),
        formula=row["formula"],
        url=row["url"],
        phone=row["phone"],
        confidence=cast(Confidence, row["confidence"]),
        note=row["note"],
        source=source,
    )


def _read_state_names() -> Mapping[str, str]:
    names = {row["state"]: row["name"] for row in read_csv("states.csv")}
    return MappingProxyType(dict(sorted(names.items(), key=lambda pair: pair[1])))


# Fifty states, the District of Columbia, Puerto Rico, the U.S. Virgin Islands: postal code → name, in the order of names.
STATE_NAMES = _read_state_names()
_CODES_BY_NAME = {name.casefold(): code for code, name in STATE_NAMES.items()}


def state_phrase(code: str, name: str) -> str:
    """A state inside a sentence, from its code and its name: “Ohio”, “the District of Columbia”."""
    return f"the {name}" if code in STATES_WITH_ARTICLE else name


def find_state_code(text: str) -> str | None:
    """The code of a state given by code or by name, any case; None when it is neither."""
    cleaned = " ".join(text.split())
    return cleaned.upper() if cleaned.upper() in STATE_NAMES else _CODES_BY_NAME.get(cleaned.casefold())


def read_wage_indexes() -> dict[str, float]:
    """Business pay by state, against the nation's 1.0."""
    return {row["state"]: float(row["index"]) for row in read_csv("wage_index.csv")}
