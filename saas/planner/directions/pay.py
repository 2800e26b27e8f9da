"""A destination's pay beside the person's own, moved to their state. Annual dollars before tax."""

from __future__ import annotations

from dataclasses import dataclass

from saas.facts.destinations import Destination
from saas.facts.judgments import is_physician
from saas.facts.occupations import title_phrase
from saas.facts.sources import Source
from saas.facts.wages import IndustryPay
from saas.kernel.money import format_usd
from saas.planner.directions.candidates import NO_OFFICIAL_FIGURE
from saas.planner.person import Profile
from saas.planner.phrases import state_phrase

# Rows of industry pay for people with the same license, by a word in the role's slug and the start of the occupation.
SAME_LICENSE = (("nurse", "Registered Nurses"), ("pharmacist", "Pharmacists"))
PHYSICIANS = "Physicians"
OWN_FLOOR = "Your floor is set against what you were paid for this work, since you know that better."
NATIONAL = 1.0
MOVED_STEP_DOLLARS = 100


@dataclass(frozen=True, slots=True)
class PayComparison:
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


def compare_pay(person: Profile, way: Destination, floor_dollars: int | None) -> PayComparison:
    """Their own pay is the benchmark; where it is open, the median of their own occupation. Never a wider average."""
    row = find_own_license_row(person, way)
    index = _wage_index(person, way)
    low, middle, high = _band(way, row, index)
    own, benchmark = _benchmark(person)
    is_stand_in = row is None and way.pay_source_note.startswith(NO_OFFICIAL_FIGURE)
    # What they were paid for this very work says more than a table of another occupation.
    own_figure = person.number("current_pay") if is_stand_in and way.slug == person.role_slug else None
    judged = own_figure or middle
    return PayComparison(
        low=low,
        middle=middle,
        high=high,
        change_pct=round((middle / own - 1) * 100, 1) if middle and own and not own_figure else None,
        benchmark=benchmark,
        note=" ".join(part for part in (_note(person, way, row, index), OWN_FLOOR if own_figure else "") if part),
        is_below_floor=judged < floor_dollars if judged and floor_dollars is not None else None,
        source=row.source if row else way.pay.source,
        word="Average" if row or way.pay.p50 is None else "Middle",
        is_stand_in=is_stand_in,
    )


def find_own_license_row(person: Profile, way: Destination) -> IndustryPay | None:
    """What an industry pays people with this person's license, from the row with most people in it."""
    if person.role is None or not person.is_clinical:
        return None
    occupations = [occupation for word, occupation in SAME_LICENSE if word in person.role.slug]
    occupations += [PHYSICIANS] if _is_physician(person) else []
    rows = [
        row
        for row in way.industry_pay
        if occupations and not row.is_indicative and row.occupation.startswith(tuple(occupations))
    ]
    return max(rows, key=lambda row: (row.employment, row.industry), default=None)


def _is_physician(person: Profile) -> bool:
    return person.role is not None and is_physician(person.role.soc)


def _band(way: Destination, row: IndustryPay | None, index: float) -> tuple[int | None, int | None, int | None]:
    if row:
        return None, _move_to_state(row.mean, index), None
    if way.pay.p50 is None and way.pay.mean is not None:
        return None, _move_to_state(way.pay.mean, index), None
    low, middle, high = (_move_to_state(figure, index) for figure in (way.pay.p25, way.pay.p50, way.pay.p75))
    return low, middle, high


def _move_to_state(pay_dollars: int | None, index: float) -> int | None:
    """To the nearest $100 when moved; the publisher's own figure when not."""
    if pay_dollars is None or index == NATIONAL:
        return pay_dollars
    return round(pay_dollars * index / MOVED_STEP_DOLLARS) * MOVED_STEP_DOLLARS


def _wage_index(person: Profile, way: Destination) -> float:
    """The state's index comes from business occupations, so clinical work and work by hand stay at the national figure."""
    destination = person.facts.role(way.slug)
    hands_on = person.facts.work_conditions.hands_on_categories
    is_by_hand = destination is not None and destination.is_occupation and destination.family in hands_on
    if is_by_hand or (person.is_clinical and way.kind == "same work"):
        return NATIONAL
    return person.facts.wage_index(person.choice("state"))


def _benchmark(person: Profile) -> tuple[float | None, str]:
    """Dollars to compare with, and what they are."""
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
    note = f"{row.occupation} in {row.industry}: an average, not a median, over {row.employment:,} jobs."
    return f"{note} Set an offer against your own pay." if _is_physician(person) else note


def _index_note(person: Profile, index: float) -> str:
    if index == NATIONAL:
        return ""
    return f"Moved to {state_phrase(person.choice('state'))} by an index of business pay, × {index:.2f}."
