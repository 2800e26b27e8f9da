"""Where somebody could go from a kind of work, and which pay is fair to show beside each destination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from saas.facts.judgments import Judgments, LicenseUse, MoveKind, is_physician
from saas.facts.occupations import Occupations, Role, occupation_rows, rating_note
from saas.facts.sources import Source
from saas.facts.tables import Row, parse_float, read_csv
from saas.facts.wages import IndustryPay, IndustryRows, Pay

# SOC codes: registered nurses, nurse anesthetists, nurse practitioners.
NURSE_CODES = ("29-1141", "29-1151", "29-1171")
REGISTERED_NURSES = "29-1141"
PHYSICIANS_ALL_OTHER = "29-1229"
LICENSED_CARE_PREFIX = "29-1"


@dataclass(frozen=True, slots=True)
class Destination:
    """One way out of an origin.

    `fit` runs from -1 to 1, `percentile` from 0 to 100 among occupations of job zones 4 and 5, `coverage` from 0 to 1.
    `months_to_land` is an editorial range, never a statistic; `months_source` says so.
    `pay_source_note` must be shown beside the pay.
    """

    origin: str
    slug: str
    title: str
    fit: float | None
    percentile: float | None
    coverage: float | None
    pay: Pay
    pay_source_note: str
    growth_pct: float | None
    openings_k: float | None
    uses_license: LicenseUse
    months_to_land: tuple[int, int]
    months_source: Source
    industry_pay: tuple[IndustryPay, ...]
    kind: MoveKind
    note: str | None = None
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class DestinationParser:
    """Everything that a row of `destinations.csv` or `occupation_ways.csv` is combined with."""

    roles: Mapping[str, Role]
    rating_notes: Mapping[str, str]
    industry_pay: Mapping[str, IndustryRows]
    judgments: Judgments

    def parse_destination(self, row: Row) -> Destination:
        """One row, with its pay, its notes and our judgments."""
        origin, goal = self.roles[row["origin"]], self.roles[row["destination"]]
        kind, percentile = cast(MoveKind, row["kind"]), parse_float(row["percentile"])
        industry_rows = self.industry_pay.get(goal.slug, ())
        pay, pay_note = fair_pay(origin, goal, industry_rows)
        return Destination(
            origin=origin.slug,
            slug=goal.slug,
            title=goal.title,
            fit=parse_float(row["fit"]),
            percentile=percentile,
            coverage=parse_float(row["coverage"]),
            pay=pay,
            pay_source_note=" ".join(filter(None, (pay_note, self.judgments.pay_caution(origin, goal.slug)))),
            growth_pct=goal.growth_pct,
            openings_k=goal.openings_k,
            uses_license=self.judgments.license_use(origin, goal.slug),
            months_to_land=self.judgments.months_to_land(goal.slug, kind),
            months_source=self.judgments.source,
            industry_pay=tuple(pay for row, pay in industry_rows if is_pay_comparable(origin, row["soc"])),
            kind=kind,
            note=self.judgments.work_note(origin, goal.slug, percentile),
            proxy=" ".join(filter(None, (self.rating_notes[origin.slug], self.rating_notes[goal.slug]))) or None,
        )


def read_destinations(parser: DestinationParser) -> dict[str, tuple[Destination, ...]]:
    """`destinations.csv` by origin. The table is ordered: same work first, then the nearest."""
    rows_by_origin = _group_by_origin(read_csv("destinations.csv"))
    return {origin: tuple(map(parser.parse_destination, rows)) for origin, rows in rows_by_origin.items()}


@dataclass(frozen=True)
class OccupationDestinations:
    """Ways out of the occupations that are no role of ours. Read when the first is asked for."""

    parser: DestinationParser
    occupations: Occupations

    def list_destinations(self, origin: str) -> tuple[Destination, ...]:
        """Ways out of an occupation, nearest first; empty for a slug we do not know."""
        return tuple(map(self._full_parser.parse_destination, self._rows_by_origin.get(origin, ())))

    @cached_property
    def _rows_by_origin(self) -> Mapping[str, tuple[Row, ...]]:
        return _group_by_origin(read_csv("occupation_ways.csv"))

    @cached_property
    def _full_parser(self) -> DestinationParser:
        notes = {row["slug"]: rating_note(row["title"], row["stand_in"]) for row in occupation_rows()}
        return replace(
            self.parser,
            roles={**self.parser.roles, **self.occupations.by_slug},
            rating_notes={**self.parser.rating_notes, **notes},
        )


def is_pay_comparable(origin: Role, soc: str) -> bool:
    """False for another profession's license: a pharmacist is not shown what a nurse earns there."""
    if not soc.startswith(LICENSED_CARE_PREFIX) or soc == origin.soc:
        return True
    if soc == PHYSICIANS_ALL_OTHER:
        return is_physician(origin.soc)
    return soc == REGISTERED_NURSES and origin.soc in NURSE_CODES


def fair_pay(origin: Role, goal: Role, industry_rows: IndustryRows) -> tuple[Pay, str]:
    """The goal's pay and its note. Where the goal shows one industry, the origin's own profession in it is fairer."""
    shown_industries = {row["naics"] for row, pay in industry_rows if pay.mean == goal.pay.mean}
    for row, own in industry_rows:
        is_shown = row["naics"] in shown_industries and not own.is_indicative
        if is_shown and row["soc"] == origin.soc and own.mean != goal.pay.mean:
            note = (
                f"Shown: the average for {own.occupation.lower()} in this industry: {own.industry.lower()}. "
                f"It rests on {own.employment:,} jobs."
            )
            return Pay(None, None, None, None, None, own.mean, own.source), note
    return goal.pay, goal.pay_note


def _group_by_origin(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    by_origin: dict[str, list[Row]] = {}
    for row in rows:
        by_origin.setdefault(row["origin"], []).append(row)
    return {origin: tuple(own) for origin, own in by_origin.items()}
