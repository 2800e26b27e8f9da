"""A kept plan: a note stands among the steps and is nothing to do."""

from __future__ import annotations

from datetime import UTC, date, datetime

from saas.plans.saved_plan import SavedPlan, SavedStep

DONE = datetime(2026, 11, 23, tzinfo=UTC)


def kept(position: int, *, is_note: bool = False, done_at: datetime | None = None) -> SavedStep:
    return SavedStep(
        position, "day", "self", f"Step {position}", "Why.", "you said so", 10, None, "", is_gentle=True,
        is_weekly=False, is_note=is_note, done_at=done_at,
    )  # fmt: skip


def plan(*steps: SavedStep) -> SavedPlan:
    return SavedPlan("plan", "{}", date(2026, 11, 23), steps)


def test_a_note_is_no_act() -> None:
    note, act = kept(1, is_note=True), kept(2)
    assert plan(note, act).acts == [act]
    assert plan(note, act).steps_in("day") == [note, act]


def test_only_acts_count_as_done() -> None:
    assert plan(kept(1, is_note=True, done_at=DONE), kept(2, done_at=DONE), kept(3)).done_count == 1
