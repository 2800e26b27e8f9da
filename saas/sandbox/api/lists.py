"""Lists: newest first, in pages, filtered by equal values and by `created`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from saas.sandbox.errors import ApiError, resource_missing
from saas.sandbox.store import Json, Store

DEFAULT_LIMIT = 10
MAX_LIMIT = 100
EQUALITY_FILTERS = (
    "active",
    "charge",
    "currency",
    "customer",
    "email",
    "payment_intent",
    "product",
    "source",
    "status",
    "type",
)
Predicate = Callable[[Json], bool]


def list_objects(store: Store, kind: str, params: Json, url: str, predicate: Predicate | None = None) -> Json:
    """A page of one kind, newest first. `predicate` is a filter beyond those that every list has."""
    rows = filter_objects(store.newest_first(kind), params, is_ordered=store.is_in_time_order(kind))
    return make_page(filter(predicate, rows) if predicate else rows, params, url)


def filter_objects(objects: Iterable[Json], params: Json, *, is_ordered: bool = False) -> Iterator[Json]:
    """Those of the objects, given newest first, that match `created` and the equality filters.

    `is_ordered` says that they are in the order of `created`: then it stops at the first that is too old.
    """
    filters = [(name, params[name]) for name in EQUALITY_FILTERS if name in params]
    first, last = _created_bounds(params)
    for obj in objects:
        if first is not None and obj["created"] < first:
            if is_ordered:
                return
            continue
        if last is not None and obj["created"] > last:
            continue
        if not filters or all(obj.get(name) == value for name, value in filters):
            yield obj


def make_page(rows: Iterable[Json], params: Json, url: str) -> Json:
    """A page of rows that are in order already. `starting_after` and `ending_before` name rows by id."""
    limit = params.get("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= MAX_LIMIT:
        bound = f"less than or equal to {MAX_LIMIT}" if limit > MAX_LIMIT else "greater than or equal to 1"
        raise ApiError(f"This value must be {bound}.", code="parameter_invalid_integer", param="limit")
    rows = iter(rows)
    if "ending_before" in params:
        before = _read_until(rows, params["ending_before"], "ending_before", limit + 1)
        return make_list(before[-limit:], has_more=len(before) > limit, url=url)
    if "starting_after" in params:
        _read_until(rows, params["starting_after"], "starting_after", 0)
    page_rows = list(islice(rows, limit + 1))
    return make_list(page_rows[:limit], has_more=len(page_rows) > limit, url=url)


def make_list(rows: list[Json], *, has_more: bool, url: str) -> Json:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


def _read_until(rows: Iterator[Json], key: str, param: str, max_rows: int) -> list[Json]:
    """Read up to the row with this id, and return the last `max_rows` rows before it."""
    passed: deque[Json] = deque(maxlen=max_rows)
    for row in rows:
        if row["id"] == key:
            return list(passed)
        passed.append(row)
    raise resource_missing("object in this list", key, param=param, status=400)


def _created_bounds(params: Json) -> tuple[int | None, int | None]:
    """The first and last second of `created`: equal to a number, or within gt, gte, lt and lte."""
    created = params.get("created", {})
    if isinstance(created, int):
        return created, created
    first = [moment for moment in (created.get("gte"), _add_seconds(created.get("gt"), 1)) if moment is not None]
    last = [moment for moment in (created.get("lte"), _add_seconds(created.get("lt"), -1)) if moment is not None]
    return max(first, default=None), min(last, default=None)


def _add_seconds(moment: int | None, seconds: int) -> int | None:
    return None if moment is None else moment + seconds
