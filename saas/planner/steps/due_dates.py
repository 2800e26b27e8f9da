"""Due dates of steps: “last_day + 1”, “insurance_end + 60”, “severance_review - 2”, “today + 3”, or a deadline's key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from saas.planner.deadlines.health_cover import cover_end
from saas.planner.person import Profile

DUE = re.compile(r"^(?P<anchor>[a-z][a-z0-9_]*)(?: (?P<sign>[+-]) (?P<days>\d+))?$")
# What should have been done more than a month ago is done by now, or no longer hurries anybody.
STALE_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueDate:
    """`on` is never before today. `not_before` is the anchor where it still lies ahead: acting sooner is no use.

    `is_limit`: counted from a day that lies ahead, so being late has a price.
    """

    on: date | None = None
    not_before: date | None = None
    is_limit: bool = False


NO_DUE = DueDate()


def due_anchors(person: Profile, deadlines: Mapping[str, date]) -> dict[str, date]:
    """Every date a step may count from, by name."""
    given = {key: answer for key, answer in person.given.items() if isinstance(answer, date)}
    end, _ = cover_end(person)
    assumed = {"insurance_end": end} if end and person.choice("insurance") == "employer" else {}
    return {**deadlines, **assumed, **given, "today": person.today}


def resolve_due(text: str, anchors: Mapping[str, date], today: date) -> DueDate:
    """NO_DUE for an empty text, for one that cannot be read, or where its anchor is not known."""
    parsed = DUE.match(text.strip())
    anchor = anchors.get(parsed["anchor"]) if parsed else None
    if parsed is None or anchor is None:
        return NO_DUE
    days = int(parsed["days"] or 0) * (-1 if parsed["sign"] == "-" else 1)
    if (today - anchor).days - days > STALE_DAYS:
        return NO_DUE
    on = max(today, anchor + timedelta(days=days))
    must_wait = days > 0 and anchor > today
    return DueDate(on, anchor if must_wait else None, anchor > today)
