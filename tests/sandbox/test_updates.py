"""Changing objects that exist: metadata and whatever else Stripe lets a shop change."""

import json

import pytest
import stripe

KEY = "payment_intent_unexpected_state"


@pytest.fixture
def everything_paid(sdk, new_order, control):
    """A paid session with an invoice and a customer, its charge booked and paid out."""
    params = new_order(customer_creation="always", invoice_creation={"enabled": True})
    session = sdk.v1.checkout.sessions.create(params)
    control(f"/sessions/{session.id}/pay")
    control("/clock", advance=2)
    control("/payouts", everything=True)
    return sdk.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})


def updated(sdk, noun, key, **values):
    path = {
        "session": sdk.v1.checkout.sessions,
        "charge": sdk.v1.charges,
        "intent": sdk.v1.payment_intents,
        "invoice": sdk.v1.invoices,
        "payout": sdk.v1.payouts,
        "method": sdk.v1.payment_methods,
    }
    return path[noun].update(key, values)


@pytest.fixture
def ids(everything_paid, sdk):
    intent = everything_paid.payment_intent
    return {
        "session": everything_paid.id,
        "intent": intent.id,
        "charge": intent.latest_charge.id,
        "invoice": everything_paid.invoice,
        "payout": sdk.v1.payouts.list().data[0].id,
        "method": intent.payment_method,
    }


@pytest.mark.parametrize(
    ("noun", "shape", "event"),
    [
        ("session", "checkout.session", None),
        ("intent", "payment_intent", None),
        ("charge", "charge", "charge.updated"),
        ("invoice", "invoice", "invoice.updated"),
        ("payout", "payout", "payout.updated"),
    ],
)
def test_metadata_is_merged_by_key_and_emits_an_event_where_stripe_has_one(
    noun, shape, event, ids, sdk, fits, event_types
):
    before = event_types()
    updated(sdk, noun, ids[noun], metadata={"batch": "7", "note": "first"})
    changed = updated(sdk, noun, ids[noun], metadata={"note": "", "case": "x"})
    assert changed.metadata["batch"] == "7"
    assert changed.metadata["case"] == "x"
    assert "note" not in changed.metadata
    fits(changed.to_dict() if noun != "invoice" else sdk_json(changed), shape)
    assert event_types()[len(before) :] == ([event] * 2 if event else [])
    assert "metadata" not in updated(sdk, noun, ids[noun], metadata="").metadata.to_dict()


def sdk_json(obj):
    """Decimals of the SDK as the strings that were sent."""

    return json.loads(str(obj))


@pytest.mark.parametrize("state", ["open", "expired", "complete"])
def test_a_sessions_metadata_changes_in_every_state(state, session, control, sdk):
    if state != "open":
        control(f"/sessions/{session.id}/{'pay' if state == 'complete' else 'expire'}")
    changed = sdk.v1.checkout.sessions.update(session.id, {"metadata": {"note": "late"}})
    assert (changed.status, changed.metadata.to_dict()) == (state, {"order_id": "order-1", "note": "late"})
    assert sdk.v1.checkout.sessions.retrieve(session.id).metadata["note"] == "late"


def test_a_sessions_metadata_is_not_its_payments(paid, sdk):
    sdk.v1.checkout.sessions.update(paid.id, {"metadata": {"note": "mine"}})
    assert sdk.v1.payment_intents.retrieve(paid.payment_intent).metadata.to_dict() == {"order_id": "order-1"}


@pytest.mark.parametrize(
    ("noun", "values", "code"),
    [
        ("session", {"line_items": [{"id": "li_1", "quantity": 2}]}, None),
        ("session", {"shipping_options": ""}, None),
        ("intent", {"amount": 100}, KEY),
        ("intent", {"currency": "eur"}, KEY),
        ("intent", {"customer": "cus_1"}, KEY),
        ("invoice", {"description": "Changed"}, "invoice_not_editable"),
        ("method", {"metadata": {"a": "b"}}, None),
        ("charge", {"customer": "cus_other"}, None),
    ],
)
def test_what_stripe_does_not_let_change_is_refused(noun, values, code, ids, sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        updated(sdk, noun, ids[noun], **values)
    assert (refusal.value.http_status, refusal.value.code) == (400, code)


@pytest.mark.parametrize("noun", ["session", "intent", "charge", "invoice", "payout", "method"])
def test_nobody_updates_what_does_not_exist_or_with_what_stripe_does_not_know(noun, ids, sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        updated(sdk, noun, "nothing_1", metadata={"a": "b"})
    assert refusal.value.http_status == 404
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        updated(sdk, noun, ids[noun], colour="red")
    assert (refusal.value.code, refusal.value.param) == ("parameter_unknown", "colour")


def test_a_charge_can_be_described_and_reported(ids, sdk, fits):
    address = {"line1": "1 Main St", "city": "Salem"}
    changed = sdk.v1.charges.update(
        ids["charge"],
        {
            "description": "A plan",
            "receipt_email": "ann@example.test",
            "fraud_details": {"user_report": "safe"},
            "shipping": {"name": "Ann", "address": address},
        },
    )
    assert (changed.description, changed.receipt_email) == ("A plan", "ann@example.test")
    assert changed.fraud_details.user_report == "safe"
    assert changed.shipping.address.postal_code is None
    fits(changed.to_dict(), "charge")


def test_a_charge_without_a_customer_may_be_given_one(paid, sdk):
    [charge] = sdk.v1.charges.list().data
    customer = sdk.v1.customers.create({"name": "Ann"})
    assert sdk.v1.charges.update(charge.id, {"customer": customer.id}).customer == customer.id


def test_an_intent_can_be_described(ids, sdk, fits):
    changed = sdk.v1.payment_intents.update(ids["intent"], {"description": "A plan", "receipt_email": "a@b.test"})
    assert (changed.description, changed.receipt_email) == ("A plan", "a@b.test")
    fits(changed.to_dict(), "payment_intent")
