"""Due dates of steps: “last_day + 1”, “insurance_end + 60”, “severance_review - 2”, “today + 3”, or a deadline's key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from saas.planner.deadlines.health_cover import cover_end
from saas.planner.person import Profile

DUE = re.compile(r"^(?P<base>[a-z][a-z0-9_]*)(?: (?P<sign>[+-]) (?P<days>\d+))?$")


@dataclass(frozen=True, slots=True)
class Due:
    """`on` is never before today. `not_before` is the cause of a due date that still lies ahead: acting sooner is no use.

    `is_limit`: counted from a day that lies ahead, so being late has a price.
    """

    on: date | None = None
    not_before: date | None = None
    is_limit: bool = False


NO_DUE = Due()
# What should have been done more than a month ago is done by now, or no longer hurries anybody.
STALE_DAYS = 30


def bases(person: Profile, deadlines: Mapping[str, date]) -> dict[str, date]:
    """Every date a step may count from, by name."""
    known = {key: answer for key, answer in person.given.items() if isinstance(answer, date)}
    end, _ = cover_end(person)
    assumed = {"insurance_end": end} if end and person.choice("insurance") == "employer" else {}
    return {**deadlines, **assumed, **known, "today": person.today}


def due(text: str, known: Mapping[str, date], today: date) -> Due:
    """Nothing for an empty due, for one that cannot be read, or where the day it counts from is not known."""
    found = DUE.match(text.strip())
    base = known.get(found["base"]) if found else None
    if found is None or base is None:
        return NO_DUE
    days = int(found["days"] or 0) * (-1 if found["sign"] == "-" else 1)
    if (today - base).days - days > STALE_DAYS:
        return NO_DUE
    on = max(today, base + timedelta(days=days))
    waits = days > 0 and base > today
    return Due(on, base if waits else None, base > today)
