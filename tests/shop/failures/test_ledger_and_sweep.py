"""The database refuses to change payments; reconciliation finds and fetches what is missing; the sweep goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.shop.stripe import sweep
from saas.shop.stripe.inbox import park_event
from saas.shop.stripe.reconcile import ReconciliationReport, compare_ledger, reconcile_days, reconcile_period
from tests.shop.failures.conftest import Shop

MUG = {
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "500",
    "line_items[0][price_data][product_data][name]": "a mug",
    "line_items[0][quantity]": "1",
}
A_WEEK = timedelta(days=7)


def period() -> tuple[datetime, datetime]:
    return clock.now() - timedelta(minutes=1), clock.now() + timedelta(days=1)


def missing_here(report: ReconciliationReport) -> list[str]:
    """What only Stripe lists. Ann's and Bea's payments were made at another Stripe."""
    descriptions = [difference.sentence.split(": ")[1] for difference in report.differences]
    return [description for description in descriptions if not description.startswith("we hold")]


def sell_a_mug(shop: Shop) -> None:
    """Another shop under the same Stripe account makes a sale."""
    other = shop.create_object("checkout/sessions", mode="payment", success_url="https://a.test", **MUG)
    shop.control(f"sessions/{other['id']}/pay")


@pytest.mark.parametrize("table", ["payments", "ledger_entries"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET currency = 'eur'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_paid(shop: Shop, session: Session, statement: str, table: str) -> None:
    shop.buy()
    with pytest.raises(
        DBAPIError, match=f"rows of {table} are never changed or removed|permission denied for table {table}"
    ):
        session.connection().execute(text(statement.format(table)))
    session.rollback()
    assert (len(shop.records.payments), len(shop.records.entries)) == (1, 1)


def test_every_missing_ledger_entry_is_named_and_fetched(shop: Shop, session: Session) -> None:
    shop.pay()
    assert missing_here(compare_ledger(session, shop.client, *period())) == [
        "Stripe lists $79 less $2.59 in fees, we hold nothing"
    ]
    assert missing_here(reconcile_period(session, shop.client, *period())) == []
    assert (shop.records.order.state, [entry.net_cents for entry in shop.records.entries]) == ("paid", [7641])


def test_missing_refunds_and_disputes_are_fetched_too(shop: Shop, session: Session) -> None:
    page = shop.buy()
    intent = shop.client.retrieve_checkout(page).payment_intent_id
    shop.control("refunds", payment_intent=intent, amount=900)
    shop.control("disputes", payment_intent=intent)
    assert missing_here(reconcile_period(session, shop.client, *period())) == []
    assert [entry.amount_cents for entry in shop.records.entries] == [7900, -900, -7000]
    assert (len(shop.records.refunds), shop.records.order.state) == (1, "disputed")


def test_a_transaction_of_no_order_stays_listed(shop: Shop, session: Session) -> None:
    shop.buy()
    sell_a_mug(shop)
    report = reconcile_period(session, shop.client, *period())
    assert missing_here(report) == ["Stripe lists $5 less $0.45 in fees, we hold nothing"]
    assert (report.theirs.count, report.theirs.amount_cents) == (2, 8400)


def test_days_without_a_worker_are_reconciled_later(shop: Shop, session: Session) -> None:
    today = clock.now().astimezone(UTC).date()
    reconcile_days(session, shop.client, today - A_WEEK)
    reports = reconcile_days(session, shop.client, today)
    assert reports == [today - timedelta(days=back) for back in range(7, 0, -1)]
    assert reconcile_days(session, shop.client, today) == []


def test_events_during_a_clock_ahead_are_swept_once_it_is_right(
    shop: Shop, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("saas.shop.stripe.client._skew_seconds", lambda _headers: 3600.0)
        patch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(hours=1))
        sweep.sweep_events(session, shop.client)
    shop.pay()
    sweep.sweep_events(session, shop.client)
    shop.run_jobs()
    assert shop.records.order.state == "paid"


def test_an_event_that_keeps_failing_raises_one_alert(shop: Shop, session: Session) -> None:
    shop.pay()
    event = shop.newest_event()
    shop.post_event(event)
    for _ in range(3):
        park_event(session, event["id"], "Traceback …\nKeyError: 'id'\n")
        sweep.retry_parked_events(session)
    assert len([alert for alert in shop.records.alerts if "could not be handled" in alert]) == 1
    shop.run_jobs()
    assert (shop.records.events[event["id"]], shop.records.order.state) == ("settled", "paid")
