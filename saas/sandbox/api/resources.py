"""The plain resources: things that are only read, or listed."""

from __future__ import annotations

from collections.abc import Callable

from saas.sandbox.api.changes import get_object
from saas.sandbox.lists import listed
from saas.sandbox.objects.account import the_account
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def retrieving(kind: str) -> Callable[[World, Thing, str], Thing]:
    """The retrieve verb of a kind; unknown ids are 404."""

    def retrieve(world: World, asked: Thing, key: str) -> Thing:
        return get_object(world, kind, key)

    return retrieve


def listing(kind: str, url: str) -> Callable[[World, Thing], Thing]:
    """The list verb of a kind."""

    def list_all(world: World, asked: Thing) -> Thing:
        return listed(world.store, kind, asked, url)

    return list_all


def account(world: World, asked: Thing) -> Thing:
    return the_account(world.settings)
