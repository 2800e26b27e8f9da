"""Webhook faults: by event type, several at once, each as often as it says."""

import json

import pytest
import stripe

SECRET = "whsec_for_tests"
COMPLETED = "checkout.session.completed"


@pytest.fixture
def spoil(control):
    """spoil("duplicate", copies=3): the next delivery about a completed session."""
    return lambda kind, event=COMPLETED, **more: control("/faults", event=event, kind=kind, **more)


@pytest.fixture
def got(session, control, arrived):
    """got() → pays, then the bodies that arrived about the completed session."""

    def go():
        control(f"/sessions/{session.id}/pay")
        return [each for each in arrived() if each.get("data", {}).get("object", {}).get("id") == session.id]

    return go


def test_only_deliveries_of_the_event_type_are_affected(spoil, got, receiver):
    spoil("livemode")
    assert [each["livemode"] for each in got()] == [True]
    assert [json.loads(body)["livemode"] for _, body in receiver.requests].count(False) == 3


def test_a_fault_is_counted_down_and_removed(spoil, got, control):
    spoil("duplicate", copies=3)
    assert len(got()) == 3
    assert control("/faults", "GET")["data"] == []


def test_a_fault_may_stay(spoil, got, control):
    spoil("lose", event="*", times=None)
    assert got() == []
    assert len(control("/faults", "GET")["data"]) == 1


def test_several_faults_come_together(spoil, got):
    for kind in ("duplicate", "livemode", "account"):
        spoil(kind, times=2)
    assert [(each["livemode"], each["account"]) for each in got()] == [(True, "acct_1SomebodyElse")] * 2


def test_a_delayed_delivery_arrives_later(spoil, got, control, arrived, soon):
    spoil("delay", seconds=60)
    assert got() == []
    control("/clock", advance=61)
    soon(lambda: COMPLETED in [each["type"] for each in arrived()])


def test_a_lost_delivery_counts_as_not_delivered(spoil, got, api):
    spoil("lose")
    assert got() == []
    missed = api("GET", "/v1/events", {"delivery_success": "false"}).json()["data"]
    assert [each["type"] for each in missed] == [COMPLETED]


def test_a_delivery_may_overtake_the_others(spoil, got, arrived):
    spoil("reorder")
    got()
    assert arrived()[0]["type"] == COMPLETED


def test_a_held_delivery_waits(spoil, got, control, arrived):
    spoil("hold")
    assert got() == []
    assert control("/webhooks/release")["released"] == 1


@pytest.mark.parametrize(
    ("kind", "read", "value"),
    [
        ("api_version", lambda event: event["api_version"], "2020-08-27"),
        ("account", lambda event: event["account"], "acct_1SomebodyElse"),
        ("unknown_type", lambda event: event["type"], "sandbox.unheard_of"),
        ("amount", lambda event: event["data"]["object"]["amount_total"], 1),
    ],
)
def test_a_delivery_may_be_wrong_while_the_api_is_right(kind, read, value, spoil, got, api):
    spoil(kind)
    delivered = got()[0]
    assert read(delivered) == value
    true = api("GET", f"/v1/events/{delivered['id']}").json()
    assert true.get("account") is None
    assert (true["type"], true["data"]["object"]["amount_total"]) == (COMPLETED, 7900)


def test_the_wrong_value_may_be_chosen(spoil, got):
    spoil("amount", value=100)
    assert got()[0]["data"]["object"]["amount_total"] == 100


def test_a_thin_event_is_no_snapshot_to_the_sdk(spoil, got, receiver, sdk):
    spoil("thin")
    assert got() == []
    headers, body = next(each for each in receiver.requests if b"v2.core.event" in each[1])
    with pytest.raises(ValueError, match=r"thin|v2|notification"):
        sdk.construct_event(body, headers["Stripe-Signature"], SECRET)


@pytest.mark.parametrize("kind", ["wrong_secret", "old", "missing"])
def test_an_attempt_with_a_bad_signature_is_followed_by_a_good_one(
    kind, spoil, session, control, receiver, arrived, soon
):
    spoil(kind, event="checkout.session.expired")
    receiver.answers.append(400)
    control(f"/sessions/{session.id}/expire")
    arrived()
    control("/clock", advance=1)
    soon(lambda: len(receiver.requests) == 2)
    bad, good = receiver.requests
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.WebhookSignature.verify_header(bad[1].decode(), bad[0].get("Stripe-Signature", ""), SECRET, 300)
    assert stripe.WebhookSignature.verify_header(good[1].decode(), good[0]["Stripe-Signature"], SECRET, 300)


@pytest.mark.parametrize(
    "body",
    [{"kind": "lose"}, {"event": "*"}, {"event": "*", "kind": "status"}, {"path": "/v1", "event": "*", "kind": "lose"}],
)
def test_a_fault_that_makes_no_sense_is_refused(body, control):
    assert control("/faults", **body)["error"]["message"]
    assert control("/faults", "GET")["data"] == []


def test_a_body_is_not_what_python_would_serialize_again(spoil, got, receiver):
    got()
    body = receiver.requests[0][1]
    assert json.dumps(json.loads(body)).encode() != body
    assert json.dumps(json.loads(body), indent=2).encode() != body


def test_deliveries_to_a_deleted_endpoint_are_given_up(session, control, sdk, webhook_url, arrived):
    control("/webhooks", deliver="hold")
    control(f"/sessions/{session.id}/expire")
    for endpoint in sdk.v1.webhook_endpoints.list().data:
        assert sdk.v1.webhook_endpoints.delete(endpoint.id).deleted is True
    assert control("/webhooks/release")["released"] == 0
    assert arrived() == []
    assert control("/deliveries", "GET")["data"][-1]["status"] == "failed"
    assert sdk.v1.webhook_endpoints.list().data == []
