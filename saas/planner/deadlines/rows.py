"""Deadlines: dates counted from what was typed, each with its formula, its law and what missing it costs.

A row appears only where its rule applies. It has a date only where the day it is counted from is known,
and that date is never before its cause. Rows a year past are history and are left out.
"""

from __future__ import annotations

from datetime import date

from saas.planner.deadlines.draft import Draft
from saas.planner.deadlines.employment import work_drafts
from saas.planner.deadlines.health_cover import cover_drafts
from saas.planner.deadlines.late import late
from saas.planner.deadlines.severance import severance_drafts
from saas.planner.outline import DeadlineRow
from saas.planner.person import Profile
from saas.planner.reasons import reason

FORGOTTEN_DAYS = 365


def deadlines(person: Profile) -> tuple[DeadlineRow, ...]:
    """Rows that apply, dated ones first and in order, then those still waiting for a date."""
    drafts = (*work_drafts(person), *severance_drafts(person), *cover_drafts(person))
    rows = [row for draft in drafts if (row := _row(person, draft)) is not None]
    return tuple(sorted((row for row in rows if not _is_forgotten(row)), key=_order))


def dates(rows: tuple[DeadlineRow, ...]) -> dict[str, date]:
    """The dated deadlines by key, for steps whose `due` names one."""
    return {row.key: row.date for row in rows if row.date is not None}


def _row(person: Profile, draft: Draft) -> DeadlineRow | None:
    law = person.facts.laws.get(draft.law)
    source = draft.source or (law.source if law else None)
    if source is None:
        return None
    days_left = (draft.on - person.today).days if draft.on else None
    is_past = days_left is not None and days_left < 0
    because, keys = reason(person, draft.keys)
    missed = draft.if_missed or (law.if_missed if law else "")
    return DeadlineRow(
        key=draft.key,
        title=draft.title or (law.title if law else ""),
        date=draft.on,
        formula=draft.formula,
        rule=" ".join(part for part in (draft.rule or (law.rule if law else ""), draft.also) if part),
        if_missed=late(draft.key, missed, draft.still_open) if is_past else missed,
        source=source,
        because=because,
        answers=keys,
        days_left=days_left,
        is_past=is_past,
    )


def _is_forgotten(row: DeadlineRow) -> bool:
    return row.days_left is not None and row.days_left < -FORGOTTEN_DAYS


def _order(row: DeadlineRow) -> tuple[bool, date, str]:
    return row.date is None, row.date or date.max, row.key
