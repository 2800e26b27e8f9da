"""A step that differs between two plans, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from saas.kernel.calendar import format_date
from saas.planner.changes.change_line import Told
from saas.planner.outline import PlanStep
from saas.planner.steps.windows import SPANS

PHASES: dict[str, str] = {key: title for key, title, *_ in SPANS}


def step(slug: str, before: PlanStep | None, after: PlanStep | None) -> Iterator[Told]:
    """One line an aspect: it is new, it is gone, its place, its day, its text, its reason."""
    if before is None and after is not None:
        yield Told("step", slug, "added", after.title, after=_place(after))
    elif after is None and before is not None:
        yield Told("step", slug, "removed", before.title, before=_place(before))
    elif before is not None and after is not None:
        yield from _kept(slug, before, after)


def _kept(slug: str, before: PlanStep, after: PlanStep) -> Iterator[Told]:
    if before.phase != after.phase:
        yield Told("step", slug, "moved", after.title, _place(before), _place(after))
    elif before.due != after.due:
        yield Told("step", slug, "dated", after.title, _by(before.due), _by(after.due))
    if before.title != after.title:
        yield Told("step", slug, "renamed", after.title, before.title, after.title)
    if before.why != after.why:
        yield Told("step", slug, "reworded", after.title, before.why, after.why)
    if before.minutes != after.minutes:
        yield Told("step", slug, "resized", after.title, f"{before.minutes} minutes", f"{after.minutes} minutes")
    if before.because != after.because:
        yield Told("step", slug, "reasoned", after.title, f"because {before.because}", f"because {after.because}")


def _place(step: PlanStep) -> str:
    return PHASES[step.phase] + (f", by {format_date(step.due)}" if step.due else "")


def _by(due: date | None) -> str:
    return f"by {format_date(due)}" if due else "no date"
