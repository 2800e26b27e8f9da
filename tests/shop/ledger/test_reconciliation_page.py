"""/admin/reconciliation: each day's two sides, and each difference by name."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.shop.stripe import reconcile
from tests.local_stripe import LocalStripe
from tests.shop.records import ShopRecords


def test_no_day_was_compared_yet(sam: FlaskClient) -> None:
    assert "No day has been compared yet." in sam.get("/admin/reconciliation").text


def test_a_day_that_agrees_shows_both_sides(
    sam: FlaskClient, paid_session: str, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    # Ann and Bea paid a Stripe that this one does not remember, so their day differs and an empty day agrees.
    reconcile.reconcile_day(session, stripe, (clock.now() - timedelta(days=3)).date())
    page = sam.get("/admin/reconciliation").text
    assert page.count('<td class="num">0</td><td class="num">$0</td>') == 2
    assert "none</span>" in page


def test_a_difference_links_to_its_order(
    sam: FlaskClient, paid_session: str, session: Session, stripe: LocalStripe, ann_records: ShopRecords
) -> None:
    reconcile.reconcile_day(session, stripe, clock.now().date())
    page = sam.get("/admin/reconciliation").text
    [entry] = ann_records.entries
    assert f"{entry.stripe_id} (charge): we hold $79 less $2.59 in fees, Stripe lists nothing" in page
    assert f'href="/admin/orders?find={entry.source_id}"' in page


def test_the_newest_day_stands_first(sam: FlaskClient, session: Session, stripe: LocalStripe) -> None:
    days = [(clock.now() - timedelta(days=back)).date() for back in (9, 5, 7)]
    for day in days:
        reconcile.reconcile_day(session, stripe, day)
    page = sam.get("/admin/reconciliation").text
    assert sorted(days, reverse=True) == sorted(days, key=lambda day: page.index(f">{day.isoformat()}<"))
