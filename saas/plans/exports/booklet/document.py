"""The booklet from its title to its sources."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from saas.kernel.calendar import format_date
from saas.planner.outline import DecisionDesk, Json, Outline
from saas.plans.exports.booklet.directions import ways
from saas.plans.exports.booklet.money import statement
from saas.plans.exports.booklet.rows import deadlines, phases
from saas.plans.exports.booklet.sources import Sources
from saas.plans.exports.drawings.destinations import Destinations, destinations
from saas.plans.exports.drawings.runway import Runway, runway
from saas.plans.exports.drawings.timeline import Timeline, timeline
from saas.plans.exports.formatting import length
from saas.plans.saved_plan import KeptPlan

COUNTED = {1: "One conversation", 2: "Two conversations", 3: "Three conversations", 4: "Four conversations"}
OWN_WORDS = "Lines marked as your words are yours, unchanged. Keep a line only where it is true of you."
NO_OWN_WORDS = "No line here is in your own words yet. Keep a line only where it is true of you."


def booklet(plan: KeptPlan, today: date, base_url: str) -> dict[str, Json]:
    """Everything the typesetter needs, in the order it is read, so that sources are numbered as they are met."""
    outline, sources = plan.outline, Sources(base_url)
    return {
        "title": outline.title,
        "composed": format_date(plan.composed_on),
        "printed": format_date(today),
        "progress": _progress(plan),
        "site": base_url.partition("//")[2].rstrip("/"),
        "reading": [{"text": one.text, "because": one.because} for one in outline.reading],
        "timeline": _drawn(timeline(outline, today)),
        "deadlines": deadlines(outline.deadlines, today, sources),
        "money": statement(outline.money, sources),
        "runway": _drawn(runway(outline.money)),
        "decision": _decision(outline.decision),
        "ways": ways(outline.directions, outline.money.offer_floor_dollars, sources),
        "destinations": _drawn(destinations(outline)),
        "phases": phases(plan, today, sources),
        "translation": _translation(outline),
        "rhythm": _rhythm(outline),
        "notes": list(outline.notes),
        "sources": sources.listed(),
    }


def _drawn(picture: Runway | Timeline | Destinations | None) -> Json:
    if picture is None:
        return None
    values: dict[str, Any] = asdict(picture)
    return values | ({"peak": picture.peak} if isinstance(picture, Runway) else {})


def _progress(plan: KeptPlan) -> dict[str, Json]:
    acts = len(plan.acts)
    return {"share": plan.done / acts if acts else 0, "words": f"{plan.done} of {acts} steps done"}


def _decision(desk: DecisionDesk | None) -> Json:
    if desk is None:
        return None
    reasons: list[Json] = [{"text": one.text, "because": one.because} for one in desk.reasons]
    return {"title": desk.title, "reasons": reasons, "flip": desk.flip}


def _translation(outline: Outline) -> Json:
    lines: list[Json] = [
        {"did": line.did, "reads": line.reads, "where": line.where, "is_own": line.from_own_words}
        for line in outline.translation
    ]
    has_own = any(line.from_own_words for line in outline.translation)
    return {"lines": lines, "words": OWN_WORDS if has_own else NO_OWN_WORDS}


def _rhythm(outline: Outline) -> Json:
    week = outline.rhythm
    days: list[Json] = [{"day": block.day, "text": block.text, "length": length(block.minutes)} for block in week.days]
    talks = COUNTED.get(week.conversations_a_week, f"{week.conversations_a_week} conversations")
    promise = f"{talks} a week is the promise to keep when the rest of the week does not hold."
    return {"days": days, "because": week.because, "promise": promise}
