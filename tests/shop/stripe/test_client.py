"""What the client asks of Stripe and how it reads the answers, through the real SDK: in this process and over HTTP.

That both give the same is what lets every other test do without sockets.
"""

from __future__ import annotations

import time
from dataclasses import fields

import pytest

from saas.kernel.errors import NotFound
from saas.shop.stripe import client as client_module
from saas.shop.stripe.client import StripeBusy, StripeRefused, StripeServerError, StripeUnavailable
from saas.shop.stripe.snapshots import CheckoutSnapshot, NewPromotionCode
from tests.shop.stripe.conftest import Connection, checkout_parameters

FAILING_ACCOUNT = "000111111116"
HOUR_AGO, TOMORROW = -3600, 86_400


def test_a_session_has_an_id_and_an_address(connection: Connection) -> None:
    page = connection.client.create_checkout(checkout_parameters(), "key-1")
    assert page.session_id.startswith("cs_test_")
    assert page.url.startswith("http")
    assert page.session_id in page.url


def test_the_same_key_and_parameters_give_the_same_session(connection: Connection) -> None:
    parameters = checkout_parameters()
    first, again = (connection.client.create_checkout(parameters, "key-1") for _ in range(2))
    assert first == again


def test_another_key_gives_another_session(connection: Connection) -> None:
    parameters = checkout_parameters()
    first, other = (connection.client.create_checkout(parameters, key) for key in ("key-1", "key-2"))
    assert first != other


def test_the_same_key_with_other_parameters_is_refused(connection: Connection) -> None:
    connection.create_session()
    with pytest.raises(StripeRefused):
        connection.client.create_checkout(checkout_parameters(client_reference_id="order-2"), "key-1")


def test_an_open_session_has_what_was_ordered(connection: Connection) -> None:
    session_id = connection.create_session()
    assert connection.client.retrieve_checkout(session_id) == CheckoutSnapshot(
        session_id, "open", "unpaid", 7900, 7900, "usd", False, "order-1", "key-1"
    )


def test_a_paid_session_names_its_payment_and_its_charge(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id)
    checkout = connection.client.retrieve_checkout(session_id)
    assert (checkout.status, checkout.payment_status, checkout.amount_total) == ("complete", "paid", 7900)
    assert checkout.payment_failed is False
    assert str(checkout.payment_intent_id).startswith("pi_")
    assert str(checkout.charge_id).startswith("ch_")


def test_a_bank_debit_is_complete_and_unpaid(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id, account=FAILING_ACCOUNT)
    checkout = connection.client.retrieve_checkout(session_id)
    assert (checkout.status, checkout.payment_status, checkout.payment_failed) == ("complete", "unpaid", False)


def test_a_bank_debit_that_failed_says_so(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id, account=FAILING_ACCOUNT)
    connection.control("/sessions/<key>/debit", {}, session_id)
    checkout = connection.client.retrieve_checkout(session_id)
    assert (checkout.status, checkout.payment_status, checkout.payment_failed) == ("complete", "unpaid", True)


