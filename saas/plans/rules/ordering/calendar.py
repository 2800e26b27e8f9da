"""The six phases as days and minutes. All of them are counted from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from saas.library.shapes import Phase as PhaseKey
from saas.plans.rules.profile import Profile

DAY_MINUTES, LEAST_DAY_MINUTES = 120, 75
# key, title, first day, last day, weeks of work in it, most steps
SPANS: tuple[tuple[PhaseKey, str, int, int, int, int], ...] = (
    ("day", "First 24 hours", 0, 0, 0, 5),
    ("week", "First week", 1, 6, 1, 8),
    ("month", "First month", 7, 29, 3, 10),
    ("months-2-3", "Months 2–3", 30, 89, 8, 9),
    ("months-3-6", "Months 3–6", 90, 179, 12, 7),
    ("months-6-12", "Months 6–12", 180, 364, 26, 6),
)


@dataclass(frozen=True, slots=True)
class Window:
    """`capacity_minutes` is what their hours hold in it; `weeks` is how often a weekly step comes round."""

    key: PhaseKey
    title: str
    starts_on: date
    ends_on: date
    weeks: int
    most_steps: int
    capacity_minutes: int


def windows(person: Profile) -> tuple[Window, ...]:
    """The first day takes at most two hours. The first week's hours include those of the first day.

    With one hour a week the first day alone is longer, by a quarter of an hour: a claim and its papers need that much.
    """
    week = person.hours * 60
    day = min(DAY_MINUTES, max(LEAST_DAY_MINUTES, week // 2))
    capacities = {"day": day, "week": week}
    return tuple(
        Window(
            key,
            title,
            person.today + timedelta(days=first),
            person.today + timedelta(days=last),
            max(1, weeks),
            most,
            capacities.get(key, week * weeks),
        )
        for key, title, first, last, weeks, most in SPANS
    )


def holding(calendar: tuple[Window, ...], day: date) -> int:
    """The place of the phase a day falls in; the last one for days beyond the year."""
    return next((place for place, window in enumerate(calendar) if day <= window.ends_on), len(calendar) - 1)
