"""Filling phases in turn: what falls due in a phase, then the best. What does not fit moves on, and is dropped last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum

from saas.library.kinds.steps import Phase as PhaseKey
from saas.planner.steps.choosing import Candidate, is_pressing
from saas.planner.steps.opening import Opening
from saas.planner.steps.order import Prerequisites
from saas.planner.steps.windows import Window, window_index

# How many phases an extra may come later than its own. A step of the spine waits as long as its window is open.
EXTRA_REACH = 2
# So many steps of a plan are kept for each phase that is still to come: a year does not end with its first month.
KEPT_FOR_LATER = 2
# Steps with a clock may go beyond the most a phase holds by so many.
EXTRA_WITH_A_CLOCK = 2
AHEAD = timedelta(days=7)
URGENT_DAYS = 3
FIRST_PEOPLE = "warm-ten"
# Extras take at most this share of the minutes of a phase.
EXTRA_SHARE = 1 / 3
# Below five hours a week the dated papers come first, whoever waits.
FIVE_HOURS = 300
SEARCH_STEPS_FIRST = 1


class Clock(IntEnum):
    """How urgent a step is in a phase; the lowest comes first."""

    LIMIT = 0
    MONEY_OR_PEOPLE = 1
    DATED = 2
    NONE = 3


@dataclass(slots=True)
class Placement:
    """Steps by phase while they are being placed."""

    by_phase: dict[PhaseKey, list[Candidate]]
    slugs: set[str] = field(default_factory=set)

    def in_phase(self, key: PhaseKey) -> tuple[Candidate, ...]:
        return tuple(self.by_phase[key])

    def add(self, key: PhaseKey, candidate: Candidate) -> None:
        self.by_phase[key].append(candidate)
        self.slugs.add(candidate.slug)


def fill_phases(
    candidates: tuple[Candidate, ...],
    prerequisites: Prerequisites,
    windows: tuple[Window, ...],
    opening: Opening,
    most_steps: int,
) -> Placement:
    """Place candidates in their order. Prerequisites are placed before what waits for them, or neither is."""
    placement = Placement({window.key: [] for window in windows})
    native = {candidate.slug: native_index(candidate, windows) for candidate in candidates}
    for index, window in enumerate(windows):
        minutes_left = remaining_minutes(placement, window, windows)
        extra_minutes = minutes_left * EXTRA_SHARE
        waiting = [
            candidate
            for candidate in candidates
            if candidate.slug not in placement.slugs
            and native[candidate.slug] <= index
            and (is_essential(candidate) or index - native[candidate.slug] <= EXTRA_REACH)
            and not _is_too_late(candidate, window)
            and candidate.timing.overlaps(window.starts_on, window.ends_on)
        ]
        pool = _sort_pool(waiting, placement, window, opening)
        while candidate := _next(pool, placement, prerequisites, window, minutes_left, extra_minutes, opening):
            if len(placement.slugs) >= most_steps - KEPT_FOR_LATER * (len(windows) - 1 - index):
                break
            placement.add(window.key, candidate)
            pool.remove(candidate)
            minutes_left -= load_minutes(candidate, window)
            extra_minutes -= 0 if is_essential(candidate) else load_minutes(candidate, window)
    return placement


def remaining_minutes(placement: Placement, window: Window, windows: tuple[Window, ...]) -> int:
    """Minutes a phase can hold. The first week has what the steps of the first day leave of its hours."""
    if window.key != "week":
        return window.capacity_minutes
    first_day = sum(load_minutes(candidate, windows[0]) for candidate in placement.in_phase("day"))
    return max(0, window.capacity_minutes - first_day)


def load_minutes(candidate: Candidate, window: Window) -> int:
    """Minutes in a phase; a weekly step counts once a week."""
    return candidate.step.content.minutes * (window.weeks if candidate.step.content.is_weekly else 1)


def is_essential(candidate: Candidate) -> bool:
    """It fills a slot, or is late at a price. The rest are extras."""
    return candidate.slot is not None or candidate.due.is_limit


def native_index(candidate: Candidate, windows: tuple[Window, ...]) -> int:
    """The phase a step belongs in, len(windows) for one after the plan's last day: its own, sooner if it is due sooner or its slot asks for it, later if its window opens
    later or what it is counted from has not happened yet."""
    today, due, timing = windows[0].starts_on, candidate.due, candidate.timing
    keys = [window.key for window in windows]
    index = keys.index(candidate.step.content.phase) if candidate.step.content.phase in keys else len(keys)
    if due.on is not None:
        index = min(index, window_index(windows, due.on))
    opens_on = max(today, timing.opens_on or today)
    if candidate.slot:
        index = min(index, window_index(windows, opens_on + timedelta(candidate.slot.by_days)))
        index = min(index, len(windows) - 1)
    if timing.closes_on is not None:
        index = min(index, window_index(windows, timing.closes_on))
    index = max(index, window_index(windows, opens_on))
    return max(index, window_index(windows, due.not_before)) if due.not_before else index


def _sort_pool(pool: list[Candidate], placement: Placement, window: Window, opening: Opening) -> list[Candidate]:
    """The candidates of a phase in the order in which it takes them."""
    pool = sorted(pool, key=lambda candidate: _turn(candidate, window))
    if window.key == "day":
        return opening.sort(pool)
    if window.key == "week":
        return opening.sort(_with_people_first(pool, placement, window))
    return opening.sort(_with_search_first(pool)) if window.key == "month" else pool


def _turn(candidate: Candidate, window: Window) -> tuple[bool, int, int, int]:
    """A sort key: the spine and its limits before the extras, what has a clock before what has none, then what is wanted
    sooner, by its date or by its slot, and among equals in the order of the slots. A slot that wants to be filled within
    days is as urgent as a date."""
    clock, slot, due = _clock(candidate, window), candidate.slot, candidate.due.on
    if slot and slot.by_days <= URGENT_DAYS:
        clock = min(clock, Clock.MONEY_OR_PEOPLE)
    days = [slot.by_days] if slot else []
    if due is not None and is_essential(candidate):
        days.append((due - window.starts_on).days)
    return not is_essential(candidate), clock, min(days, default=0), slot.rank if slot else 0


def _with_people_first(pool: list[Candidate], placement: Placement, window: Window) -> list[Candidate]:
    """No first week without somebody in it: those who know their work are written to before papers have filled it, or where
    the library has no such step, one step with a person goes before the rest."""
    if window.capacity_minutes < FIVE_HOURS:
        return pool
    placed = (candidate for candidates in placement.by_phase.values() for candidate in candidates)
    has_people = any(candidate.step.content.kind == "people" for candidate in placed)
    people = [candidate for candidate in pool if candidate.slot and candidate.slot.key == FIRST_PEOPLE]
    if not people and not has_people:
        people = [candidate for candidate in pool if candidate.step.content.kind == "people"]
    before = people[0].step.content.after if people else ()
    first = [*(candidate for candidate in pool if candidate.slug in before), *people[:1]]
    return [*first, *(candidate for candidate in pool if candidate not in first)]


def _with_search_first(pool: list[Candidate]) -> list[Candidate]:
    """No first month of papers only: a person and a step of the search are placed before the rest."""
    people = [candidate for candidate in pool if candidate.step.content.kind == "people"][:1]
    search = [candidate for candidate in pool if candidate.step.content.kind == "search"][:SEARCH_STEPS_FIRST]
    first = [*people, *search]
    return [*first, *(candidate for candidate in pool if candidate not in first)]


def _is_too_late(candidate: Candidate, window: Window) -> bool:
    """A limit that has run out by then. Its row among the deadlines still says what can be done."""
    due = candidate.due
    return due.is_limit and due.on is not None and due.on < window.starts_on


def _clock(candidate: Candidate, window: Window) -> Clock:
    """Dates count that fall into this phase or the week after it."""
    due = candidate.due.on
    if due is None and is_pressing(candidate.step):
        return Clock.MONEY_OR_PEOPLE
    if due is None or due > window.ends_on + AHEAD:
        return Clock.NONE
    if candidate.due.is_limit:
        return Clock.LIMIT
    return Clock.MONEY_OR_PEOPLE if candidate.step.content.kind in ("money", "people") else Clock.DATED


def _next(
    pool: Iterable[Candidate],
    placement: Placement,
    prerequisites: Prerequisites,
    window: Window,
    minutes_left: int,
    extra_minutes: float,
    opening: Opening,
) -> Candidate | None:
    """The first step that may come now: there is time, what it waits for is placed, and the first day admits it."""
    count = len(placement.by_phase[window.key])
    is_first_day = window.key == "day"
    most = min(window.most_steps, opening.most_steps) if is_first_day else window.most_steps
    for candidate in pool:
        has_clock = _clock(candidate, window) < Clock.NONE
        may_exceed = not is_first_day and (has_clock or (is_essential(candidate) and not opening.is_gentle))
        has_place = count < most + (EXTRA_WITH_A_CLOCK if may_exceed else 0)
        minutes = load_minutes(candidate, window)
        has_time = minutes <= minutes_left and (is_essential(candidate) or minutes <= extra_minutes)
        is_ready = all(earlier in placement.slugs for earlier in prerequisites[candidate.slug])
        if has_place and has_time and is_ready and (not is_first_day or opening.admits(candidate)):
            return candidate
    return None
