"""The phases as windows of days and minutes. All of them are counted from today and named from where the person stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from saas.library.kinds.steps import Phase as PhaseKey
from saas.planner.person import Profile
from saas.planner.steps.horizon import Horizon

DAY_MINUTES, LEAST_DAY_MINUTES = 120, 75
# With three afternoons a week or more there is time for more in the weeks that matter most.
MANY_HOURS, MORE_STEPS = 15, {"week": 2, "month": 4}
# A week that begins hard holds fewer things, however many hours it has.
HARD_WEEK_STEPS, SHAKY_WEEK_STEPS = 5, 7
# Beside a job, steps and one conversation take at most three fifths of the hours somebody hopes to have; steps alone have
# two fifths of them at least. The first week, when everything begins, takes most of its hours.
EMPLOYED = ("at-risk", "leaving")
EMPLOYED_FIRST_WEEK, EMPLOYED_MOST, EMPLOYED_LEAST, CONVERSATION_MINUTES = 0.85, 0.6, 0.4, 50


class PhaseSpan(NamedTuple):
    """Days are counted from today, both included. `weeks` of work are in it; it holds at most `most_steps`."""

    key: PhaseKey
    title: str
    first_day: int
    last_day: int
    weeks: int
    most_steps: int


SPANS = (
    PhaseSpan("day", "First 24 hours", 0, 0, 0, 5),
    PhaseSpan("week", "First week", 1, 6, 1, 10),
    PhaseSpan("month", "First month", 7, 29, 3, 16),
    PhaseSpan("months-2-3", "Months 2–3", 30, 89, 8, 9),
    PhaseSpan("months-3-6", "Months 3–6", 90, 179, 12, 7),
    PhaseSpan("months-6-12", "Months 6–12", 180, 364, 26, 6),
)
PHASE_TITLES: dict[str, str] = {span.key: span.title for span in SPANS}
# For whoever has no first days of a layoff: they are still employed, or it was weeks ago.
LATER_TITLES: dict[str, str] = {"day": "Today", "week": "This week", "month": "The next three weeks"}
FIRST_DAYS = 14
# A last phase of a few days is no phase: the one before it reaches to the end. The first month is always there.
LEAST_LAST_DAYS, LEAST_PHASES = 14, 3
# How often a weekly step comes round in a phase, by the phase's key and in their order.
WEEKS: dict[str, int] = {span.key: max(1, span.weeks) for span in SPANS}


@dataclass(frozen=True, slots=True)
class Window:
    """A phase for one person. `capacity_minutes` is what their hours hold in it; `weeks` is how often a weekly step comes
    round."""

    key: PhaseKey
    title: str
    starts_on: date
    ends_on: date
    weeks: int
    most_steps: int
    capacity_minutes: int


def phase_windows(person: Profile, horizon: Horizon) -> tuple[Window, ...]:
    """To the plan's last day, so that there may be fewer than six. The first day takes at most two hours. The first week's
    hours include those of the first day.

    With one hour a week the first day alone is longer, by a quarter of an hour: a claim and its papers need that much.
    """
    week, later_week = _week_minutes(person)
    day = min(DAY_MINUTES, max(LEAST_DAY_MINUTES, person.hours * 30))
    capacities = {"day": day, "week": week}
    titles = PHASE_TITLES if _has_just_ended(person) else PHASE_TITLES | LATER_TITLES
    windows = [
        Window(
            key=span.key,
            title=titles[span.key],
            starts_on=person.today + timedelta(days=span.first_day),
            ends_on=min(horizon.on, person.today + timedelta(days=span.last_day)),
            weeks=_weeks(person, span, horizon),
            most_steps=_most_steps(person, span),
            capacity_minutes=capacities.get(span.key, later_week * _weeks(person, span, horizon)),
        )
        for span in SPANS
        if person.today + timedelta(days=span.first_day) <= horizon.on
    ]
    if (windows[-1].ends_on - windows[-1].starts_on).days < LEAST_LAST_DAYS and len(windows) > LEAST_PHASES:
        windows[-2:] = [replace(windows[-2], ends_on=horizon.on)]
    if horizon.title:
        windows[-1] = replace(windows[-1], title=horizon.title)
    return tuple(windows)


def window_index(windows: tuple[Window, ...], day: date) -> int:
    """The index of the phase a day falls in; the last one for days beyond the year."""
    return next((index for index, window in enumerate(windows) if day <= window.ends_on), len(windows) - 1)


def _weeks(person: Profile, span: PhaseSpan, horizon: Horizon) -> int:
    """Of a phase that the plan's last day cuts short, what is left."""
    days = (horizon.on - person.today).days - span.first_day + 1
    return min(WEEKS[span.key], max(1, round(days / 7)))


def _has_just_ended(person: Profile) -> bool:
    """Laid off in the last two weeks, or on a day that is not known."""
    days = person.known.get("days_since_last_day")
    return person.choice("employment") in ("laid-off", "") and (
        not isinstance(days, int | float) or 0 <= days <= FIRST_DAYS
    )


def _week_minutes(person: Profile) -> tuple[int, int]:
    """Minutes of steps in the first week and in a later one: all of the hours of somebody without work, about half of them
    beside a job."""
    hours = person.hours * 60
    if person.choice("employment") not in EMPLOYED:
        return hours, hours
    later = max(hours * EMPLOYED_LEAST, hours * EMPLOYED_MOST - CONVERSATION_MINUTES)
    return round(hours * EMPLOYED_FIRST_WEEK), round(later)


def _most_steps(person: Profile, span: PhaseSpan) -> int:
    if span.key == "week" and person.needs_gentle_start:
        return HARD_WEEK_STEPS if person.is_hard_day else SHAKY_WEEK_STEPS
    more = MORE_STEPS.get(span.key, 0) if person.hours >= MANY_HOURS else 0
    return span.most_steps + more
