"""Early fraud warnings, payouts, balance transactions, and refunds made in the dashboard."""

import pytest
import stripe


def test_the_card_brings_a_fraud_warning(session, control, sdk, event_types):
    control(f"/sessions/{session.id}/pay", card="4000000000005423")
    control("/clock", advance=10)
    warning = sdk.v1.radar.early_fraud_warnings.list().data[0]
    assert (warning.actionable, warning.object) == (True, "radar.early_fraud_warning")
    assert event_types()[-1] == "radar.early_fraud_warning.created"
    assert sdk.v1.radar.early_fraud_warnings.retrieve(warning.id).charge == warning.charge


def test_a_refunded_charge_makes_its_warning_not_actionable(paid, control, sdk, event_types):
    warning = control("/warnings", payment_intent=paid.payment_intent)
    sdk.v1.refunds.create({"payment_intent": paid.payment_intent})
    assert sdk.v1.radar.early_fraud_warnings.retrieve(warning["id"]).actionable is False
    assert event_types()[-3:] == ["refund.created", "charge.refunded", "radar.early_fraud_warning.updated"]


def test_balance_transactions_are_paid_out_two_days_later(paid, control, sdk, event_types):
    assert "insufficient" in control("/payouts")["error"]["message"]
    control("/clock", advance=3 * 24 * 3600)
    assert sdk.v1.balance_transactions.list().data[0].status == "available"
    created = sdk.v1.payouts.retrieve(control("/payouts")["id"])
    assert (created.amount, created.status, created.reconciliation_status) == (7641, "paid", "completed")
    assert event_types()[-3:] == ["payout.created", "payout.paid", "payout.reconciliation_completed"]


def test_a_payout_names_its_balance_transactions(paid, control, sdk):
    sdk.v1.refunds.create({"payment_intent": paid.payment_intent, "amount": 1000})
    created = control("/payouts", everything=True)
    rows = sdk.v1.balance_transactions.list({"payout": created["id"]}).data
    assert [row.type for row in rows] == ["payout", "refund", "charge"]
    assert sum(row.net for row in rows) == 0
    assert [row.type for row in sdk.v1.balance_transactions.list({"payout": created["id"], "type": "charge"}).data] == [
        "charge"
    ]


def test_a_balance_transaction_is_paid_out_once(paid, control):
    assert control("/payouts", everything=True)["amount"] == 7641
    assert control("/payouts", everything=True)["error"]["code"] == "balance_insufficient"


def test_balance_transactions_are_found_by_source_type_and_currency(paid, sdk):
    charge = sdk.v1.charges.list().data[0].id
    for params, count in (
        ({"source": charge}, 1),
        ({"source": "ch_other"}, 0),
        ({"type": "charge"}, 1),
        ({"type": "refund"}, 0),
        ({"currency": "usd"}, 1),
        ({"currency": "eur"}, 0),
        ({"created": {"gte": 9_999_999_999}}, 0),
    ):
        assert len(sdk.v1.balance_transactions.list(params).data) == count, params


def test_balance_transactions_of_an_unknown_payout_are_refused(api):
    assert api("GET", "/v1/balance_transactions", {"payout": "po_none"}).json()["error"]["code"] == "resource_missing"


def test_a_refund_of_the_dashboard_carries_no_metadata(paid, control, sdk, event_types):
    created = control("/refunds", payment_intent=paid.payment_intent, amount=500)
    seen = sdk.v1.refunds.retrieve(created["id"])
    assert (seen.amount, seen.metadata.to_dict()) == (500, {})
    event = sdk.v1.events.list({"type": "refund.created"}).data[0]
    assert (event.request.id, event.request.idempotency_key) == (None, None)


@pytest.mark.parametrize("end", ["canceled by the shop", "succeeded"])
def test_a_refund_may_wait_for_the_buyer(end, session, control, sdk, event_types):
    intent = control(f"/sessions/{session.id}/pay", card="4000000000007726")["session"]["payment_intent"]
    created = sdk.v1.refunds.create({"payment_intent": intent})
    assert control(f"/refunds/{created.id}", status="requires_action")["next_action"]["type"] == "display_details"
    if end == "succeeded":
        assert control(f"/refunds/{created.id}", status="succeeded")["status"] == "succeeded"
    else:
        assert sdk.v1.refunds.cancel(created.id).status == "canceled"
        assert sdk.v1.charges.list().data[0].amount_refunded == 0
    assert event_types()[-2:] == ["refund.updated", "refund.updated"]


def test_a_finished_refund_waits_for_nobody(paid, control, sdk):
    created = sdk.v1.refunds.create({"payment_intent": paid.payment_intent})
    assert "cannot wait" in control(f"/refunds/{created.id}", status="requires_action")["error"]["message"]
    with pytest.raises(stripe.InvalidRequestError):
        sdk.v1.refunds.cancel(created.id)
