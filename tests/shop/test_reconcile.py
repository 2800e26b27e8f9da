"""`reconciling`: our ledger beside Stripe's balance. Ann's and Bea's payments were made at another Stripe."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.shop.alerts.models import Alert
from saas.shop.ledger.models import Reconciliation
from saas.shop.stripe.reconcile import ReconciliationReport, Totals, compare_ledger, reconcile_day, reconcile_period
from tests.local_stripe import LocalStripe
from tests.shop.conftest import Deliver

CHARGE = Totals(1, 7900, 259, 7641)
# The people's own payments are a moment older than anything a test does.
BEFORE = timedelta(days=3)


@pytest.fixture
def stretch() -> tuple[datetime, datetime]:
    """From now, to the second, for an hour."""
    start = clock.now().replace(microsecond=0) + BEFORE
    return start, start + timedelta(hours=1)


@pytest.fixture
def charge(opened: str, stripe: LocalStripe, deliver: Deliver, stretch: tuple[datetime, datetime]) -> str:
    """The balance transaction of Cal's payment, known on both sides."""
    entry_id = later(stripe, stretch)
    deliver(stripe.make_event())
    return entry_id


def later(stripe: LocalStripe, stretch: tuple[datetime, datetime]) -> str:
    """Cal pays, in the stretch of time that is compared."""
    stripe.pay()
    transaction = stripe.sessions[stripe.only_session].balance_transaction
    assert transaction is not None
    stripe.overwrite(transaction.stripe_id, created=int(stretch[0].timestamp()))
    return transaction.stripe_id


def report(session: Session, stripe: LocalStripe, stretch: tuple[datetime, datetime]) -> ReconciliationReport:
    return compare_ledger(session, stripe, *stretch)


def test_nothing_on_either_side_is_no_difference(session: Session, stripe: LocalStripe, stretch: Any) -> None:
    assert report(session, stripe, stretch) == ReconciliationReport(stretch[0], stretch[1], Totals(), Totals(), ())


def test_the_same_on_both_sides_is_no_difference(
    session: Session, stripe: LocalStripe, charge: str, stretch: Any
) -> None:
    assert report(session, stripe, stretch) == ReconciliationReport(stretch[0], stretch[1], CHARGE, CHARGE, ())


def test_a_payment_that_we_do_not_hold_is_named(
    session: Session, opened: str, stripe: LocalStripe, stretch: Any
) -> None:
    entry_id = later(stripe, stretch)
    told = report(session, stripe, stretch)
    assert (told.ours, told.theirs) == (Totals(), CHARGE)
    [difference] = told.differences
    assert difference.sentence == f"{entry_id} (charge): Stripe lists $79 less $2.59 in fees, we hold nothing"


def test_a_payment_that_we_do_not_hold_is_looked_up(
    session: Session, opened: str, stripe: LocalStripe, stretch: Any
) -> None:
    later(stripe, stretch)
    assert reconcile_period(session, stripe, *stretch).differences == ()


def test_an_entry_that_stripe_does_not_list_is_named(
    session: Session, stripe: LocalStripe, charge: str, stretch: Any
) -> None:
    stripe.forget(stripe.only_session)
    [difference] = report(session, stripe, stretch).differences
    assert difference.sentence == f"{charge} (charge): we hold $79 less $2.59 in fees, Stripe lists nothing"


def test_another_amount_is_named(session: Session, stripe: LocalStripe, charge: str, stretch: Any) -> None:
    stripe.overwrite(charge, amount=7800)
    [difference] = report(session, stripe, stretch).differences
    assert difference.sentence.endswith("we hold $79 less $2.59 in fees, Stripe lists $78 less $2.59 in fees")


def test_a_day_is_reported_once_and_a_difference_raises_an_alert(
    session: Session, opened: str, stripe: LocalStripe, stretch: Any
) -> None:
    later(stripe, stretch)
    stripe.replace_session(opened, "cs_else", client_reference_id="another shop's")
    day = stretch[0].astimezone(UTC).date()
    assert [reconcile_day(session, stripe, day) for _ in range(2)] == [True, False]
    [kept] = session.scalars(select(Reconciliation))
    assert (kept.difference_count, json.loads(kept.report)["theirs"]["amount_cents"]) == (1, 7900)
    assert f"{day}: our ledger and Stripe's balance differ" in str(session.scalar(select(Alert.sentence)))