def test_an_expired_session_is_expired_and_unpaid(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.control("/sessions/<key>/expire", {}, session_id)
    checkout = connection.client.retrieve_checkout(session_id)
    assert (checkout.status, checkout.payment_status) == ("expired", "unpaid")


def test_a_refunded_session_says_how_much_went_back(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id)
    checkout = connection.client.retrieve_checkout(session_id)
    assert checkout.amount_refunded == 0
    connection.control("/refunds", {"payment_intent": checkout.payment_intent_id})
    assert connection.client.retrieve_checkout(session_id).amount_refunded == 7900


@pytest.mark.parametrize("path", ["", "/sessions/<key>/pay", "/sessions/<key>/expire"])
def test_every_field_is_of_the_same_type_in_process_and_over_http(
    path: str, in_process: Connection, over_http: Connection
) -> None:
    types = []
    for connection in (in_process, over_http):
        session_id = connection.create_session()
        if path:
            connection.control(path, {}, session_id)
        checkout = connection.client.retrieve_checkout(session_id)
        types.append({field.name: type(getattr(checkout, field.name)) for field in fields(checkout)})
    assert types[0] == types[1]


def test_an_unknown_session_is_not_found(connection: Connection) -> None:
    with pytest.raises(NotFound):
        connection.client.retrieve_checkout("cs_test_nobody")


def test_a_stripe_that_does_not_answer_is_unavailable(connection: Connection) -> None:
    connection.control("/faults", {"method": "*", "path": "/v1/*", "kind": "drop_before", "times": 2})
    with pytest.raises(StripeUnavailable):
        connection.create_session()


def test_what_was_taken_is_listed(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id)
    checkout = connection.client.retrieve_checkout(session_id)
    now = int(time.time())
    [transaction] = connection.client.list_balance_transactions(now + HOUR_AGO, now + TOMORROW)
    assert transaction == checkout.balance_transaction
    assert transaction.source_id == checkout.charge_id
    assert (transaction.amount_cents, transaction.fee_cents, transaction.net_cents) == (7900, 259, 7641)


def test_the_refunds_of_a_payment_are_read_with_what_they_took(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id)
    intent_id = connection.client.retrieve_checkout(session_id).payment_intent_id
    connection.control("/refunds", {"payment_intent": intent_id})
    [refund] = connection.client.retrieve_checkout(session_id).refunds
    assert (refund.status, refund.amount_cents, refund.refund_reference) == ("succeeded", 7900, "")
    [transaction] = refund.balance_transactions
    assert (transaction.kind, transaction.amount_cents, transaction.source_id) == ("refund", -7900, refund.stripe_id)


def test_a_refund_is_sent_once_for_each_key(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id)
    intent_id = connection.client.retrieve_checkout(session_id).payment_intent_id
    parameters = {"payment_intent": intent_id, "amount": 2000, "metadata": {"refund_id": "r1"}}
    first, again = (connection.client.create_refund(parameters, "refund:r1") for _ in range(2))
    assert (first.stripe_id, first.refund_reference, first.amount_cents) == (again.stripe_id, "r1", 2000)
    assert connection.client.retrieve_checkout(session_id).amount_refunded == 2000


def test_the_session_of_a_payment_and_the_payment_of_a_charge_are_found(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id)
    checkout = connection.client.retrieve_checkout(session_id)
    assert connection.client.find_session_of_payment(checkout.payment_intent_id or "") == session_id
    assert connection.client.get_payment_intent_id(checkout.charge_id or "") == checkout.payment_intent_id


def test_an_open_session_is_closed_and_a_paid_one_is_not(connection: Connection) -> None:
    assert connection.client.expire_checkout(connection.create_session())
    paid = connection.client.create_checkout(checkout_parameters(), "key-2").session_id
    connection.pay(paid)
    assert not connection.client.expire_checkout(paid)


def test_a_code_is_created_once_and_switched_off(connection: Connection) -> None:
    connection.client.create_promotion_code(NewPromotionCode("SPRING20", percent_off=20, max_redemptions=5), "key-1")
    [code] = connection.client.list_promotion_codes()
    assert (code.code, code.percent_off, code.amount_off_cents) == ("SPRING20", 20, 0)
    assert (code.max_redemptions, code.is_active) == (5, True)
    with pytest.raises(StripeRefused):
        connection.client.create_promotion_code(NewPromotionCode("SPRING20", amount_off_cents=500), "key-2")
    connection.client.switch_promotion_code(code.stripe_id, is_active=False)
    assert not connection.client.list_promotion_codes()[0].is_active


def test_a_dispute_is_read_with_what_it_took(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id)
    connection.control("/disputes", {"charge": connection.client.retrieve_checkout(session_id).charge_id})
    [dispute] = connection.client.retrieve_checkout(session_id).disputes
    assert (dispute.status, dispute.amount_cents, dispute.due is not None) == ("needs_response", 7900, True)
    [transaction] = dispute.balance_transactions
    assert (transaction.kind, transaction.amount_cents, transaction.fee_cents) == ("adjustment", -7900, 1500)


def test_a_discount_is_read_with_its_code(connection: Connection) -> None:
    connection.client.create_promotion_code(NewPromotionCode("HALF", percent_off=50), "key-1")
    parameters = checkout_parameters(allow_promotion_codes=True)
    session_id = connection.client.create_checkout(parameters, "key-1").session_id
    connection.pay(session_id, code="HALF")
    checkout = connection.client.retrieve_checkout(session_id)
    assert (checkout.amount_subtotal, checkout.amount_discount, checkout.amount_total) == (7900, 3950, 3950)
    assert checkout.promotion_code == "HALF"


def test_a_long_list_is_read_to_its_end(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "PAGE_SIZE", 2)
    for number in range(5):
        connection.pay(connection.client.create_checkout(checkout_parameters(), f"key-{number}").session_id)
    now = int(time.time())
    transactions = connection.client.list_balance_transactions(now + HOUR_AGO, now + TOMORROW)
    assert len({transaction.source_id for transaction in transactions}) == 5


@pytest.mark.parametrize(
    ("status", "raised"),
    [(429, StripeUnavailable), (409, StripeBusy), (500, StripeServerError), (400, StripeRefused), (401, StripeRefused)],
)
def test_each_failure_has_its_meaning(status: int, raised: type[Exception], connection: Connection) -> None:
    fault = {"method": "POST", "path": "/v1/checkout/sessions", "kind": "status", "status": status, "times": 2}
    connection.control("/faults", fault)
    with pytest.raises(raised) as caught:
        connection.create_session()
    assert caught.type is raised


def test_an_event_can_be_retrieved_again(connection: Connection) -> None:
    session_id = connection.create_session()
    connection.pay(session_id)
    events = connection.client.list_events_since(int(time.time()) + HOUR_AGO)
    completed = next(event for event in events if event["type"] == "checkout.session.completed")
    assert connection.client.retrieve_event(completed["id"])["data"]["object"]["id"] == session_id
