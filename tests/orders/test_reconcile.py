"""`reconciling.compare`: our payments beside Stripe's charges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.tenancy import unscoped
from saas.orders.models import Payment
from saas.orders.reconciling import Report, compare
from tests.fake_stripe import FakeStripe
from tests.orders.conftest import Deliver


@pytest.fixture
def bare(engine: Engine) -> Iterator[Session]:
    """A shop that holds no payment yet."""
    with unscoped(engine, "tests: looking and arranging") as session:
        with transaction(session):
            session.execute(delete(Payment))
        yield session


@pytest.fixture
def charge(bare: Session, opened: str, stripe: FakeStripe, deliver: Deliver) -> str:
    """The charge of Cal's payment, known on both sides."""
    charge_id = stripe.pays().charge_id
    deliver(stripe.event())
    assert charge_id is not None
    return charge_id


def hour_ago() -> datetime:
    return clock.now() - timedelta(hours=1)


def test_nothing_on_either_side_is_no_difference(bare: Session, stripe: FakeStripe) -> None:
    assert compare(bare, stripe, hour_ago()) == Report(0, 0, 0, 0, ())


def test_the_same_on_both_sides_is_no_difference(bare: Session, stripe: FakeStripe, charge: str) -> None:
    assert compare(bare, stripe, hour_ago()) == Report(1, 7900, 1, 7900, ())


def test_a_charge_that_we_do_not_hold_is_named(bare: Session, opened: str, stripe: FakeStripe) -> None:
    charge_id = stripe.pays().charge_id
    report = compare(bare, stripe, hour_ago())
    assert report == Report(0, 0, 1, 7900, (f"{charge_id}: Stripe took 7900 cents, we hold no payment",))


def test_a_payment_that_stripe_does_not_list_is_named(bare: Session, stripe: FakeStripe, charge: str) -> None:
    stripe.sessions.clear()
    report = compare(bare, stripe, hour_ago())
    assert report == Report(1, 7900, 0, 0, (f"{charge}: we hold 7900 cents, Stripe lists no charge",))


def test_another_amount_is_named(bare: Session, stripe: FakeStripe, charge: str) -> None:
    stripe.reports("", amount_total=7800)
    assert compare(bare, stripe, hour_ago()).differences == (f"{charge}: we hold 7900 cents, Stripe took 7800",)


def test_what_came_before_the_stretch_is_not_compared(bare: Session, stripe: FakeStripe, charge: str) -> None:
    stripe.sessions.clear()
    assert compare(bare, stripe, clock.now() + timedelta(seconds=1)) == Report(0, 0, 0, 0, ())


def test_a_payment_of_nothing_has_no_charge_and_is_not_compared(
    bare: Session, opened: str, stripe: FakeStripe, deliver: Deliver
) -> None:
    free: dict[str, Any] = {"payment_status": "no_payment_required", "payment_intent_id": None, "charge_id": None}
    stripe.pays(amount_total=0)
    stripe.reports(opened, **free)
    deliver(stripe.event())
    assert compare(bare, stripe, hour_ago()) == Report(0, 0, 0, 0, ())
