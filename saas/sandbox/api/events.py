"""Events: listed for 30 days, by type and by whether every endpoint took them."""

from __future__ import annotations

from fnmatch import fnmatchcase

from saas.sandbox.lists import Suits, listed
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.store import Thing
from saas.sandbox.world import World

DAYS_30 = 30 * 24 * 3600
MOST_TYPES = 20


def listing(world: World, asked: Thing) -> Thing:
    """`delivery_success=false` means an endpoint still has not taken it, or was given up."""
    types = asked.get("types", [])
    if len(types) > MOST_TYPES:
        raise ApiRefusal(f"You can filter by at most {MOST_TYPES} types.", param="types")
    if types and "type" in asked:
        raise ApiRefusal("You may only specify one of these parameters: type, types.", param="types")
    is_wanted = _of_types(types or [asked.get("type", "*")])
    success = asked.get("delivery_success")

    def suits(event: Thing) -> bool:
        if success is not None and success is world.rows.has_missed(event["id"]):
            return False
        return is_wanted(event)

    return listed(world.store, "event", _recent(world, asked), "/v1/events", suits)


def _of_types(patterns: list[str]) -> Suits:
    exact = {each for each in patterns if "*" not in each}
    wild = [each for each in patterns if "*" in each and each != "*"]
    if "*" in patterns:
        return lambda event: True
    if not wild:
        return lambda event: event["type"] in exact
    return lambda event: event["type"] in exact or any(fnmatchcase(event["type"], each) for each in wild)


def _recent(world: World, asked: Thing) -> Thing:
    """The rest of the question, with the thirty days as a bound of its own."""
    created = asked.get("created", {})
    if isinstance(created, int):
        created = {"gte": created, "lte": created}
    floor = max(world.clock.now() - DAYS_30, created.get("gte", 0))
    rest = {name: value for name, value in asked.items() if name != "type"}
    return rest | {"created": created | {"gte": floor}}
