"""What holds when everything else failed: rows that the database keeps, and a ledger that is compared and mended."""

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

MUG = {"line_items[0][price_data][currency]": "usd", "line_items[0][price_data][unit_amount]": "500",
       "line_items[0][price_data][product_data][name]": "a mug", "line_items[0][quantity]": "1"}  # fmt: skip
A_WEEK = timedelta(days=7)


def stretch() -> tuple[datetime, datetime]:
    return clock.now() - timedelta(minutes=1), clock.now() + timedelta(days=1)


def unheld(report: ReconciliationReport) -> list[str]:
    """What only Stripe lists. What Ann and Bea paid when they moved in was paid at another Stripe."""
    told = [one.sentence.split(": ")[1] for one in report.differences]
    return [one for one in told if not one.startswith("we hold")]


def buys_a_mug(shop: Shop) -> None:
    """Somebody, elsewhere under the same account at Stripe."""
    other = shop.make("checkout/sessions", mode="payment", success_url="https://a.test", **MUG)
    shop.tell(f"sessions/{other['id']}/pay")


@pytest.mark.parametrize("table", ["payments", "ledger_entries"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET currency = 'eur'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_paid(shop: Shop, session: Session, statement: str, table: str) -> None:
    shop.bought()
    with pytest.raises(DBAPIError, match=f"rows of {table} are never changed or removed"):
        session.connection().execute(text(statement.format(table)))
    session.rollback()
    assert (len(shop.books.payments), len(shop.books.entries)) == (1, 1)


def test_every_entry_that_is_missing_is_found_by_name_and_brought(shop: Shop, session: Session) -> None:
    shop.buys()
    assert unheld(compare_ledger(session, shop.gateway, *stretch())) == [
        "Stripe lists $79 less $2.59 in fees, we hold nothing"
    ]
    assert unheld(reconcile_period(session, shop.gateway, *stretch())) == []
    assert (shop.books.order.state, [one.net_cents for one in shop.books.entries]) == ("paid", [7641])


def test_refunds_and_disputes_that_nobody_told_are_brought_too(shop: Shop, session: Session) -> None:
    page = shop.bought()
    intent = shop.gateway.retrieve_checkout(page).payment_intent_id
    shop.tell("refunds", payment_intent=intent, amount=900)
    shop.tell("disputes", payment_intent=intent)
    assert unheld(reconcile_period(session, shop.gateway, *stretch())) == []
    assert [one.amount_cents for one in shop.books.entries] == [7900, -900, -7000]
    assert (len(shop.books.refunds), shop.books.order.state) == (1, "disputed")


def test_what_belongs_to_no_order_stays_listed(shop: Shop, session: Session) -> None:
    shop.bought()
    buys_a_mug(shop)
    report = reconcile_period(session, shop.gateway, *stretch())
    assert unheld(report) == ["Stripe lists $5 less $0.45 in fees, we hold nothing"]
    assert (report.theirs.count, report.theirs.amount_cents) == (2, 8400)


def test_days_on_which_no_worker_ran_are_compared_later(shop: Shop, session: Session) -> None:
    today = clock.now().astimezone(UTC).date()
    reconcile_days(session, shop.gateway, today - A_WEEK)
    made = reconcile_days(session, shop.gateway, today)
    assert made == [today - timedelta(days=back) for back in range(7, 0, -1)]
    assert reconcile_days(session, shop.gateway, today) == []


def test_what_happens_while_our_clock_is_ahead_is_swept_when_it_is_right_again(
    shop: Shop, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("saas.shop.stripe.client._skew_seconds", lambda _headers: 3600.0)
        patch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(hours=1))
        sweep.sweep_events(session, shop.gateway)
    shop.buys()
    sweep.sweep_events(session, shop.gateway)
    shop.work()
    assert shop.books.order.state == "paid"


def test_an_event_that_keeps_failing_is_told_once(shop: Shop, session: Session) -> None:
    shop.buys()
    event = shop.event()
    shop.carry(event)
    for _ in range(3):
        park_event(session, event["id"], "Traceback …\nKeyError: 'id'\n")
        sweep.retry_parked_events(session)
    assert len([one for one in shop.books.alerts if "could not be handled" in one]) == 1
    shop.work()
    assert (shop.books.events[event["id"]], shop.books.order.state) == ("settled", "paid")
