"""Lists: newest first, in pages, filtered by equal values and by `created`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from saas.sandbox.refusals import ApiRefusal, no_such
from saas.sandbox.store import Store, Thing

PAGE = 10
MOST = 100
EQUAL = (
    "active", "charge", "currency", "customer", "email", "payment_intent", "product", "source", "status", "type",
)  # fmt: skip

Suits = Callable[[Thing], bool]


def listed(store: Store, kind: str, asked: Thing, url: str, suits: Suits | None = None) -> Thing:
    """A page of one kind, newest first; `suits` is a filter beyond those every list has."""
    rows = chosen(store.newest(kind), asked, is_ordered=store.is_in_time_order(kind))
    return page(filter(suits, rows) if suits else rows, asked, url)


def chosen(things: Iterable[Thing], asked: Thing, *, is_ordered: bool = False) -> Iterator[Thing]:
    """Things given newest first that match `created` and the equal values; in time order it stops early."""
    wanted = [(name, asked[name]) for name in EQUAL if name in asked]
    first, last = _span(asked)
    for thing in things:
        if first is not None and thing["created"] < first:
            if is_ordered:
                return
            continue
        if last is not None and thing["created"] > last:
            continue
        if not wanted or all(thing.get(name) == value for name, value in wanted):
            yield thing


def page(rows: Iterable[Thing], asked: Thing, url: str) -> Thing:
    """A page of rows that are in order already. `starting_after` and `ending_before` name rows by id."""
    limit = asked.get("limit", PAGE)
    if not 1 <= limit <= MOST:
        bound = f"less than or equal to {MOST}" if limit > MOST else "greater than or equal to 1"
        raise ApiRefusal(f"This value must be {bound}.", code="parameter_invalid_integer", param="limit")
    rows = iter(rows)
    if "ending_before" in asked:
        before = _until(rows, asked["ending_before"], "ending_before", limit + 1)
        return as_list(before[-limit:], has_more=len(before) > limit, url=url)
    if "starting_after" in asked:
        _until(rows, asked["starting_after"], "starting_after", 0)
    found = list(islice(rows, limit + 1))
    return as_list(found[:limit], has_more=len(found) > limit, url=url)


def as_list(rows: list[Thing], *, has_more: bool, url: str) -> Thing:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


def _until(rows: Iterator[Thing], key: str, param: str, most: int) -> list[Thing]:
    """Read up to the row of this id; the last `most` rows before it."""
    passed: deque[Thing] = deque(maxlen=most)
    for row in rows:
        if row["id"] == key:
            return list(passed)
        passed.append(row)
    raise no_such("object in this list", key, param=param, status=400)


def _span(asked: Thing) -> tuple[int | None, int | None]:
    """The first and last second of `created`: equal to a number, or within gt, gte, lt and lte."""
    created = asked.get("created", {})
    if isinstance(created, int):
        return created, created
    first = [moment for moment in (created.get("gte"), _plus(created.get("gt"), 1)) if moment is not None]
    last = [moment for moment in (created.get("lte"), _plus(created.get("lt"), -1)) if moment is not None]
    return max(first, default=None), min(last, default=None)


def _plus(moment: int | None, seconds: int) -> int | None:
    return None if moment is None else moment + seconds
