"""Reading ways out of each origin, and deciding which pay is fair to show beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from saas.facts.queries.tables import Row, decimal
from saas.facts.rules.judgment import Judgment, is_physician
from saas.facts.shapes import Destination, IndustryPay, Kind, Pay, Role, Source

NURSES = ("29-1141", "29-1151", "29-1171")

Evidence = tuple[tuple[Row, IndustryPay], ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a row of `destinations.csv` is read against."""

    roles: Mapping[str, Role]
    rating_notes: Mapping[str, str]
    evidence: Mapping[str, Evidence]
    judgment: Judgment
    editorial: Source

    def destination(self, row: Row) -> Destination:
        """One row, with its pay, its notes and our judgment."""
        origin, goal = self.roles[row["origin"]], self.roles[row["destination"]]
        kind, percentile = cast(Kind, row["kind"]), decimal(row["percentile"])
        evidence = self.evidence.get(goal.slug, ())
        pay, pay_note = fair_pay(origin, goal, evidence)
        return Destination(
            origin=origin.slug,
            slug=goal.slug,
            title=goal.title,
            fit=decimal(row["fit"]),
            percentile=percentile,
            coverage=decimal(row["coverage"]),
            pay=pay,
            pay_source_note=" ".join(filter(None, (pay_note, self.judgment.pay_caution(origin, goal.slug)))),
            growth_pct=goal.growth_pct,
            openings_k=goal.openings_k,
            uses_license=self.judgment.license_use(origin, goal.slug),
            months_to_land=self.judgment.months_to_land(goal.slug, kind),
            months_source=self.editorial,
            industry_pay=tuple(pay for row, pay in evidence if speaks_to(origin, row["soc"])),
            kind=kind,
            note=self.judgment.note_on(origin, goal.slug, percentile),
            proxy=" ".join(filter(None, (self.rating_notes[origin.slug], self.rating_notes[goal.slug]))) or None,
        )


def read_destinations(table: Iterable[Row], desk: Desk) -> dict[str, tuple[Destination, ...]]:
    """Ways out by origin. The table is ordered: same work first, then the nearest."""
    found: dict[str, list[Destination]] = {}
    for row in table:
        found.setdefault(row["origin"], []).append(desk.destination(row))
    return {origin: tuple(ways) for origin, ways in found.items()}


def speaks_to(origin: Role, soc: str) -> bool:
    """False for another profession's license: a pharmacist is not shown what a nurse earns there."""
    if not soc.startswith("29-1") or soc == origin.soc:
        return True
    if soc == "29-1229":
        return is_physician(origin.soc)
    return soc == "29-1141" and origin.soc in NURSES


def fair_pay(origin: Role, goal: Role, evidence: Evidence) -> tuple[Pay, str]:
    """The goal's pay and its note. Where the goal shows one industry, the origin's own profession in it is fairer."""
    shown = {row["naics"] for row, pay in evidence if pay.mean == goal.pay.mean}
    for row, own in evidence:
        if row["soc"] == origin.soc and row["naics"] in shown and not own.is_indicative and own.mean != goal.pay.mean:
            said = f"Shown: the average for {own.occupation.lower()} in this industry: {own.industry.lower()}. It rests on {own.employment:,} jobs."
            return Pay(None, None, None, None, None, own.mean, own.source), said
    return goal.pay, goal.pay_note
