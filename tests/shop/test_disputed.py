"""A buyer's bank asks for the money: access rests, the money is booked, and the bank's word decides."""

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
from tests.shop.books import Books
from tests.shop.conftest import Deliver


@pytest.fixture
def case(paid: str, stripe: LocalStripe, deliver: Deliver) -> DisputeSnapshot:
    """A dispute that we know of."""
    opened = stripe.open_dispute(paid)
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    return opened


def hear(stripe: LocalStripe, deliver: Deliver, case: DisputeSnapshot, status: str) -> None:
    stripe.move_dispute(case.stripe_id, status)
    deliver(stripe.make_payment_event(event_type="charge.dispute.updated"))


def keys(books: Books) -> list[str]:
    return [letter.key.partition(":")[0] for letter in letters_to(books.engine, CAL)]


def test_access_rests_while_the_bank_decides(case: DisputeSnapshot, cal: FlaskClient, books: Books) -> None:
    [kept] = books.disputes
    assert (kept.status, kept.amount_cents, kept.reason, books.order.state) == (
        "needs_response",
        7900,
        "fraudulent",
        "disputed",
    )
    assert cal.get("/dashboard").location == "/checkout"
    assert "a payment is disputed: answer before" in books.alerts[0]
    assert "disputed" in keys(books)


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
def test_the_banks_word_decides(
    statuses: list[str], state: str, case: DisputeSnapshot, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    for status in statuses:
        hear(stripe, deliver, case, status)
    assert books.order.state == state


def test_an_end_is_told_once(case: DisputeSnapshot, stripe: LocalStripe, deliver: Deliver, books: Books) -> None:
    for _ in range(3):
        hear(stripe, deliver, case, "lost")
    assert keys(books).count("dispute_over") == 1
    assert books.disputes[0].closed_at is not None


def test_an_inquiry_moves_no_money_and_leaves_access(
    paid: str, stripe: LocalStripe, deliver: Deliver, books: Books, cal: FlaskClient
) -> None:
    stripe.open_dispute(paid, status="warning_needs_response")
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    assert (books.order.state, len(books.entries)) == ("paid", 1)
    assert "a bank asks about a payment" in books.alerts[0]
    assert "disputed" not in keys(books)


def test_what_a_dispute_took_is_booked_with_its_fee(case: DisputeSnapshot, books: Books) -> None:
    taken = books.entries[-1]
    assert (taken.kind, taken.amount_cents, taken.fee_cents, taken.net_cents) == ("adjustment", -7900, 1500, -9400)


def test_a_dispute_we_hear_of_first_still_keeps_the_payment(
    opened: str, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    stripe.pay(opened)
    stripe.open_dispute(opened)
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    assert (books.order.state, len(books.payments), len(books.disputes)) == ("disputed", 1, 1)


def test_evidence_is_kept_and_handed_on(
    case: DisputeSnapshot, session: Session, stripe: LocalStripe, books: Books
) -> None:
    words = {"uncategorized_text": "The plan was opened on nine days.", "product_description": ""}
    send_evidence(session, stripe, books.disputes[0].public_id, words, submit=False, by="sam@example.com")
    said = {"uncategorized_text": "The plan was opened on nine days."}  # Stripe takes no empty text
    sent: list[tuple[str, dict[str, Any]]] = [(case.stripe_id, {"evidence": said, "submit": False})]
    assert stripe.evidence_requests == sent
    assert (books.disputes[0].handled_by, "nine days" in books.disputes[0].evidence) == ("sam@example.com", True)


def test_a_dispute_can_be_accepted_once(
    case: DisputeSnapshot, session: Session, stripe: LocalStripe, books: Books
) -> None:
    accept_dispute(session, stripe, books.disputes[0].public_id, by="sam@example.com")
    assert books.order.state == "charged_back"
    session.expire_all()
    with pytest.raises(DisputeClosed):
        accept_dispute(session, stripe, books.disputes[0].public_id, by="sam@example.com")


def test_a_giver_is_told_of_links_and_not_of_a_plan(
    session: Session, engine: Engine, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    with account_session(engine, account_of(session, CAL)) as own:
        create_checkout(own, stripe, email=CAL.email, base_url="http://shop.test", cart=Cart(Kind.GIFT))
    stripe.pay()
    case = stripe.open_dispute()
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    hear(stripe, deliver, case, "lost")
    told = [one.text for one in letters_to(engine, CAL) if one.key.startswith("dispute")]
    assert ["your plan" in text.lower() for text in told] == [False, False]
    assert "The gift has ended" in told[1]


def test_a_fee_that_becomes_known_asks_for_no_refunds_and_no_disputes(
    paid: str, stripe: LocalStripe, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    read = stripe.retrieve_checkout

    def note(session_id: str, *, with_all_changes: bool = False) -> CheckoutSnapshot:
        asked.append(with_all_changes)
        return read(session_id, with_all_changes=with_all_changes)

    monkeypatch.setattr(stripe, "retrieve_checkout", note)
    for kind in ("charge.updated", "refund.failed", "charge.dispute.closed"):
        deliver(stripe.make_payment_event(event_type=kind))
    assert asked == [False, True, True]
