"""Our ledger compared with Stripe's balance."""

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
def period() -> tuple[datetime, datetime]:
    """An hour that begins now, to the second, three days ahead."""
    start = clock.now().replace(microsecond=0) + BEFORE
    return start, start + timedelta(hours=1)


@pytest.fixture
def charge(open_session: str, stripe: LocalStripe, deliver: Deliver, period: tuple[datetime, datetime]) -> str:
    """The balance transaction of Cal's payment, known on both sides."""
    entry_id = later(stripe, period)
    deliver(stripe.make_event())
    return entry_id


def later(stripe: LocalStripe, period: tuple[datetime, datetime]) -> str:
    """Cal pays, in the stretch of time that is compared."""
    stripe.pay()
    transaction = stripe.sessions[stripe.only_session].balance_transaction
    assert transaction is not None
    stripe.overwrite(transaction.stripe_id, created=int(period[0].timestamp()))
    return transaction.stripe_id


def report(session: Session, stripe: LocalStripe, period: tuple[datetime, datetime]) -> ReconciliationReport:
    return compare_ledger(session, stripe, *period)


def test_nothing_on_either_side_is_no_difference(session: Session, stripe: LocalStripe, period: Any) -> None:
    assert report(session, stripe, period) == ReconciliationReport(period[0], period[1], Totals(), Totals(), ())


def test_the_same_on_both_sides_is_no_difference(
    session: Session, stripe: LocalStripe, charge: str, period: Any
) -> None:
    assert report(session, stripe, period) == ReconciliationReport(period[0], period[1], CHARGE, CHARGE, ())


def test_a_payment_missing_here_is_named(session: Session, open_session: str, stripe: LocalStripe, period: Any) -> None:
    entry_id = later(stripe, period)
    compared = report(session, stripe, period)
    assert (compared.ours, compared.theirs) == (Totals(), CHARGE)
    [difference] = compared.differences
    assert difference.sentence == f"{entry_id} (charge): Stripe lists $79 less $2.59 in fees, we hold nothing"


def test_a_payment_missing_here_is_fetched(
    session: Session, open_session: str, stripe: LocalStripe, period: Any
) -> None:
    later(stripe, period)
    assert reconcile_period(session, stripe, *period).differences == ()


def test_an_entry_that_stripe_does_not_list_is_named(
    session: Session, stripe: LocalStripe, charge: str, period: Any
) -> None:
    stripe.forget(stripe.only_session)
    [difference] = report(session, stripe, period).differences
    assert difference.sentence == f"{charge} (charge): we hold $79 less $2.59 in fees, Stripe lists nothing"


def test_a_different_amount_is_named(session: Session, stripe: LocalStripe, charge: str, period: Any) -> None:
    stripe.overwrite(charge, amount=7800)
    [difference] = report(session, stripe, period).differences
    assert difference.sentence.endswith("we hold $79 less $2.59 in fees, Stripe lists $78 less $2.59 in fees")


def test_a_day_is_reported_once_and_a_difference_raises_an_alert(
    session: Session, open_session: str, stripe: LocalStripe, period: Any
) -> None:
    later(stripe, period)
    stripe.replace_session(open_session, "cs_else", client_reference_id="another shop's")
    day = period[0].astimezone(UTC).date()
    assert [reconcile_day(session, stripe, day) for _ in range(2)] == [True, False]
    [kept] = session.scalars(select(Reconciliation))
    assert (kept.difference_count, json.loads(kept.report)["theirs"]["amount_cents"]) == (1, 7900)
    assert f"{day}: our ledger and Stripe's balance differ" in str(session.scalar(select(Alert.sentence)))
