"""What becomes of a session, and which events are emitted."""

import pytest

OPENING = ["payment_intent.created"]
PAID = [*OPENING, "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
STARTED = [*OPENING, "payment_intent.processing", "charge.pending", "checkout.session.completed"]


def test_paying_emits_four_events_in_order(session, control, event_types):
    assert control(f"/sessions/{session.id}/pay")["outcome"] == "paid"
    assert event_types() == PAID


def test_fee_and_net_are_known_a_moment_later(session, control, sdk, event_types):
    control(f"/sessions/{session.id}/pay")
    assert sdk.v1.charges.list().data[0].balance_transaction is None
    control("/clock", advance=2)
    entry = sdk.v1.balance_transactions.list().data[0]
    assert (entry.amount, entry.fee, entry.net) == (7900, 259, 7641)
    assert event_types() == [*PAID, "charge.updated"]


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc"),
        ("4000000000000119", "processing_error", "processing_error"),
    ],
)
def test_a_decline_leaves_the_session_open(card, code, decline_code, session, control, sdk, event_types):
    assert control(f"/sessions/{session.id}/pay", card=card)["outcome"] == "declined"
    intent = sdk.v1.payment_intents.list().data[0]
    assert (intent.status, intent.last_payment_error.code) == ("requires_payment_method", code)
    assert intent.last_payment_error.decline_code == decline_code
    assert sdk.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert event_types() == [*OPENING, "charge.failed", "payment_intent.payment_failed"]


def test_after_a_decline_another_card_pays_with_the_same_intent(session, control, sdk):
    control(f"/sessions/{session.id}/pay", card="4000000000000002")
    assert control(f"/sessions/{session.id}/pay")["outcome"] == "paid"
    assert len(sdk.v1.payment_intents.list().data) == 1
    assert [charge.status for charge in sdk.v1.charges.list().data] == ["succeeded", "failed"]


def test_three_d_secure_asks_first_and_then_pays(session, control, sdk):
    assert control(f"/sessions/{session.id}/pay", card="4000002500003155")["outcome"] == "asks_first"
    assert sdk.v1.payment_intents.list().data[0].status == "requires_action"
    assert control(f"/sessions/{session.id}/authenticate", answer="complete")["outcome"] == "paid"


def test_three_d_secure_failed_leaves_the_session_open(session, control, sdk):
    control(f"/sessions/{session.id}/pay", card="4000002500003155")
    control(f"/sessions/{session.id}/authenticate", answer="fail")
    error = sdk.v1.payment_intents.list().data[0].last_payment_error
    assert error.code == "payment_intent_authentication_failure"
    assert sdk.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_a_bank_debit_completes_unpaid_and_is_paid_later(session, control, sdk, event_types):
    control(f"/sessions/{session.id}/pay", account="000123456789")
    assert sdk.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"
    assert event_types() == STARTED
    control("/clock", advance=30)
    assert sdk.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
    ending = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded"]
    assert event_types() == [*STARTED, *ending, "charge.updated"]


def test_a_bank_debit_may_fail_later(session, control, sdk, event_types):
    control(f"/sessions/{session.id}/pay", account="000111111116")
    control("/clock", advance=30)
    assert sdk.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"
    ending = ["charge.failed", "payment_intent.payment_failed", "checkout.session.async_payment_failed"]
    assert event_types() == [*STARTED, *ending]


def test_the_shop_can_expire_an_open_session(session, sdk, event_types):
    expired = sdk.v1.checkout.sessions.expire(session.id)
    assert (expired.status, expired.url) == ("expired", None)
    assert event_types() == ["checkout.session.expired"]


def test_a_session_expires_when_its_time_is_over(session, control, sdk, event_types):
    control("/clock", advance=24 * 3600 + 1)
    assert sdk.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert event_types() == ["checkout.session.expired"]


def test_a_paid_session_outlives_its_time(paid, control, sdk):
    control("/clock", advance=24 * 3600 + 1)
    assert sdk.v1.checkout.sessions.retrieve(paid.id).status == "complete"


@pytest.mark.parametrize("first", ["pay", "expire"])
@pytest.mark.parametrize("second", ["pay", "expire"])
def test_a_session_ends_once(first, second, session, control):
    control(f"/sessions/{session.id}/{first}")
    assert "status of" in control(f"/sessions/{session.id}/{second}")["error"]["message"]


def test_nothing_due_completes_without_payment_or_intent(sdk, new_order, control, event_types):
    params = new_order()
    params["line_items"][0]["price_data"]["unit_amount"] = 0
    session = sdk.v1.checkout.sessions.create(params)
    free = control(f"/sessions/{session.id}/pay")["session"]
    assert (free["status"], free["payment_status"], free["payment_intent"]) == (
        "complete",
        "no_payment_required",
        None,
    )
    assert event_types() == ["checkout.session.completed"]


def test_a_given_email_stands_whatever_the_buyer_types(sdk, new_order, control):
    session = sdk.v1.checkout.sessions.create(new_order(customer_email="ann@example.test"))
    done = control(f"/sessions/{session.id}/pay", email="bea@example.test")["session"]
    assert done["customer_details"]["email"] == "ann@example.test"


def test_an_event_keeps_the_object_as_it_was_then(session, control, sdk):
    control(f"/sessions/{session.id}/pay")
    created = sdk.v1.events.list({"type": "payment_intent.created"}).data[0]
    assert created.data.object.status == "requires_payment_method"
    assert (created.api_version, created.livemode) == ("2026-10-28.endive", False)


def test_an_event_names_the_request_that_caused_it(session, api):
    answer = api("POST", f"/v1/checkout/sessions/{session.id}/expire", key="expire:1")
    event = api("GET", "/v1/events").json()["data"][0]
    assert event["request"] == {"id": answer.headers["Request-Id"], "idempotency_key": "expire:1"}
