"""When a step fits a person: its window, counted from the day it names, as dates of theirs.

A day that has not been answered is assumed rather than taken as a reason to leave the best steps out; an assumed day never
becomes a due date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from saas.library.kinds.steps import StepContent, parse_window
from saas.planner.deadlines.draft import month_end
from saas.planner.deadlines.health_cover import cover_end
from saas.planner.person import Profile

# Days from today until a last day that is still open, by where somebody stands. For a laid-off person it is today.
ASSUMED_DAYS_AHEAD = {"at-risk": 60, "leaving": 120}
ASSUMED_DAYS_TO_SIGN = 14
DAYS_IN_MONTH = 30


@dataclass(frozen=True, slots=True)
class Timing:
    """The first and the last day on which a step fits; None where no bound is known."""

    opens_on: date | None = None
    closes_on: date | None = None

    def overlaps(self, first: date, last: date) -> bool:
        """Does it fit on some day from `first` to `last`?"""
        has_closed = self.closes_on is not None and self.closes_on < first
        opens_later = self.opens_on is not None and self.opens_on > last
        return not has_closed and not opens_later


ANY_TIME = Timing()


def window_anchors(person: Profile) -> dict[str, date]:
    """The days windows count from, by name, given or assumed. Without a renewal date there is none to count from."""
    today = person.today
    last_day = person.day("last_day") or today + timedelta(ASSUMED_DAYS_AHEAD.get(person.choice("employment"), 0))
    told_on = person.day("told_on") or min(last_day, today)
    received = person.day("severance_received") or told_on
    end, _ = cover_end(person)
    anchors = {
        "today": today,
        "told_on": told_on,
        "last_day": last_day,
        "severance_received": received,
        "severance_sign_by": person.day("severance_sign_by") or today + timedelta(ASSUMED_DAYS_TO_SIGN),
        "insurance_end": end or month_end(last_day),
        "search_start": _search_start(person, last_day),
    }
    renewal = person.day("license_renewal")
    return {**anchors, "license_renewal": renewal} if renewal else anchors


def find_timing(content: StepContent, anchors: Mapping[str, date]) -> Timing:
    """ANY_TIME for a step that was kept before windows were written, and where its anchor is not known."""
    if not content.window:
        return ANY_TIME
    window = parse_window(content.window)
    anchor = anchors.get(window.anchor)
    if anchor is None:
        return ANY_TIME
    return Timing(anchor + timedelta(window.first_day), anchor + timedelta(window.last_day))


def _search_start(person: Profile, last_day: date) -> date:
    """Today for who has not begun; else as many months of silence ago as they say, or the last day where it has passed."""
    if not person.number("applications") and not person.number("interviews"):
        return person.today
    months = person.number("silent_months")
    if months:
        return person.today - timedelta(int(months * DAYS_IN_MONTH))
    return min(person.today, last_day)
