"""The deadline rows of a plan: drafts joined with their law, what missing the date costs, and a reason.

A row appears only where its rule applies. It has a date only where the day it is counted from is known,
and that date is never before its cause. Rows a year past are history and are left out.
"""

from __future__ import annotations

from datetime import date

from saas.facts.law import LegalFact
from saas.planner.deadlines.draft import Draft
from saas.planner.deadlines.employment import employment_drafts
from saas.planner.deadlines.health_cover import health_cover_drafts
from saas.planner.deadlines.severance import severance_drafts
from saas.planner.outline import DeadlineRow
from saas.planner.person import Profile
from saas.planner.reasons import explain_by_answers

HISTORY_AFTER_DAYS = 365


def compute_deadlines(person: Profile) -> tuple[DeadlineRow, ...]:
    """Rows that apply, dated ones first and in order, then those still waiting for a date."""
    drafts = (*employment_drafts(person), *severance_drafts(person), *health_cover_drafts(person))
    rows = [_row(person, draft, person.facts.laws[draft.law]) for draft in drafts]
    return tuple(sorted((row for row in rows if not _is_history(row)), key=_by_date))


def dates_by_key(rows: tuple[DeadlineRow, ...]) -> dict[str, date]:
    """The dated deadlines by key, for steps whose `due` names one."""
    return {row.key: row.date for row in rows if row.date is not None}


def _row(person: Profile, draft: Draft, law: LegalFact) -> DeadlineRow:
    days_left = (draft.on - person.today).days if draft.on else None
    is_past = days_left is not None and days_left < 0
    because, keys = explain_by_answers(person, draft.keys)
    return DeadlineRow(
        key=draft.key,
        title=draft.title or law.title,
        date=draft.on,
        formula=draft.formula,
        rule=" ".join(part for part in (law.rule, draft.also) if part),
        if_missed=_once_passed(draft, law) if is_past else law.if_missed,
        source=draft.source or law.source,
        because=because,
        answers=keys,
        days_left=days_left,
        is_past=is_past,
    )


def _once_passed(draft: Draft, law: LegalFact) -> str:
    """The consequence, then what can still be done."""
    parts = ("This date has passed.", law.if_missed, draft.still_open or law.still_open)
    return " ".join(part for part in parts if part)


def _is_history(row: DeadlineRow) -> bool:
    return row.days_left is not None and row.days_left < -HISTORY_AFTER_DAYS


def _by_date(row: DeadlineRow) -> tuple[bool, date, str]:
    return row.date is None, row.date or date.max, row.key
