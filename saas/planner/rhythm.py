"""A week that can be kept: the hours they have, split over days, with a number of conversations worth promising."""

from __future__ import annotations

from datetime import timedelta

from saas.planner.outline import Rhythm, RhythmBlock
from saas.planner.person import Profile
from saas.planner.reasons import explain_by_answers

FEW_HOURS, PIVOT_HOURS, MANY_HOURS = 5, 10, 20
GENTLE_SHARE = 0.5
SOON_DAYS = 14
STEP_MINUTES = 5
# Shares of a week, in twentieths.
DAY_SHARES = (("Monday", 5), ("Tuesday", 5), ("Wednesday", 3), ("Thursday", 5), ("Friday", 2))
ALL_SHARES = sum(share for _, share in DAY_SHARES)


def plan_week(person: Profile) -> Rhythm:
    """Never more minutes than the hours they named; half of them on a day that is not steady."""
    minutes = person.hours * 60 * (GENTLE_SHARE if person.needs_gentle_start else 1)
    names_mood = person.choice("mood") not in ("", "steady")
    because, _ = explain_by_answers(person, ("hours", "mood", "direction") if names_mood else ("hours", "direction"))
    return Rhythm(person.hours, _days(person, minutes), conversations_a_week(person), because)


def conversations_a_week(person: Profile) -> int:
    """One on few hours or a hard day, more with more hours, one more for a change of field."""
    if person.is_hard_day or person.hours < FEW_HOURS:
        return 1
    is_pivot = person.choice("direction") == "pivot" and person.hours >= PIVOT_HOURS
    return (3 if person.hours >= MANY_HOURS else 2) + (1 if is_pivot else 0)


def _days(person: Profile, minutes: float) -> tuple[RhythmBlock, ...]:
    blocks = ((day, int(minutes * share / ALL_SHARES // STEP_MINUTES) * STEP_MINUTES) for day, share in DAY_SHARES)
    return tuple(RhythmBlock(day, _text(person, day), length) for day, length in blocks if length)


def _text(person: Profile, day: str) -> str:
    return {
        "Monday": _monday(person),
        "Tuesday": _tuesday(person),
        "Wednesday": _wednesday(person),
        "Thursday": _thursday(person),
        "Friday": "Look back: what moved, what did not, what next week holds. Then stop.",
    }[day]


def _monday(person: Profile) -> str:
    if person.choice("direction") in ("pivot", "unsure"):
        return "Choose the people to ask this week and write to them, one by one."
    return "Choose this week’s roles, few and well matched, and write each application for its reader."


def _tuesday(person: Profile) -> str:
    count = conversations_a_week(person)
    promise = "one conversation" if count == 1 else f"{count} conversations over the week"
    return f"Talk: {promise}. Write down what was said within the hour."


def _wednesday(person: Profile) -> str:
    if _is_claiming(person):
        return "Money and paper: certify the week for unemployment pay, log the search, pay and file what is due."
    return "Money and paper: one look at the runway, one open letter or form."


def _is_claiming(person: Profile) -> bool:
    """There are weeks to certify: the job has ended, or ends within two weeks, and nothing speaks against a claim."""
    last_day = person.day("last_day")
    has_ended = last_day is None or last_day <= person.today + timedelta(days=SOON_DAYS)
    is_open_to_them = person.choice("visa") not in person.facts.visa_claim_rules
    return person.choice("employment") == "laid-off" and has_ended and is_open_to_them


def _thursday(person: Profile) -> str:
    if person.choice("direction") in ("pivot", "unsure"):
        return "Learn the other language: rewrite one piece of your work for the direction you are testing."
    return "Prepare: one story told aloud, one posting read closely, one follow-up sent."
