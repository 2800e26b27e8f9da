"""Lists: newest first, in pages, filtered by equal values and by `created`."""

from __future__ import annotations

from collections.abc import Iterable

from saas.sandbox.refusals import ApiRefusal, no_such
from saas.sandbox.store import Thing

PAGE = 10
MOST = 100
COMPARE = {
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
}
EQUAL = ("charge", "currency", "customer", "payment_intent", "source", "status", "type")


def newest_first(things: Iterable[Thing], asked: Thing, url: str) -> Thing:
    """A page of things given oldest first."""
    matching = [thing for thing in things if _matches(thing, asked)]
    return page(matching[::-1], asked, url)


def page(rows: list[Thing], asked: Thing, url: str) -> Thing:
    """A page of rows that are in order already. `starting_after` and `ending_before` name rows by id."""
    limit = asked.get("limit", PAGE)
    if not 1 <= limit <= MOST:
        bound = f"less than or equal to {MOST}" if limit > MOST else "greater than or equal to 1"
        raise ApiRefusal(f"This value must be {bound}.", code="parameter_invalid_integer", param="limit")
    if "ending_before" in asked:
        before = rows[: _place(rows, asked["ending_before"], "ending_before")]
        return _list(before[-limit:], has_more=len(before) > limit, url=url)
    start = _place(rows, asked["starting_after"], "starting_after") + 1 if "starting_after" in asked else 0
    rest = rows[start:]
    return _list(rest[:limit], has_more=len(rest) > limit, url=url)


def _list(rows: list[Thing], *, has_more: bool, url: str) -> Thing:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


def _place(rows: list[Thing], key: str, param: str) -> int:
    for place, row in enumerate(rows):
        if row["id"] == key:
            return place
    raise no_such("object in this list", key, param=param, status=400)


def _matches(thing: Thing, asked: Thing) -> bool:
    created = asked.get("created", {})
    if isinstance(created, int):
        created = {"gte": created, "lte": created}
    in_time = all(COMPARE[name](thing["created"], moment) for name, moment in created.items())
    return in_time and all(thing.get(name) == asked[name] for name in EQUAL if name in asked)
