"""Webhooks: signed, repeated until taken, and spoiled on request."""

import json
import threading

import pytest
import stripe

SECRET = "whsec_for_tests"


def expire(control, session):
    """Cause exactly one event."""
    control(f"/sessions/{session.id}/expire")


def last_row(control):
    return control("/deliveries", "GET")["data"][-1]


def test_the_sdk_verifies_what_arrives(session, control, arrived, receiver, sdk):
    expire(control, session)
    assert arrived()[0]["type"] == "checkout.session.expired"
    headers, body = receiver.requests[0]
    event = sdk.construct_event(body, headers["Stripe-Signature"], SECRET)
    assert event.data.object.id == session.id
    assert headers["User-Agent"].startswith("Stripe/1.0")
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_every_event_of_a_payment_arrives(session, control, arrived):
    control(f"/sessions/{session.id}/pay")
    assert sorted(each["type"] for each in arrived()) == [
        "charge.succeeded",
        "checkout.session.completed",
        "payment_intent.created",
        "payment_intent.succeeded",
    ]


@pytest.mark.parametrize("status", [500, 404, 302])
def test_anything_but_success_is_retried_with_a_new_signature(status, session, control, arrived, receiver, soon):
    receiver.answers.append(status)
    expire(control, session)
    arrived()
    assert (last_row(control)["status"], last_row(control)["tries"][0]["status"]) == ("waiting", status)
    control("/clock", advance=1)
    soon(lambda: last_row(control)["status"] == "delivered")
    first, second = arrived()
    assert first["data"] == second["data"]
    assert first["id"] == second["id"]


def test_each_attempt_has_a_new_signature(session, control, arrived, receiver):
    control("/webhooks", deliver="twice")
    expire(control, session)
    arrived()
    for headers, body in receiver.requests:
        assert stripe.WebhookSignature.verify_header(body.decode(), headers["Stripe-Signature"], SECRET, 10)


def test_it_gives_up_after_the_last_try_and_the_event_counts_as_not_delivered(session, control, arrived, receiver, api):
    receiver.answers.extend([500] * 20)
    expire(control, session)
    for wait in (0, 1, 1, 2, 5, 10, 30, 60, 300, 1800, 3600):
        control("/clock", advance=wait)
        arrived()
    assert (last_row(control)["status"], len(last_row(control)["tries"])) == ("failed", 11)
    missed = api("GET", "/v1/events", {"delivery_success": "false"}).json()["data"]
    assert [event["type"] for event in missed] == ["checkout.session.expired"]


def test_the_api_responds_while_the_receiver_is_busy(session, control, sdk, receiver, monkeypatch):
    """The receiver answers only after the API has; the other way around would wait forever."""
    has_responded = threading.Event()
    monkeypatch.setattr(receiver, "do_POST", lambda self: has_responded.wait(20))
    assert sdk.v1.checkout.sessions.expire(session.id).status == "expired"
    has_responded.set()


def test_held_deliveries_wait_for_their_release(session, control, arrived):
    control("/webhooks", deliver="hold")
    expire(control, session)
    assert arrived() == []
    assert control("/webhooks/release")["released"] == 1
    assert len(arrived()) == 1


def test_dropped_deliveries_never_arrive_until_resent(session, control, arrived, api):
    control("/webhooks", deliver="drop")
    expire(control, session)
    assert arrived() == []
    event = api("GET", "/v1/events").json()["data"][0]
    control(f"/events/{event['id']}/resend")
    assert [each["id"] for each in arrived()] == [event["id"]]


def test_twice_means_the_same_event_two_times(session, control, arrived):
    control("/webhooks", deliver="twice")
    expire(control, session)
    first, second = arrived()
    assert first["id"] == second["id"]


def test_reordered_deliveries_arrive_last_first(session, control, arrived):
    control("/webhooks", deliver="reorder")
    control(f"/sessions/{session.id}/pay")
    assert [each["type"] for each in arrived()] == [
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]


@pytest.mark.parametrize(
    ("order", "first"), [("as_made", "payment_intent.created"), ("reverse", "checkout.session.completed")]
)
def test_held_deliveries_are_released_in_the_requested_order(order, first, session, control, arrived):
    control("/webhooks", deliver="hold")
    control(f"/sessions/{session.id}/pay")
    control("/webhooks/release", order=order)
    assert arrived()[0]["type"] == first


@pytest.mark.parametrize("sign", ["wrong_secret", "old", "missing"])
def test_bad_signatures_are_refused_by_the_sdk(sign, session, control, arrived, receiver):
    control("/webhooks", sign=sign)
    expire(control, session)
    arrived()
    headers, body = receiver.requests[0]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.WebhookSignature.verify_header(body.decode(), headers.get("Stripe-Signature", ""), SECRET, 300)


def test_two_secrets_sign_while_one_is_rotated(session, control, arrived, receiver, api):
    endpoint = api("GET", "/v1/webhook_endpoints").json()["data"][0]["id"]
    control(f"/endpoints/{endpoint}/secrets", secrets=["whsec_new", SECRET])
    expire(control, session)
    arrived()
    headers, body = receiver.requests[0]
    for secret in ("whsec_new", SECRET):
        assert stripe.WebhookSignature.verify_header(body.decode(), headers["Stripe-Signature"], secret, 300)


def test_an_endpoint_gets_only_the_events_it_listens_to(session, control, sdk, webhook_url, arrived):
    for endpoint in sdk.v1.webhook_endpoints.list().data:
        sdk.v1.webhook_endpoints.update(endpoint.id, {"enabled_events": ["charge.succeeded"]})
    control(f"/sessions/{session.id}/pay")
    assert [each["type"] for each in arrived()] == ["charge.succeeded"]


def test_a_forged_event_carries_what_the_test_says(session, control, arrived):
    control(
        "/events",
        type="checkout.session.completed",
        object_id=session.id,
        overrides={"livemode": True, "api_version": "2020-08-27", "account": "acct_other"},
    )
    event = arrived()[0]
    assert (event["livemode"], event["api_version"], event["account"]) == (True, "2020-08-27", "acct_other")
    assert event["data"]["object"]["id"] == session.id


def test_a_raw_body_is_sent_as_it_is(control, arrived, receiver):
    control("/events", raw='{"object": "v2.core.event"}')
    arrived()
    assert json.loads(receiver.requests[0][1]) == {"object": "v2.core.event"}


def test_pending_webhooks_counts_down(session, control, arrived, api):
    control("/webhooks", deliver="hold")
    expire(control, session)
    assert api("GET", "/v1/events").json()["data"][0]["pending_webhooks"] == 1
    control("/webhooks/release")
    arrived()
    assert api("GET", "/v1/events").json()["data"][0]["pending_webhooks"] == 0


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://127.0.0.1:none/", "http:///"])
def test_a_url_that_nobody_answers_stops_no_delivery_thread(address, session, control, sdk, arrived):
    sdk.v1.webhook_endpoints.create({"url": address, "enabled_events": ["*"]})
    expire(control, session)
    assert [each["type"] for each in arrived()] == ["checkout.session.expired"]
    assert last_row(control)["tries"][0]["error"]
