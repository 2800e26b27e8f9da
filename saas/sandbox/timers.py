"""What can happen later, by name, so that a restarted sandbox still knows it. The names are in state files."""

from __future__ import annotations

from collections.abc import Callable

from saas.sandbox.resources.balance_transactions import make_available
from saas.sandbox.resources.charges import book_charge
from saas.sandbox.resources.checkout_sessions import expire_when_due
from saas.sandbox.resources.discounts import update_validity_when_due
from saas.sandbox.resources.disputes import close_overdue, decide_dispute, open_dispute_when_due
from saas.sandbox.resources.early_fraud_warnings import create_early_fraud_warning
from saas.sandbox.resources.payments import settle_debit
from saas.sandbox.resources.refunds import fail_refund, succeed_refund
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

TIMER_ACTIONS: dict[str, Callable[[Sandbox, str], object]] = {
    "book_charge": book_charge,
    "settle_debit": settle_debit,
    "expire_session": expire_when_due,
    "succeed_refund": succeed_refund,
    "fail_refund": fail_refund,
    "mature_entry": make_available,
    "open_dispute": open_dispute_when_due,
    "decide_dispute": decide_dispute,
    "overdue_dispute": close_overdue,
    "warn": create_early_fraud_warning,
    "refresh_coupon": update_validity_when_due,
}
NO_REQUEST: Json = {"id": None, "idempotency_key": None}


def run_timer(sandbox: Sandbox, timer: Json) -> None:
    """Run one timer. Its events name no request: nobody requested them."""
    sandbox.current_request = NO_REQUEST
    TIMER_ACTIONS[timer["verb"]](sandbox, timer["target"])


def run_due_timers(sandbox: Sandbox) -> None:
    while timer := sandbox.timers.pop_due(sandbox.clock.time()):
        run_timer(sandbox, timer)


def advance_time(sandbox: Sandbox, seconds: float) -> None:
    sandbox.advance(seconds, lambda timer: run_timer(sandbox, timer))
