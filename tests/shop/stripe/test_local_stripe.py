"""The Stripe of the tests: each switch and driver does what it says, and one test knows nothing of another."""

from __future__ import annotations

import pytest

from saas.kernel.errors import NotFound
from saas.shop.stripe.client import StripeRefused, StripeUnavailable
from tests.local_stripe import LocalStripe
from tests.shop.stripe.conftest import checkout_parameters


@pytest.fixture
def stripe() -> LocalStripe:
    return LocalStripe()


@pytest.fixture
def session_id(stripe: LocalStripe) -> str:
    return stripe.create_checkout(checkout_parameters(), "key-1").session_id


def test_nothing_is_created_before_something_is_asked() -> None:
    stripe = LocalStripe()
    assert "sandbox" not in vars(stripe)
    assert "_client" not in vars(stripe)
    assert len(stripe.sessions) == 0
    assert "sandbox" in vars(stripe)


def test_each_has_a_sandbox_of_its_own(session_id: str) -> None:
    with pytest.raises(NotFound):
        LocalStripe().retrieve_checkout(session_id)


def test_it_remembers_another_without_being_tied_to_it(stripe: LocalStripe, session_id: str) -> None:
    later = LocalStripe()
    later.remember(stripe)
    stripe.pay()
    assert later.retrieve_checkout(session_id).status == "open"
    assert stripe.retrieve_checkout(session_id).status == "complete"


def test_a_stripe_that_is_down_does_nothing_and_can_be_up_again(stripe: LocalStripe) -> None:
    stripe.is_down = True
    with pytest.raises(StripeUnavailable):
        stripe.create_checkout(checkout_parameters(), "key-1")
    assert (stripe.checkout_requests, list(stripe.sessions)) == ([], [])
    stripe.is_down = False
    assert stripe.create_checkout(checkout_parameters(), "key-1").session_id == stripe.only_session


def test_a_lost_answer_leaves_the_session_and_the_refund_behind(stripe: LocalStripe) -> None:
    parameters = checkout_parameters()
    stripe.loses_answers = True
    for _ in range(2):
        with pytest.raises(StripeUnavailable):
            stripe.create_checkout(parameters, "key-1")
    stripe.pay()
    refund = {"payment_intent": stripe.sessions[stripe.only_session].payment_intent_id, "amount": 100}
    with pytest.raises(StripeUnavailable):
        stripe.create_refund(refund, "refund-1")
    stripe.loses_answers = False
    assert stripe.create_checkout(parameters, "key-1").session_id == stripe.only_session
    assert (
        stripe.create_refund(refund, "refund-1").stripe_id == stripe.sessions[stripe.only_session].refunds[0].stripe_id
    )


def test_a_refusal_has_stripes_word_for_it(stripe: LocalStripe, session_id: str) -> None:
    stripe.pay()
    stripe.refuses = True
    with pytest.raises(StripeRefused):
        stripe.create_checkout(checkout_parameters(), "key-2")
    intent_id = stripe.sessions[session_id].payment_intent_id
    with pytest.raises(StripeRefused) as refusal:
        stripe.create_refund({"payment_intent": intent_id, "amount": 100}, "refund-1")
    assert refusal.value.code == "charge_already_refunded"


def test_requests_are_remembered_as_they_were_sent(stripe: LocalStripe) -> None:
    parameters = checkout_parameters()
    stripe.create_checkout(parameters, "key-1")
    assert stripe.checkout_requests == [{"key": "key-1", "parameters": parameters}]


def test_what_goes_wrong_on_the_way_does_not_hide_what_stripe_knows(stripe: LocalStripe, session_id: str) -> None:
    stripe.is_down = True
    assert stripe.sessions[session_id].status == "open"
    assert stripe.only_page.endswith(f"/c/pay/{session_id}")
    with pytest.raises(StripeUnavailable):
        stripe.retrieve_checkout(session_id)


def test_the_clock_of_stripe_can_be_another(stripe: LocalStripe, session_id: str) -> None:
    stripe.clock_skew_seconds = 90
    stripe.retrieve_checkout(session_id)
    assert 90 <= stripe.skew_seconds < 92


@pytest.mark.parametrize("ends", ["pay", "fail_bank_debit"])
def test_a_bank_debit_ends_as_a_test_says(ends: str, stripe: LocalStripe, session_id: str) -> None:
    stripe.start_bank_debit()
    assert stripe.sessions[session_id].payment_status == "unpaid"
    getattr(stripe, ends)()
    checkout = stripe.sessions[session_id]
    assert (checkout.payment_status, checkout.payment_failed) == (
        ("paid", False) if ends == "pay" else ("unpaid", True)
    )


def test_a_buyer_may_pay_something_else_than_was_ordered(stripe: LocalStripe, session_id: str) -> None:
    stripe.pay(unit_amount=100, currency="eur")
    checkout = stripe.sessions[session_id]
    assert (checkout.amount_subtotal, checkout.amount_total, checkout.currency) == (100, 100, "eur")


def test_a_failed_refund_and_a_dispute_are_the_banks_doing(stripe: LocalStripe, session_id: str) -> None:
    stripe.pay()
    stripe.refund_in_dashboard(cents=1000)
    stripe.fail_refund()
    [refund] = stripe.sessions[session_id].refunds
    assert (refund.status, refund.failure_reason) == ("failed", "expired_or_canceled_card")
    dispute = stripe.open_dispute(status="under_review")
    assert dispute.status == "under_review"
    for status in ("lost", "won", "a_new_word"):
        stripe.move_dispute(dispute.stripe_id, status)
        assert stripe.sessions[session_id].disputes[0].status == status


def test_an_event_is_at_stripe_too(stripe: LocalStripe, session_id: str) -> None:
    event = stripe.make_event(livemode=True)
    assert (event["data"]["object"]["id"], event["livemode"]) == (session_id, True)
    assert stripe.retrieve_event(event["id"]) == event
