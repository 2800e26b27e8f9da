"""`expand[]`: ids become the objects they name, at most four levels deep."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saas.sandbox.included import INCLUDED
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.store import Thing
from saas.sandbox.world import World

MOST_LEVELS = 4
SHAPES: Thing = json.loads((Path(__file__).parent / "shapes" / "expandable.json").read_text())
# Which properties hold an id, of which kinds, and which parts a path may go through. Notation in `shapes/NOTICE.md`.
EXPANDABLE: dict[str, dict[str, list[str]]] = SHAPES["expandable"]
PASSED: dict[str, list[str]] = SHAPES["passed"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk is: the kind of thing there, and the nearest object around it that has an id."""

    kind: str
    owner: Thing

    def inside(self, step: str, below: Thing) -> Place:
        kind = below.get("object")
        return Place(kind, below if "id" in below else self.owner) if kind else Place(f"{self.kind}.{step}", self.owner)


def expanded(world: World, thing: Thing, paths: list[str]) -> Thing:
    """A copy of `thing` with every path expanded; a wrong or too long path is a 400."""
    if not paths:
        return thing
    whole = deepcopy(thing)
    for path in paths:
        steps = path.split(".")
        if len([step for step in steps if step != "data"]) > MOST_LEVELS:
            raise ApiRefusal(
                f"You cannot expand more than {MOST_LEVELS} levels of a property. Property: {path}",
                code="property_expansion_max_depth",
                param="expand",
            )
        _walk(world, whole, steps, path, Place(whole.get("object", ""), whole))
    return whole


def _walk(world: World, thing: Thing, steps: list[str], path: str, place: Place) -> None:
    if not steps:
        return
    step, rest = steps[0], steps[1:]
    if step in EXPANDABLE.get(place.kind, {}):
        # A property that is sent only when it has a value stays away when it has none.
        if step in thing:
            thing[step] = _looked_up(world, thing[step], EXPANDABLE[place.kind][step])
    elif (place.kind, step) in INCLUDED:
        if step not in thing:
            thing[step] = deepcopy(INCLUDED[place.kind, step](world, place.owner))
    elif step not in PASSED.get(place.kind, ()):
        raise ApiRefusal(f"This property cannot be expanded ({path}).", param="expand")
    below = thing.get(step)
    for each in below if isinstance(below, list) else [below]:
        if isinstance(each, dict):
            _walk(world, each, rest, path, place.inside(step, each))


def _looked_up(world: World, value: Any, kinds: list[str]) -> Any:
    """The object an id names, a deleted customer as deleted; an object already expanded, or null, stays."""
    if isinstance(value, list):
        return [_looked_up(world, each, kinds) for each in value]
    if not isinstance(value, str):
        return value
    for kind in kinds:
        found = world.store.find(kind, value) or world.memo(f"deleted:{value}")
        if found:
            return deepcopy(found)
    return value
