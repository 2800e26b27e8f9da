"""A buyer's bank disputes the payment: access is suspended, the ledger shows the money, the bank's decision counts."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel.tenancy import account_session
from saas.shop.orders.offer import Cart, Kind
from saas.shop.stripe.checkout import create_checkout
from saas.shop.stripe.disputes import DisputeClosed, accept_dispute, send_evidence
from saas.shop.stripe.snapshots import CheckoutSnapshot, DisputeSnapshot
from tests.letters import letters_to
from tests.local_stripe import LocalStripe
from tests.people import CAL, account_of
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords


@pytest.fixture
def dispute(paid_session: str, stripe: LocalStripe, deliver: Deliver) -> DisputeSnapshot:
    """A dispute that we know about."""
    open_session = stripe.open_dispute(paid_session)
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    return open_session


def report_status(stripe: LocalStripe, deliver: Deliver, dispute: DisputeSnapshot, status: str) -> None:
    stripe.move_dispute(dispute.stripe_id, status)
    deliver(stripe.make_payment_event(event_type="charge.dispute.updated"))


def letter_kinds(records: ShopRecords) -> list[str]:
    return [letter.key.partition(":")[0] for letter in letters_to(records.engine, CAL)]


def test_access_is_suspended_while_the_bank_decides(
    dispute: DisputeSnapshot, cal: FlaskClient, records: ShopRecords
) -> None:
    [stored] = records.disputes
    assert (stored.status, stored.amount_cents, stored.reason, records.order.state) == (
        "needs_response",
        7900,
        "fraudulent",
        "disputed",
    )
    assert cal.get("/dashboard").location == "/checkout"
    assert "a payment is disputed: answer before" in records.alerts[0]
    assert "disputed" in letter_kinds(records)


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["under_review", "won"], "paid"),
        (["under_review", "lost"], "charged_back"),
        (["lost", "won"], "paid"),
        (["won", "under_review"], "paid"),
        (["prevented"], "paid"),
        (["a_new_word"], "disputed"),
    ],
)
def test_the_order_follows_the_banks_decision(
    statuses: list[str],
    state: str,
    dispute: DisputeSnapshot,
    stripe: LocalStripe,
    deliver: Deliver,
    records: ShopRecords,
) -> None:
    for status in statuses:
        report_status(stripe, deliver, dispute, status)
    assert records.order.state == state


def test_a_closed_dispute_sends_one_letter(
    dispute: DisputeSnapshot, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    for _ in range(3):
        report_status(stripe, deliver, dispute, "lost")
    assert letter_kinds(records).count("dispute_over") == 1
    assert records.disputes[0].closed_at is not None


def test_an_inquiry_moves_no_money_and_leaves_access(
    paid_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords, cal: FlaskClient
) -> None:
    stripe.open_dispute(paid_session, status="warning_needs_response")
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    assert (records.order.state, len(records.entries)) == ("paid", 1)
    assert "a bank asks about a payment" in records.alerts[0]
    assert "disputed" not in letter_kinds(records)


def test_a_disputes_amount_and_fee_are_in_the_ledger(dispute: DisputeSnapshot, records: ShopRecords) -> None:
    taken = records.entries[-1]
    assert (taken.kind, taken.amount_cents, taken.fee_cents, taken.net_cents) == ("adjustment", -7900, 1500, -9400)


def test_a_dispute_known_before_the_payment_still_records_the_payment(
    open_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    stripe.pay(open_session)
    stripe.open_dispute(open_session)
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    assert (records.order.state, len(records.payments), len(records.disputes)) == ("disputed", 1, 1)


def test_evidence_is_stored_and_sent(
    dispute: DisputeSnapshot, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    words = {"uncategorized_text": "The plan was opened on nine days.", "product_description": ""}
    send_evidence(session, stripe, records.disputes[0].public_id, words, submit=False, by="sam@example.com")
    letter = {"uncategorized_text": "The plan was opened on nine days."}  # Stripe takes no empty text
    sent: list[tuple[str, dict[str, Any]]] = [(dispute.stripe_id, {"evidence": letter, "submit": False})]
    assert stripe.evidence_requests == sent
    assert (records.disputes[0].handled_by, "nine days" in records.disputes[0].evidence) == ("sam@example.com", True)


def test_a_dispute_can_be_accepted_once(
    dispute: DisputeSnapshot, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    accept_dispute(session, stripe, records.disputes[0].public_id, by="sam@example.com")
    assert records.order.state == "charged_back"
    session.expire_all()
    with pytest.raises(DisputeClosed):
        accept_dispute(session, stripe, records.disputes[0].public_id, by="sam@example.com")


def test_the_letter_to_a_giver_is_about_links(
    session: Session, engine: Engine, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    with account_session(engine, account_of(session, CAL)) as cal_db:
        create_checkout(cal_db, stripe, email=CAL.email, base_url="http://shop.test", cart=Cart(Kind.GIFT))
    stripe.pay()
    dispute = stripe.open_dispute()
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    report_status(stripe, deliver, dispute, "lost")
    letter = [letter.text for letter in letters_to(engine, CAL) if letter.key.startswith("dispute")]
    assert ["your plan" in text.lower() for text in letter] == [False, False]
    assert "The gift has ended" in letter[1]


def test_a_charge_update_lists_no_refunds_and_no_disputes(
    paid_session: str, stripe: LocalStripe, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_readings: list[bool] = []
    read = stripe.retrieve_checkout

    def note(session_id: str, *, with_all_changes: bool = False) -> CheckoutSnapshot:
        full_readings.append(with_all_changes)
        return read(session_id, with_all_changes=with_all_changes)

    monkeypatch.setattr(stripe, "retrieve_checkout", note)
    for kind in ("charge.updated", "refund.failed", "charge.dispute.closed"):
        deliver(stripe.make_payment_event(event_type=kind))
    assert full_readings == [False, True, True]
