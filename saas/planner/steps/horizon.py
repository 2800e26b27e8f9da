"""How far a plan reaches: a year, or to the day on which the money or the time to stay ends, if that comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from saas.kernel.calendar import format_date
from saas.planner.outline import Money

YEAR_DAYS = 364
# What ends sooner than the first month does not make the month shorter: its steps are what there is to do about it.
LEAST_DAYS = 29
DECIDE_DAYS_BEFORE = 14
# The deadlines that end the time somebody may stay without another job.
STATUS_KEYS = ("visa_grace", "visa_opt_days")

End = Literal["year", "money", "status"]
TITLES: dict[End, str] = {"money": "Before the money ends, {}", "status": "Before your time to stay ends, {}"}
CLOSINGS: dict[End, str] = {
    "money": (
        "Your money ends about {on} if nothing more comes in and nothing changes, so this plan ends there. By {decide_by}, choose "
        "which comes first: paid work of any kind, a lower cost of a month, or help that can be asked for. When a figure "
        "changes, change the answer, and the plan reaches further."
    ),
    "status": (
        "Your time to stay without another job ends about {on}, so this plan ends there. By {decide_by}, decide with your "
        "attorney or your school which way you take: an employer who files for you, another status, or leaving in time to "
        "return. Their count of the days comes before ours."
    ),
}


@dataclass(frozen=True, slots=True)
class Horizon:
    """`on` is the last day the plan speaks of, and `end` what ends then."""

    on: date
    end: End = "year"

    @property
    def title(self) -> str | None:
        """Of the last phase; None where nothing but the year ends."""
        return TITLES[self.end].format(format_date(self.on)) if self.end in TITLES else None

    @property
    def closing(self) -> str:
        """What is decided before that day, and what happens after it; empty for a year."""
        if self.end not in CLOSINGS:
            return ""
        decide_by = self.on - timedelta(DECIDE_DAYS_BEFORE)
        return CLOSINGS[self.end].format(on=format_date(self.on), decide_by=format_date(decide_by))


def find_horizon(today: date, money: Money, deadlines: Mapping[str, date]) -> Horizon:
    """Unemployment pay counts where it is expected: with it the money lasts to another day."""
    year = Horizon(today + timedelta(YEAR_DAYS))
    cliff = money.cliff_with_ui_on or money.cliff_on
    ends: list[tuple[date, End]] = [(cliff, "money")] if cliff else []
    ends += [(deadlines[key], "status") for key in STATUS_KEYS if key in deadlines]
    on, end = min(ends, default=(year.on, year.end))
    return year if on >= year.on else Horizon(max(on, today + timedelta(LEAST_DAYS)), end)
