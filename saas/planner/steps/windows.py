"""The six phases as days and minutes. All of them are counted from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from saas.library.kinds.steps import Phase as PhaseKey
from saas.planner.person import Profile
from saas.planner.steps.opening import is_gentle

DAY_MINUTES, LEAST_DAY_MINUTES = 120, 75
# With three afternoons a week or more there is room for more in the weeks that matter most.
ROOMY_HOURS, MORE_STEPS = 15, {"week": 2, "month": 3}
# A week that begins hard holds fewer things, however many hours it has.
HARD_WEEK, SHAKY_WEEK = 5, 7
# key, title, first day, last day, weeks of work in it, most steps
SPANS: tuple[tuple[PhaseKey, str, int, int, int, int], ...] = (
    ("day", "First 24 hours", 0, 0, 0, 5),
    ("week", "First week", 1, 6, 1, 8),
    ("month", "First month", 7, 29, 3, 10),
    ("months-2-3", "Months 2–3", 30, 89, 8, 9),
    ("months-3-6", "Months 3–6", 90, 179, 12, 7),
    ("months-6-12", "Months 6–12", 180, 364, 26, 6),
)
# How often a weekly step comes round in a phase, by the phase's key and in their order.
WEEKS: dict[str, int] = {key: max(1, weeks) for key, _, _, _, weeks, _ in SPANS}


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
    more = MORE_STEPS if person.hours >= ROOMY_HOURS else {}
    return tuple(
        Window(
            key,
            title,
            person.today + timedelta(days=first),
            person.today + timedelta(days=last),
            WEEKS[key],
            _most(person, key, most + more.get(key, 0)),
            capacities.get(key, week * WEEKS[key]),
        )
        for key, title, first, last, _, most in SPANS
    )


def _most(person: Profile, key: PhaseKey, most: int) -> int:
    if key != "week" or not is_gentle(person):
        return most
    return HARD_WEEK if person.is_hard_day else SHAKY_WEEK


def holding(calendar: tuple[Window, ...], day: date) -> int:
    """The place of the phase a day falls in; the last one for days beyond the year."""
    return next((place for place, window in enumerate(calendar) if day <= window.ends_on), len(calendar) - 1)
