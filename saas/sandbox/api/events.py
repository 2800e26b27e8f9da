"""Events: listed for 30 days, by type and by whether every endpoint took them."""

from __future__ import annotations

from fnmatch import fnmatchcase

from saas.sandbox.lists import newest_first
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
    patterns = types or [asked.get("type", "*")]
    since = world.clock.now() - DAYS_30
    events = [event for event in world.store.all("event") if event["created"] >= since]
    events = [event for event in events if any(fnmatchcase(event["type"], each) for each in patterns)]
    if "delivery_success" in asked:
        events = [event for event in events if arrived(world, event) is asked["delivery_success"]]
    return newest_first(events, {key: value for key, value in asked.items() if key != "type"}, "/v1/events")


def arrived(world: World, event: Thing) -> bool:
    """True when each endpoint that should get it answered 2xx at least once."""
    done: dict[str, bool] = {}
    for row in world.rows.of_event(event["id"]):
        done[row["endpoint"]] = done.get(row["endpoint"], False) or row["status"] == "delivered"
    return all(done.values())
