"""A week that can be kept: the hours they have, split over days, with a number of conversations worth promising."""

from __future__ import annotations

from datetime import timedelta

from saas.planner.outline import Rhythm, RhythmBlock
from saas.planner.person import Profile
from saas.planner.reasons import reason
from saas.planner.steps.opening import is_gentle

FEW_HOURS, MANY_HOURS = 5, 20
GENTLE_SHARE = 0.5
SOON_DAYS = 14
ROUND_TO = 5
# Shares of a week, in twentieths.
SHARES = (("Monday", 5), ("Tuesday", 5), ("Wednesday", 3), ("Thursday", 5), ("Friday", 2))


def rhythm(person: Profile) -> Rhythm:
    """Never more minutes than the hours they named; half of them on a day that is not steady."""
    minutes = person.hours * 60 * (GENTLE_SHARE if is_gentle(person) else 1)
    is_said = person.choice("mood") not in ("", "steady")
    because, _ = reason(person, ("hours", "mood", "direction") if is_said else ("hours", "direction"))
    return Rhythm(person.hours, _days(person, minutes), conversations(person), because)


def conversations(person: Profile) -> int:
    """A week: one on few hours or a hard day, more with more hours, one more for a change of field."""
    if person.is_hard_day or person.hours < FEW_HOURS:
        return 1
    return (3 if person.hours >= MANY_HOURS else 2) + (
        1 if person.choice("direction") == "pivot" and person.hours >= 10 else 0
    )


def _days(person: Profile, minutes: float) -> tuple[RhythmBlock, ...]:
    whole = sum(share for _, share in SHARES)
    blocks = ((day, int(minutes * share / whole // ROUND_TO) * ROUND_TO) for day, share in SHARES)
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
    count = conversations(person)
    promised = "one conversation" if count == 1 else f"{count} conversations over the week"
    return f"Talk: {promised}. Write down what was said within the hour."


def _wednesday(person: Profile) -> str:
    if _is_claiming(person):
        return "Money and paper: certify the week for unemployment pay, log the search, pay and file what is due."
    return "Money and paper: one look at the runway, one open letter or form."


def _is_claiming(person: Profile) -> bool:
    """There are weeks to certify: the job has ended, or ends within two weeks, and nothing speaks against a claim."""
    last_day = person.day("last_day")
    has_ended = last_day is None or last_day <= person.today + timedelta(days=SOON_DAYS)
    is_open = person.choice("visa") not in ("employer-visa", "student")
    return person.choice("employment") == "laid-off" and has_ended and is_open


def _thursday(person: Profile) -> str:
    if person.choice("direction") in ("pivot", "unsure"):
        return "Learn the other language: rewrite one piece of your work for the direction you are testing."
    return "Prepare: one story told aloud, one posting read closely, one follow-up sent."
