"""The plan as JSON, for programs: what `saas compose --json` prints, and beside it what the person did.

format          "careercanopy-plan", version 1: a key is never given another meaning; new ones may come
plan            public id, and the day it was composed on
title … version as `saas compose --json` prints them: days as YYYY-MM-DD, money in whole dollars, null where unknown
phases[].steps[]  as there, without `answers` (a saved step holds the reason in words, `because`), and with
    number      its place as it is read          position   its place in the plan's addresses
    done_at     a moment in UTC, or null         note       their own words, or ""
    snoozed_until  a day, or null                moved_from  the phase it was composed for, or ""
dropped[]       steps they dropped, in the same shape, without a number
"""

from __future__ import annotations

from typing import cast

from saas.planner.outline import Json
from saas.plans.saved_plan import SavedPlan, SavedStep

FORMAT, VERSION = "careercanopy-plan", 1


def export_json(plan: SavedPlan) -> dict[str, Json]:
    """JSON-ready, keys in the order of the list above."""
    outline = plan.outline.to_dict()
    phases = cast(list[dict[str, Json]], outline["phases"])
    for phase in phases:
        phase["steps"] = [_step(step, plan.numbers[step.position]) for step in plan.steps_in(str(phase["key"]))]
    return {
        "format": {"name": FORMAT, "version": VERSION},
        "plan": {"public_id": plan.public_id, "composed_on": plan.composed_on.isoformat()},
        **outline,
        "dropped": [_step(step, None) for step in plan.dropped],
    }


def _step(step: SavedStep, number: int | None) -> dict[str, Json]:
    source = step.source
    return {
        "number": number,
        "position": step.position,
        "slug": step.slug,
        "revision_id": step.revision_id,
        "title": step.title,
        "why": step.why,
        "minutes": step.minutes,
        "kind": step.kind,
        "phase": step.phase,
        "due": step.due.isoformat() if step.due else None,
        "source": {"name": source.name, "url": source.url, "checked_on": source.checked_on.isoformat()}
        if source
        else None,
        "because": step.because,
        "is_gentle": step.is_gentle,
        "is_weekly": step.is_weekly,
        "is_note": step.is_note,
        "done_at": step.done_at.isoformat() if step.done_at else None,
        "note": step.note,
        "snoozed_until": step.snoozed_until.isoformat() if step.snoozed_until else None,
        "moved_from": step.moved_from,
    }
