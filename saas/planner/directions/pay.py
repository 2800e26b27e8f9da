"""A destination's pay beside the person's own, moved to their state. Annual dollars before tax."""

from __future__ import annotations

from dataclasses import dataclass

from saas.facts.destinations import Destination
from saas.facts.occupations import title_phrase
from saas.facts.sources import Source
from saas.facts.wages import IndustryPay
from saas.kernel.money import format_usd
from saas.planner.directions.fields import HANDS_ON
from saas.planner.directions.same_work import NO_FIGURE
from saas.planner.person import Profile
from saas.planner.phrases import named

# Rows of industry pay that speak of people with the same license, by a word in the role and a word in the occupation.
SAME_LICENSE = (("nurse", "Registered Nurses"), ("pharmacist", "Pharmacists"))
PHYSICIANS = "Physicians"
OWN_FLOOR = "Your floor is set against what you were paid for this work, since you know that better."
PHYSICIAN_SOCS = ("29-121", "29-122", "29-124")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`middle` is a median, or an average where no median is published (`word` says which).

    `is_stand_in`: the figure is another occupation's, because nobody publishes one for this title.
    `change_pct` is None where either side is unknown; `is_below_floor` None where the floor is.
    """

    low: int | None
    middle: int | None
    high: int | None
    change_pct: float | None
    benchmark: str
    note: str
    is_below_floor: bool | None
    source: Source
    word: str
    is_stand_in: bool = False


def compared(person: Profile, way: Destination, floor_dollars: int | None) -> Comparison:
    """Their own pay is the benchmark; where it is open, the median of their own occupation. Never a wider average."""
    row = own_license_row(person, way)
    index = _index(person, way)
    low, middle, high = _band(way, row, index)
    own, benchmark = _benchmark(person)
    is_stand_in = row is None and way.pay_source_note.startswith(NO_FIGURE)
    # What they were paid for this very work says more than a table of another occupation.
    known = person.number("current_pay") if is_stand_in and way.slug == person.role_slug else None
    judged = known or middle
    return Comparison(
        low, middle, high,
        change_pct=round((middle / own - 1) * 100, 1) if middle and own and not known else None,
        benchmark=benchmark,
        note=" ".join(part for part in (_note(person, way, row, index), OWN_FLOOR if known else "") if part),
        is_below_floor=judged < floor_dollars if judged and floor_dollars is not None else None,
        source=row.source if row else way.pay.source,
        word="Average" if row or way.pay.p50 is None else "Middle",
        is_stand_in=is_stand_in,
    )  # fmt: skip


def is_physician(person: Profile) -> bool:
    return person.role is not None and person.role.soc.startswith(PHYSICIAN_SOCS)


def own_license_row(person: Profile, way: Destination) -> IndustryPay | None:
    """What an industry pays people with this person's license, from the row with most people in it."""
    if person.role is None or not person.is_clinical:
        return None
    words = [occupation for word, occupation in SAME_LICENSE if word in person.role.slug]
    words += [PHYSICIANS] if is_physician(person) else []
    rows = (
        [row for row in way.industry_pay if not row.is_indicative and row.occupation.startswith(tuple(words))]
        if words
        else []
    )
    return max(rows, key=lambda row: (row.employment, row.industry), default=None)


def _band(way: Destination, row: IndustryPay | None, index: float) -> tuple[int | None, int | None, int | None]:
    if row:
        return None, _moved(row.mean, index), None
    if way.pay.p50 is None and way.pay.mean is not None:
        return None, _moved(way.pay.mean, index), None
    return _moved(way.pay.p25, index), _moved(way.pay.p50, index), _moved(way.pay.p75, index)


def _moved(pay_dollars: int | None, index: float) -> int | None:
    """To the nearest $100 when moved; the publisher's own figure when not."""
    return pay_dollars if pay_dollars is None or index == 1.0 else round(pay_dollars * index / 100) * 100


def _index(person: Profile, way: Destination) -> float:
    """The state's index comes from business occupations, so clinical work and work by hand stay at the national figure."""
    there = person.facts.role(way.slug)
    is_by_hand = there is not None and there.is_occupation and there.family in HANDS_ON
    if is_by_hand or (person.is_clinical and way.kind == "same work"):
        return 1.0
    return person.facts.wage_index(person.choice("state"))


def _benchmark(person: Profile) -> tuple[float | None, str]:
    pay = person.number("current_pay")
    if pay:
        return pay, f"your own pay of {format_usd(pay)}"
    median = person.role.pay.p50 if person.role else None
    if median and person.role:
        return median, f"the national median for your work ({title_phrase(person.role.title)}), {format_usd(median)}"
    return None, "no benchmark: your pay is open"


def _note(person: Profile, way: Destination, row: IndustryPay | None, index: float) -> str:
    # The destination's own note speaks of its own figure: who is in it and who is not. Beside another figure it is untrue.
    parts = (_row_note(person, row) if row else way.pay_source_note, _index_note(person, index))
    return " ".join(part for part in parts if part)


def _row_note(person: Profile, row: IndustryPay) -> str:
    shown = f"{row.occupation} in {row.industry}: an average, not a median, over {row.employment:,} jobs."
    return f"{shown} Set an offer against your own pay." if is_physician(person) else shown


def _index_note(person: Profile, index: float) -> str:
    if index == 1.0:
        return ""
    return f"Moved to {named(person.choice('state'))} by an index of business pay, × {index:.2f}."
