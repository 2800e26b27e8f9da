"""POST /webhooks/stripe: Stripe's door. Only what Stripe signed comes in; a worker does it afterwards."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from saas.kernel.errors import NotFound
from saas.shop.orders import letters
from saas.shop.stripe.client import StripeUnavailable
from tests.local_stripe import LocalStripe, signed, signed_text
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords
from tests.threads import run_at_once

DOOR = "/webhooks/stripe"
UseSecrets = Callable[[str], None]
Work = Callable[[str], str]


@pytest.fixture
def use_secrets(app: Flask, monkeypatch: pytest.MonkeyPatch) -> UseSecrets:
    """`use_secrets("new, old")`: the shop is set up with other webhook secrets."""

    def use(text: str) -> None:
        changed = app.extensions["settings"].model_copy(update={"stripe_webhook_secret": SecretStr(text)})
        monkeypatch.setitem(app.extensions, "settings", changed)

    return use


def test_a_paid_event_gives_access(cal: FlaskClient, open_session: str, stripe: LocalStripe, deliver: Deliver) -> None:
    stripe.pay()
    assert deliver(stripe.make_event()).json == {"outcome": "received"}
    assert cal.get("/checkout").location == "/dashboard"


def test_an_event_signed_by_somebody_else_is_refused(
    open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay()
    answer = deliver(stripe.make_event(), secret="whsec_somebody_else")
    assert answer.status_code == 400
    assert (records.events, records.order.state) == ({}, "pending")


@pytest.mark.parametrize(("was", "now"), [('"livemode": false', '"livemode":  false'), ("cs_test_", "cs_TEST_")])
def test_a_changed_body_is_refused(
    was: str, now: str, client: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    delivery = signed(stripe.make_event())
    delivery["data"] = delivery["data"].replace(was, now)
    assert client.post(DOOR, **delivery).status_code == 400
    assert records.events == {}


@pytest.mark.parametrize(("age", "status"), [(0, 200), (290, 200), (310, 400), (86_400, 400)])
def test_a_signature_is_good_for_five_minutes(
    age: int, status: int, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    assert deliver(stripe.make_event(), at=time.time() - age).status_code == status
    assert len(records.events) == (status == 200)


@pytest.mark.parametrize("header", [None, "", "t=1", "v1=abc", "nonsense", "t=soon,v1=abc"])
def test_an_incomplete_signature_is_refused(
    header: str | None, client: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    headers = {} if header is None else {"Stripe-Signature": header}
    assert client.post(DOOR, data=json.dumps(stripe.make_event()), headers=headers).status_code == 400
    assert records.events == {}


@pytest.mark.parametrize("secret", ["", "whsec_sandbox"])
def test_without_a_secret_every_event_is_refused(
    secret: str, use_secrets: UseSecrets, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    use_secrets(" , ")
    assert deliver(stripe.make_event(), secret=secret).status_code == 400
    assert records.events == {}


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_during_rotation_both_secrets_are_accepted(
    secret: str, use_secrets: UseSecrets, open_session: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    use_secrets("whsec_new, whsec_old")
    stripe.pay()
    assert deliver(stripe.make_event(), secret=secret).json == {"outcome": "received"}


@pytest.mark.parametrize(
    "payload", ["", "not json", "[]", '"evt_1"', "{}", '{"object": "event"}', '{"object": "list", "id": "evt_1"}']
)
def test_a_signed_body_that_is_no_event_is_refused(payload: str, client: FlaskClient, records: ShopRecords) -> None:
    assert client.post(DOOR, **signed_text(payload)).status_code == 400
    assert records.events == {}


def test_a_body_that_is_not_utf8_is_refused(client: FlaskClient) -> None:
    delivery = signed_text("{}") | {"data": b"\xff\xfe"}
    assert client.post(DOOR, **delivery).status_code == 400


def test_a_body_over_a_megabyte_is_refused(client: FlaskClient, records: ShopRecords) -> None:
    assert client.post(DOOR, **signed_text(json.dumps({"fill": "x" * 1_000_000}))).status_code == 413
    assert records.events == {}


def test_the_webhook_needs_no_csrf_token_and_no_cookie(
    app: Flask, open_session: str, stripe: LocalStripe, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = deliver(stripe.make_event())
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_repeated_event_changes_nothing(
    open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay()
    event = stripe.make_event()
    assert [deliver(event).json for _ in range(3)] == [
        {"outcome": "received"},
        {"outcome": "seen before"},
        {"outcome": "seen before"},
    ]
    assert (len(records.events), len(records.payments), len(records.receipts)) == (1, 1, 1)


def test_four_deliveries_at_once_apply_the_event_once(
    open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay()
    event = stripe.make_event()
    outcomes = [str(answer.json) for answer in run_at_once(*[partial(deliver, event) for _ in range(4)])]
    assert [outcomes.count(str({"outcome": outcome})) for outcome in ("received", "seen before")] == [1, 3]


def test_keeping_an_event_does_not_call_stripe(open_session: str, stripe: LocalStripe, deliver: Deliver) -> None:
    event = stripe.make_event()
    deliver(event)
    stripe.is_down = True
    assert deliver(event).json == {"outcome": "seen before"}


def test_an_event_whose_effect_fails_stays_received_and_is_applied_later(
    open_session: str,
    stripe: LocalStripe,
    records: ShopRecords,
    post_event: Deliver,
    apply_event: Work,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stripe.pay()
    event = stripe.make_event()
    post_event(event)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(letters, "queue_receipt", lambda *_given: 1 / 0)
        apply_event(event["id"])
    assert (records.events[event["id"]], records.order.state, records.payments) == ("received", "pending", [])
    assert apply_event(event["id"]) == "settled"
    assert (records.order.state, len(records.payments), len(records.receipts)) == ("paid", 1, 1)


def test_while_stripe_is_down_a_kept_event_waits(
    open_session: str, stripe: LocalStripe, records: ShopRecords, post_event: Deliver, apply_event: Work
) -> None:
    stripe.pay()
    event, stripe.is_down = stripe.make_event(), True
    assert post_event(event).json == {"outcome": "received"}
    with pytest.raises(StripeUnavailable):
        apply_event(event["id"])
    stripe.is_down = False
    assert (apply_event(event["id"]), records.order.state) == ("settled", "paid")


def test_an_event_about_an_unknown_order_waits(
    open_session: str, stripe: LocalStripe, records: ShopRecords, post_event: Deliver, apply_event: Work
) -> None:
    stripe.pay()
    stripe.replace_session(open_session, "cs_early", client_reference_id="not-yet")
    event = stripe.make_event(session_id="cs_early")
    post_event(event)
    with pytest.raises(NotFound):
        apply_event(event["id"])
    assert records.events[event["id"]] == "received"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"livemode": True}, "it comes from the other mode of Stripe"),
        ({"account": "acct_other"}, "it belongs to another account"),
        ({"data": {"object": {"id": "cs_1", "metadata": {"app": "other"}}}}, "its session was not opened by this shop"),
        ({"data": {"object": {"id": "cs_1", "metadata": None}}}, "its session was not opened by this shop"),
        ({"data": None}, "its session was not opened by this shop"),
    ],
)
def test_a_foreign_event_is_quarantined(
    changes: dict[str, Any], reason: str, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay()
    answer = deliver(stripe.make_event(**changes))
    assert (answer.status_code, answer.json) == (200, {"outcome": "quarantined"})
    assert records.reasons == [reason]
    assert (records.order.state, records.payments) == ("pending", [])


@pytest.mark.parametrize("kind", ["charge.succeeded", "payout.paid", "something.new", "checkout.session.something_new"])
def test_an_event_of_an_unused_type_is_ignored(
    kind: str, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay()
    event = stripe.make_event(kind)
    assert deliver(event).json == {"outcome": "ignored"}
    assert (records.events, records.order.state) == ({event["id"]: "ignored"}, "pending")


def test_a_signature_that_is_not_ascii_is_refused(client: FlaskClient, open_session: str, stripe: LocalStripe) -> None:
    event = signed(stripe.make_event())
    event["headers"]["Stripe-Signature"] = "t=1,v1=\xe9"
    assert client.post("/webhooks/stripe", **event).status_code == 400


ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**19, 1e300, "", "x" * 5000, "\x00", "\ud800", "\u202e", "a b", "evt_é", [], [[]], {}, {"a": {}}, [None] * 50,
)  # fmt: skip
FIELDS = ("id", "type", "object", "account", "api_version", "livemode", "created", "data", "request")
OBJECT_FIELDS = ("id", "object", "payment_intent", "charge", "metadata", "amount_total", "status")


def test_whatever_is_signed_is_answered_and_never_with_a_500(
    client: FlaskClient, open_session: str, stripe: LocalStripe, record_property: Callable[[str, object], None]
) -> None:
    """A signature proves who sent it, and no shape. Each field in turn holds something else, or is missing."""
    event = stripe.make_event()
    inner = event["data"]["object"]
    texts = [json.dumps(event | {field: value}) for field in FIELDS for value in ODD_VALUES]
    texts += [json.dumps({name: value for name, value in event.items() if name != field}) for field in FIELDS]
    texts += [
        json.dumps(event | {"id": f"evt_{field}_{number}", "data": {"object": inner | {field: value}}})
        for field in OBJECT_FIELDS
        for number, value in enumerate(ODD_VALUES)
    ]
    whole = json.dumps(event)
    texts += [
        "[" * 5000 + "]" * 5000,
        '{"a":' * 5000 + "1" + "}" * 5000,
        whole[:-20],
        whole + whole,
        "9" * 5000,
        "null",
        '""',
    ]
    texts += [whole[:-1] + ', "data": null, "type": {}}', whole.replace('"data":', '"data": {}, "data":', 1)]
    answers = {text: client.post(DOOR, **signed_text(text)).status_code for text in texts}
    assert {text[:200]: status for text, status in answers.items() if status not in (200, 400)} == {}
    assert 400 in answers.values() and 200 in answers.values()
    record_property("said", f"bad input: {len(answers)} signed events, none a 500")


def test_an_event_with_half_a_character_is_shown_to_staff(
    client: FlaskClient, sam: FlaskClient, open_session: str, stripe: LocalStripe
) -> None:
    event = stripe.make_event() | {"request": "\ud800"}
    assert client.post(DOOR, **signed_text(json.dumps(event))).status_code == 200
    assert sam.get(f"/admin/events/{event['id']}").status_code == 200
