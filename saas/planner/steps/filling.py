"""Filling phases in turn: what falls due in a phase, then the best. What does not fit moves on, and is dropped last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from saas.library.kinds.steps import Phase as PhaseKey
from saas.planner.steps.choosing import Candidate, is_pressing
from saas.planner.steps.opening import Opening
from saas.planner.steps.prerequisites import Before
from saas.planner.steps.windows import Window, holding

REACH, REACH_WITH_A_CLOCK = 1, 2
EXTRA_WITH_A_CLOCK = 2
AHEAD = timedelta(days=7)
NO_CLOCK = 3
FIRST_WEEK, FIRST_MONTH = 1, 2
# Below five hours a week the dated papers come first, whoever waits.
ROOMY_MINUTES = 300


@dataclass(slots=True)
class Placed:
    """Steps by phase while they are being placed."""

    by_phase: dict[PhaseKey, list[Candidate]]
    slugs: set[str] = field(default_factory=set)

    def of(self, key: PhaseKey) -> tuple[Candidate, ...]:
        return tuple(self.by_phase[key])

    def add(self, key: PhaseKey, one: Candidate) -> None:
        self.by_phase[key].append(one)
        self.slugs.add(one.slug)


def fill(
    ordered: tuple[Candidate, ...], before: Before, calendar: tuple[Window, ...], opening: Opening, most: int
) -> Placed:
    """Place steps in order of priority. Prerequisites are placed before what waits for them, or neither is."""
    placed = Placed({window.key: [] for window in calendar})
    natives = {one.slug: native_place(one, calendar) for one in ordered}
    for place, window in enumerate(calendar):
        room = capacity(placed, window, calendar)
        pool = [
            one
            for one in ordered
            if one.slug not in placed.slugs
            and 0 <= place - natives[one.slug] <= _reach(one, natives[one.slug])
            and not _is_too_late(one, window)
        ]
        pool.sort(key=lambda one: _clock(one, window))
        if place == 0:
            pool = opening.ordered(pool)
        elif window.key == "week":
            pool = opening.ordered(_with_a_person(pool, placed, window))
        elif window.key == "month":
            pool = opening.ordered(_with_the_search(pool))
        while one := _next(pool, placed, before, window, room, opening if place == 0 else None):
            if len(placed.slugs) >= most:
                return placed
            placed.add(window.key, one)
            pool.remove(one)
            room -= load(one, window)
    return placed


def _with_a_person(pool: list[Candidate], placed: Placed, window: Window) -> list[Candidate]:
    """No first week without somebody in it: where papers would fill it, one step with a person goes before the rest."""
    has_one = any(one.step.piece.kind == "people" for held in placed.by_phase.values() for one in held)
    with_somebody = next((one for one in pool if one.step.piece.kind == "people"), None)
    if has_one or with_somebody is None or window.capacity_minutes < ROOMY_MINUTES:
        return pool
    return [with_somebody, *(one for one in pool if one is not with_somebody)]


def _with_the_search(pool: list[Candidate]) -> list[Candidate]:
    """No first month of papers only: a person and two steps of the search are placed before the rest."""
    people = [one for one in pool if one.step.piece.kind == "people"][:1]
    search = [one for one in pool if one.step.piece.kind == "search"][:2]
    first = [*people, *search]
    return [*first, *(one for one in pool if one not in first)]


def capacity(placed: Placed, window: Window, calendar: tuple[Window, ...]) -> int:
    """Minutes a phase can hold. The first week has what the steps of the first day leave of its hours."""
    if window.key != "week":
        return window.capacity_minutes
    return max(0, window.capacity_minutes - sum(load(one, calendar[0]) for one in placed.of("day")))


def load(one: Candidate, window: Window) -> int:
    """Minutes in a phase; a weekly step counts once a week."""
    return one.step.piece.minutes * (window.weeks if one.step.piece.is_weekly else 1)


def _reach(one: Candidate, native: int) -> int:
    """How many phases a step may wait: limits longer, and money that is not of the first week. The rest is stale after
    one, and what hurries in the first days after the first month."""
    can_wait = one.step.piece.kind == "money" and native > FIRST_WEEK
    if one.due.is_limit or can_wait:
        return REACH_WITH_A_CLOCK
    return max(REACH, FIRST_MONTH - native) if one.due.on else REACH


def _is_too_late(one: Candidate, window: Window) -> bool:
    """A limit that has run out by then. Its row among the deadlines still says what can be done."""
    return one.due.is_limit and one.due.on is not None and one.due.on < window.starts_on


def _clock(one: Candidate, window: Window) -> int:
    """Limits that fall into this phase or the week after, money and people that do, anything else, then the rest."""
    if one.due.on is None and is_pressing(one.step):
        return 1
    if one.due.on is None or one.due.on > window.ends_on + AHEAD:
        return NO_CLOCK
    if one.due.is_limit:
        return 0
    return 1 if one.step.piece.kind in ("money", "people") else 2


def native_place(one: Candidate, calendar: tuple[Window, ...]) -> int:
    """Its own phase, sooner if it is due sooner, later if what it is counted from has not happened yet."""
    own = next(place for place, window in enumerate(calendar) if window.key == one.step.piece.phase)
    if one.due.on is not None:
        own = min(own, holding(calendar, one.due.on))
    return max(own, holding(calendar, one.due.not_before)) if one.due.not_before else own


def _next(
    pool: Iterable[Candidate], placed: Placed, before: Before, window: Window, room: int, opening: Opening | None
) -> Candidate | None:
    """The first step that may come now: there is room, what it waits for is placed, and the day allows it."""
    held = len(placed.by_phase[window.key])
    most = min(window.most_steps, opening.most_steps) if opening else window.most_steps
    extra = 0 if opening else EXTRA_WITH_A_CLOCK
    for one in pool:
        limit = most + (extra if _clock(one, window) < NO_CLOCK else 0)
        is_ready = all(earlier in placed.slugs for earlier in before[one.slug])
        if held < limit and load(one, window) <= room and is_ready and (opening is None or opening.admits(one)):
            return one
    return None
