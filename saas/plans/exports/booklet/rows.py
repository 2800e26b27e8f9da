"""Deadlines and steps as they are set: a date, what to do, what it costs to miss it, and which answer put it there."""

from __future__ import annotations

from datetime import date

from saas.kernel.calendar import format_date
from saas.planner.outline import DeadlineRow, Json, Phase
from saas.plans.exports.booklet.sources import Sources
from saas.plans.exports.formatting import KINDS, away, counted, length, stretch
from saas.plans.saved_plan import KeptPlan, KeptStep


def deadlines(rows: tuple[DeadlineRow, ...], today: date, sources: Sources) -> list[Json]:
    return [_deadline(row, today, sources) for row in rows]


def _deadline(row: DeadlineRow, today: date, sources: Sources) -> dict[str, Json]:
    left = (row.date - today).days if row.date else None
    lead = "It has passed. " if left is not None and left < 0 and not row.is_past else ""
    return {
        "date": format_date(row.date) if row.date else "No date yet",
        "left": away(left) if left is not None else "",
        "title": row.title,
        "rule": row.rule,
        "formula": row.formula,
        "lead": lead or ("If it passes: " if left is None or left >= 0 else ""),
        "missed": row.if_missed,
        "because": row.because,
        "source": sources.mark(row.source),
    }


def phases(plan: KeptPlan, today: date, sources: Sources) -> list[Json]:
    """The phases that hold a step now, each with its steps in order."""
    return [_phase(plan, phase, today, sources) for phase in plan.outline.phases if plan.steps_of(phase.key)]


def _phase(plan: KeptPlan, phase: Phase, today: date, sources: Sources) -> dict[str, Json]:
    steps, days = plan.steps_of(phase.key), stretch(phase.starts_on, phase.ends_on)
    return {
        "title": phase.title,
        "words": f"{days}. {counted(len(steps), 'step')}, {length(plan.minutes_of(phase.key))} in all.",
        "steps": [_step(step, plan.numbers[step.position], today, sources) for step in steps],
    }


def _step(step: KeptStep, number: int, today: date, sources: Sources) -> dict[str, Json]:
    return {
        "number": number,
        "title": step.title,
        "why": step.why,
        "facts": "" if step.is_note else "  ·  ".join(_facts(step, today)),
        "is_note": step.is_note,
        "is_done": step.is_done,
        "note": step.note,
        "because": step.because,
        "source": sources.mark(step.source),
    }


def _facts(step: KeptStep, today: date) -> list[str]:
    facts = [KINDS[step.kind], length(step.minutes) + (", every week" if step.is_weekly else "")]
    if step.snoozed_until and step.is_snoozed(today):
        facts.insert(0, f"Put off to {format_date(step.snoozed_until)}")
    if step.due:
        facts.insert(0, f"{'Was due' if step.due < today and not step.is_done else 'By'} {format_date(step.due)}")
    return facts
