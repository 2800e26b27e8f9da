"""The control API: faults, requests, amounts, reset."""

import pytest
import requests
import stripe

SESSIONS = "/v1/checkout/sessions"


@pytest.fixture
def break_next(control, url):
    """break_next("status", status=503): the next API POST to sessions fails so."""

    def plan(kind, times=1, **more):
        body = {"method": "POST", "path": SESSIONS, "kind": kind, "times": times, **more}
        assert requests.post(f"{url}/_sandbox/faults", json=body, timeout=5).status_code == 200

    return plan


def count(sdk):
    return len(sdk.v1.checkout.sessions.list().data)


@pytest.mark.parametrize(
    ("status", "kind"), [(500, stripe.APIError), (429, stripe.RateLimitError), (503, stripe.APIError)]
)
def test_an_endpoint_can_be_made_to_fail(status, kind, break_next, sdk, new_order):
    break_next("status", status=status)
    with pytest.raises(kind):
        sdk.v1.checkout.sessions.create(new_order())
    assert count(sdk) == 0
    assert sdk.v1.checkout.sessions.create(new_order()).status == "open"


def test_a_stored_failure_is_replayed_for_its_key(break_next, api, new_order, sdk):
    break_next("status", status=500, stored=True)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            sdk.v1.checkout.sessions.create(new_order(), {"idempotency_key": "k"})


@pytest.mark.parametrize(("kind", "created"), [("drop_before", 0), ("drop_after", 1)])
def test_a_cut_connection_may_or_may_not_have_acted(kind, created, break_next, sdk, new_order):
    break_next(kind)
    with pytest.raises(stripe.APIConnectionError):
        sdk.v1.checkout.sessions.create(new_order(), {"idempotency_key": "k"})
    assert count(sdk) == created
    sdk.v1.checkout.sessions.create(new_order(), {"idempotency_key": "k"})
    assert count(sdk) == 1


@pytest.mark.parametrize(("kind", "created"), [("timeout_before", 0), ("timeout_after", 1)])
def test_a_slow_reply_may_or_may_not_have_acted(kind, created, break_next, url, sdk, new_order):
    break_next(kind, seconds=0.2)
    http = stripe.RequestsClient(timeout=0.1)
    hasty = stripe.StripeClient("sk_test_sandbox", base_addresses={"api": url}, max_network_retries=0, http_client=http)
    with pytest.raises(stripe.APIConnectionError):
        hasty.v1.checkout.sessions.create(new_order())
    assert count(sdk) == created


def test_the_sdk_retries_a_dropped_reply_and_gets_the_first_session(break_next, url, sdk, new_order):
    break_next("drop_after")
    patient = stripe.StripeClient("sk_test_sandbox", base_addresses={"api": url}, max_network_retries=1)
    assert patient.v1.checkout.sessions.create(new_order()).status == "open"
    assert count(sdk) == 1


def test_requests_are_logged_for_assertions(api, control):
    api("POST", "/v1/webhook_endpoints", {"url": "http://127.0.0.1:9/", "enabled_events[]": "*"}, key="k")
    api("POST", "/v1/webhook_endpoints", {"url": "http://127.0.0.1:9/", "enabled_events[]": "*"}, key="k")
    rows = control("/requests", "GET", path="/v1/webhook_endpoints")["data"]
    assert [(row["status"], row["idempotency_key"], row["replayed"]) for row in rows] == [
        (200, "k", False),
        (200, "k", True),
    ]
    assert control("/requests", "DELETE") == {"data": []}


def test_an_amount_can_be_changed_without_the_shop(session, control, sdk):
    control(f"/sessions/{session.id}/amount", unit_amount=100)
    control(f"/sessions/{session.id}/pay")
    after = sdk.v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items", "payment_intent"]})
    assert (after.amount_subtotal, after.amount_total, after.payment_intent.amount) == (100, 100, 100)
    assert after.line_items.data[0].price.unit_amount == 100


def test_a_session_may_say_what_does_not_add_up(session, control, sdk):
    control(f"/sessions/{session.id}/amount", amount_total=100, livemode=True)
    changed = sdk.v1.checkout.sessions.retrieve(session.id)
    assert (changed.amount_subtotal, changed.amount_total, changed.livemode) == (7900, 100, True)


@pytest.mark.parametrize("account", ["000123456789", "000111111116"])
@pytest.mark.parametrize(("answer", "status"), [("complete", "paid"), ("fail", "unpaid")])
def test_a_bank_debit_can_be_ended_now_either_way(account, answer, status, session, control, sdk, event_types):
    control(f"/sessions/{session.id}/pay", account=account)
    assert control(f"/sessions/{session.id}/debit", answer=answer)["payment_status"] == status
    assert event_types()[-1].endswith({"complete": "async_payment_succeeded", "fail": "async_payment_failed"}[answer])
    assert "No bank debit" in control(f"/sessions/{session.id}/debit")["error"]["message"]


def test_a_bank_debit_ended_now_goes_as_its_account_decides(session, control):
    control(f"/sessions/{session.id}/pay", account="000111111116")
    assert control(f"/sessions/{session.id}/debit", answer="perhaps")["error"]["param"] == "answer"
    assert control(f"/sessions/{session.id}/debit")["payment_status"] == "unpaid"


def test_a_failure_can_name_its_code(break_next, sdk, new_order):
    break_next("status", status=400, code="amount_too_small")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.checkout.sessions.create(new_order())
    assert refusal.value.code == "amount_too_small"


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_the_answer_to_a_repeated_request_can_be_lost_as_well(kind, break_next, sdk, new_order):
    """What is only repeated goes the same way as what is new; a failing endpoint is not asked for it."""
    key = {"idempotency_key": "k"}
    created = sdk.v1.checkout.sessions.create(new_order(), key)
    break_next(kind)
    with pytest.raises(stripe.APIConnectionError):
        sdk.v1.checkout.sessions.create(new_order(), key)
    break_next("status", status=500)
    assert sdk.v1.checkout.sessions.create(new_order(), key).id == created.id
    assert count(sdk) == 1


def test_reset_forgets_all_but_the_endpoint(paid, control, sdk):
    control("/reset")
    assert count(sdk) == 0
    assert len(sdk.v1.webhook_endpoints.list().data) == 1


@pytest.mark.parametrize("advance", [-1, "soon", None])
def test_the_clock_only_goes_forward(advance, control):
    assert control("/clock", advance=advance)["error"]["param"] == "advance"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/webhooks", {"deliver": "maybe"}),
        ("/webhooks", {"sign": "maybe"}),
        ("/faults", {"path": "/v1/refunds", "kind": "maybe"}),
        ("/faults", {"kind": "status"}),
        ("/events", {}),
        ("/events/evt_none/resend", {}),
        ("/sessions/cs_none/pay", {}),
        ("/refunds/re_none", {"status": "failed"}),
    ],
)
def test_a_control_request_that_makes_no_sense_is_refused(path, body, control):
    assert control(path, **body)["error"]["message"]
