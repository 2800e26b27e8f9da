"""A difference in words. What nobody would see as a change of the plan gives no line."""

from __future__ import annotations

from collections.abc import Iterator

from saas.planner.changes import part_lines, step_lines
from saas.planner.changes.change_line import Told
from saas.planner.changes.differences import Difference


def told(change: Difference) -> tuple[Told, ...]:
    """The lines of one difference, one an aspect; none for days left, frames and library numbers."""
    return tuple(_told(change))


def _told(change: Difference) -> Iterator[Told]:
    before, after = change.before, change.after
    if change.part == "step":
        yield from step_lines.step(change.key, before, after)
    elif change.part == "deadline":
        yield from part_lines.deadline(change.key, before, after)
    elif change.part == "direction":
        yield from part_lines.direction(change.key, before, after)
    elif change.part == "money":
        yield from part_lines.money(change.key, before, after)
    elif change.part == "order":
        yield from part_lines.order(change.key, before or (), after or ())
    elif change.part == "whole":
        yield from _whole(change)


def _whole(change: Difference) -> Iterator[Told]:
    before, after = change.before, change.after
    if change.key == "decision":
        yield from part_lines.decision(before, after)
    elif change.key == "rhythm":
        yield from part_lines.rhythm(before, after)
    elif change.key == "title":
        yield Told("plan", "title", "renamed", "The plan’s title", before, after)
    elif change.key == "gentle":
        yield Told("plan", "gentle", "changed", "Where it starts", _start(before), _start(after))
    elif change.key == "reading":
        yield from part_lines.sentences("Your reading", "plan", "reading", *(tuple(one.text for one in side) for side in (before, after)))  # fmt: skip
    elif change.key == "translation":
        yield from part_lines.sentences("Your work in their language", "plan", "translation", *(tuple(f"{one.did}: {one.reads}" for one in side) for side in (before, after)))  # fmt: skip
    elif change.key == "notes":
        yield from part_lines.sentences("Notes", "plan", "notes", before, after)


def _start(is_gentle: bool) -> str:
    return "small, with one act a day" if is_gentle else "with a full first day"
