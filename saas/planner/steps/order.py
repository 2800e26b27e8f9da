"""The order inside a phase: what must come first, then clocks, then weight."""

from __future__ import annotations

from datetime import date

from saas.planner.person import Profile
from saas.planner.steps.choosing import Candidate
from saas.planner.steps.opening import is_for_such_a_day
from saas.planner.steps.prerequisites import Before
from saas.planner.steps.windows import Window

Key = tuple[int, date, int, str]


def sequence(person: Profile, held: tuple[Candidate, ...], before: Before, window: Window) -> tuple[Candidate, ...]:
    """Money and law with a clock first, except that on a hard day the person comes before the paper."""
    waiting = sorted(held, key=lambda one: _key(person, one, window))
    here = {one.slug for one in held}
    done: list[Candidate] = []
    while waiting:
        ready = next(one for one in waiting if not _still_needs(one, before, here, done))
        done.append(ready)
        waiting.remove(ready)
    return tuple(done)


def _still_needs(one: Candidate, before: Before, here: set[str], done: list[Candidate]) -> bool:
    finished = {other.slug for other in done}
    return any(earlier in here and earlier not in finished for earlier in before[one.slug])


def _key(person: Profile, one: Candidate, window: Window) -> Key:
    piece = one.step.piece
    runs = one.due.on is not None and one.due.on <= window.ends_on
    if person.is_hard_day and window.key == "day" and (piece.kind == "self" or is_for_such_a_day(one)):
        return (-1 if is_for_such_a_day(one) else 0, date.min, -one.step.piece.weight, one.slug)
    band = 1 if piece.kind == "money" and runs else 2 if runs else 3 if piece.kind == "money" else 4
    return (band, one.due.on or date.max, -one.priority, one.slug)
