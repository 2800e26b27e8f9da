"""Reading states and laws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from saas.facts.queries.tables import Row, page, rows
from saas.facts.shapes import Confidence, LegalFact, Source, UnemploymentInsurance

WAITING = {"Y": True, "N": False}


def read_states(sources: Mapping[str, Source]) -> dict[str, UnemploymentInsurance]:
    """Unemployment insurance by two letters."""
    return {row["state"]: state(row, sources[row["source"]]) for row in rows("states.csv")}


def state(row: Row, source: Source) -> UnemploymentInsurance:
    """One row of `states.csv`."""
    return UnemploymentInsurance(
        state=row["state"],
        name=row["name"],
        max_weekly_dollars=int(row["max_weekly_dollars"]),
        min_weekly_dollars=int(row["min_weekly_dollars"]),
        weeks=int(row["weeks"]),
        waiting_week=WAITING.get(row["waiting_week"]),
        formula=row["formula"],
        url=row["url"],
        phone=row["phone"],
        confidence=cast(Confidence, row["confidence"]),
        note=row["note"],
        source=source,
    )


def read_wage_indexes() -> dict[str, float]:
    """Business pay by state against the nation."""
    return {row["state"]: float(row["index"]) for row in rows("wage_index.csv")}


def read_laws() -> dict[str, LegalFact]:
    """Legal facts by key, in the order of the file."""
    return {
        key: LegalFact(
            key=key,
            title=law["title"],
            days=law.get("days"),
            rule=law["rule"],
            if_missed=law["if_missed"],
            source=Source(law["name"], law["url"], law["edition"], law["checked_on"]),
            months=law.get("months"),
        )
        for key, law in page("law.toml").items()
    }
