"""A person with their money and their ways on: what decisions and steps look at, and what is looked at again to find a flip."""

from __future__ import annotations

from dataclasses import dataclass

from saas.planner.directions.ranking import directions
from saas.planner.money import money, offer_floor
from saas.planner.outline import Direction, Money
from saas.planner.person import Profile


@dataclass(frozen=True, slots=True)
class Circumstances:
    person: Profile
    money: Money
    directions: tuple[Direction, ...]

    @property
    def runway_months(self) -> float | None:
        """With unemployment pay where it is counted."""
        helped = self.money.runway_with_ui_months
        return self.money.runway_months if helped is None else helped

    @property
    def is_covered(self) -> bool:
        """Income covers spending: there is no clock on the search."""
        return self.money.week_of_waiting_dollars == 0


def circumstances(person: Profile) -> Circumstances:
    """Money first, because the runway weighs on directions; then the ways on."""
    purse = money(person)
    runway = purse.runway_months if purse.runway_with_ui_months is None else purse.runway_with_ui_months
    aware = person.knowing(runway_months=runway)
    return Circumstances(aware, purse, directions(aware, offer_floor(aware)))
