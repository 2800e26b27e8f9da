"""What can be due later, by name, so that a restarted sandbox still knows it."""

from __future__ import annotations

from collections.abc import Callable

from saas.sandbox.states.book import book_charge
from saas.sandbox.states.debit import settle_debit
from saas.sandbox.states.dispute import dispute_in_time
from saas.sandbox.states.entry import mature_entry
from saas.sandbox.states.evidence import decide, overdue
from saas.sandbox.states.expire import expire_in_time
from saas.sandbox.states.redeem import refresh_in_time
from saas.sandbox.states.refund import fail_refund, succeed_refund
from saas.sandbox.states.warning import warn
from saas.sandbox.store import Thing
from saas.sandbox.world import World

VERBS: dict[str, Callable[[World, str], object]] = {
    "book_charge": book_charge,
    "settle_debit": settle_debit,
    "expire_session": expire_in_time,
    "succeed_refund": succeed_refund,
    "fail_refund": fail_refund,
    "mature_entry": mature_entry,
    "open_dispute": dispute_in_time,
    "decide_dispute": decide,
    "overdue_dispute": overdue,
    "warn": warn,
    "refresh_coupon": refresh_in_time,
}
NOBODY: Thing = {"id": None, "idempotency_key": None}


def run_timer(world: World, timer: Thing) -> None:
    """Let one timer happen. Its events name no request: nobody asked."""
    world.asking = NOBODY
    VERBS[timer["verb"]](world, timer["target"])


def run_due_timers(world: World) -> None:
    while timer := world.alarms.take(world.clock.moment()):
        run_timer(world, timer)


def advance(world: World, seconds: float) -> None:
    world.advance(seconds, lambda timer: run_timer(world, timer))
