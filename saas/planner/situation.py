"""A person with their money and their directions: what decisions and insights look at, and what a flip is tried on."""

from __future__ import annotations

from dataclasses import dataclass

from saas.planner.directions.ranking import rank_directions
from saas.planner.money import estimate_money, offer_floor
from saas.planner.outline import Direction, Money
from saas.planner.person import Profile

# So many applications with so few first talks say that something in the search does not work.
SILENT_APPLICATIONS, SILENT_INTERVIEWS = 40, 2
THIN_APPLICATIONS = 15


@dataclass(frozen=True, slots=True)
class Situation:
    person: Profile
    money: Money
    directions: tuple[Direction, ...]

    @property
    def runway_months(self) -> float | None:
        """With unemployment pay where it is counted; None where there is no cliff or a figure is missing."""
        return _runway_months(self.money)

    @property
    def is_covered(self) -> bool:
        """Income covers spending: there is no clock on the search."""
        return self.money.week_of_waiting_dollars == 0


def assess_situation(person: Profile) -> Situation:
    """Money first, because the runway weighs on directions; then the directions."""
    money = estimate_money(person)
    person = person.with_known(
        runway_months=_runway_months(money), cash_months=money.runway_months, search=_search_state(person)
    )
    return Situation(person, money, rank_directions(person, offer_floor(person)))


def _search_state(person: Profile) -> str | None:
    """`silent` after many applications and hardly a first talk, `thin` after a few that led nowhere, `going` where talks
    come, `new` before any; None where it is open."""
    applications, interviews = person.number("applications"), person.number("interviews") or 0
    if applications is None:
        return None
    if interviews > SILENT_INTERVIEWS:
        return "going"
    if applications >= SILENT_APPLICATIONS:
        return "silent"
    if applications >= THIN_APPLICATIONS and not interviews:
        return "thin"
    return "going" if applications else "new"


def _runway_months(money: Money) -> float | None:
    with_pay = money.runway_with_ui_months
    return money.runway_months if with_pay is None else with_pay
