"""Refunds: how much, how often, and what becomes of them."""

import pytest
import stripe


@pytest.fixture
def pay_with(session, control, sdk):
    """pay_with(card) → the intent's id."""

    def pay(card):
        done = control(f"/sessions/{session.id}/pay", card=card)["session"]
        control("/clock", advance=2)
        return done["payment_intent"]

    return pay


def charge_of(sdk):
    return sdk.v1.charges.list({"limit": 1}).data[0]


def test_a_full_refund_is_counted_and_emits_events(paid, sdk, event_types):
    refund = sdk.v1.refunds.create({"payment_intent": paid.payment_intent, "metadata": {"refund_id": "r1"}})
    assert (refund.status, refund.amount, refund.metadata["refund_id"]) == ("succeeded", 7900, "r1")
    charge = charge_of(sdk)
    assert (charge.refunded, charge.amount_refunded) == (True, 7900)
    assert event_types()[-2:] == ["refund.created", "charge.refunded"]


def test_a_refund_gives_no_fee_back(paid, sdk):
    refund = sdk.v1.refunds.create({"payment_intent": paid.payment_intent})
    entry = sdk.v1.balance_transactions.retrieve(refund.balance_transaction)
    assert (entry.amount, entry.fee, entry.net, entry.type) == (-7900, 0, -7900, "refund")


def test_partial_refunds_add_up_to_the_charge_and_no_further(paid, sdk):
    for amount in (3000, 4900):
        sdk.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": amount})
    assert charge_of(sdk).refunded is True
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": 1})
    assert refusal.value.code == "charge_already_refunded"


@pytest.mark.parametrize("amount", [7901, 0, -5])
def test_an_amount_beyond_the_charge_is_refused(amount, paid, sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": amount})
    assert refusal.value.param == "amount"
    assert charge_of(sdk).amount_refunded == 0


def test_an_unpaid_intent_has_nothing_to_refund(pay_with, session, control, sdk):
    control(f"/sessions/{session.id}/pay", card="4000000000000002")
    intent = sdk.v1.payment_intents.list().data[0].id
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.refunds.create({"payment_intent": intent})
    assert refusal.value.code == "payment_intent_unexpected_state"


@pytest.mark.parametrize("params", [{"charge": "ch_none"}, {"payment_intent": "pi_none"}, {"reason": "whim"}, {}])
def test_a_refund_needs_a_known_charge_and_a_known_reason(params, sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.refunds.create(params)
    assert refusal.value.http_status == 400


def test_a_pending_refund_succeeds_later(pay_with, control, sdk, event_types):
    refund = sdk.v1.refunds.create({"payment_intent": pay_with("4000000000007726")})
    assert (refund.status, refund.pending_reason, refund.balance_transaction) == ("pending", "processing", None)
    control("/clock", advance=30)
    assert sdk.v1.refunds.retrieve(refund.id).status == "succeeded"
    assert event_types()[-3:] == ["refund.created", "charge.refunded", "refund.updated"]


def test_a_failed_refund_no_longer_counts(pay_with, control, sdk, event_types):
    refund = sdk.v1.refunds.create({"payment_intent": pay_with("4000000000005126")})
    assert refund.status == "succeeded"
    control("/clock", advance=30)
    failed = sdk.v1.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    charge = charge_of(sdk)
    assert (charge.refunded, charge.amount_refunded) == (False, 0)
    assert event_types()[-1] == "refund.failed"
    assert sum(entry.amount for entry in sdk.v1.balance_transactions.list().data) == 7900


def test_tests_may_decide_what_becomes_of_a_refund(paid, control, sdk):
    refund = sdk.v1.refunds.create({"payment_intent": paid.payment_intent})
    moved = control(f"/refunds/{refund.id}", status="failed", reason="charge_for_pending_refund_disputed")
    assert (moved["status"], moved["failure_reason"]) == ("failed", "charge_for_pending_refund_disputed")


def test_a_finished_refund_cannot_be_canceled(paid, sdk):
    refund = sdk.v1.refunds.create({"payment_intent": paid.payment_intent})
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.refunds.cancel(refund.id)


def test_refund_metadata_can_be_changed(paid, sdk):
    refund = sdk.v1.refunds.create({"payment_intent": paid.payment_intent, "metadata": {"a": "1", "b": "2"}})
    assert sdk.v1.refunds.update(refund.id, {"metadata": {"a": "", "c": "3"}}).metadata.to_dict() == {
        "b": "2",
        "c": "3",
    }


def test_refunds_are_listed_by_intent(paid, sdk):
    refund = sdk.v1.refunds.create({"payment_intent": paid.payment_intent})
    assert [each.id for each in sdk.v1.refunds.list({"payment_intent": paid.payment_intent}).data] == [refund.id]
    assert sdk.v1.refunds.list({"payment_intent": "pi_other"}).data == []
