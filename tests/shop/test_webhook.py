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
from tests.shop.books import Books, at_once
from tests.shop.conftest import Deliver

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


def test_a_paid_event_opens_the_door(cal: FlaskClient, opened: str, stripe: LocalStripe, deliver: Deliver) -> None:
    stripe.pay()
    assert deliver(stripe.make_event()).json == {"outcome": "received"}
    assert cal.get("/checkout").location == "/dashboard"


def test_an_event_signed_by_somebody_else_is_refused(
    opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pay()
    answer = deliver(stripe.make_event(), secret="whsec_somebody_else")
    assert answer.status_code == 400
    assert (books.events, books.order.state) == ({}, "pending")


@pytest.mark.parametrize(("was", "now"), [('"livemode": false', '"livemode":  false'), ("cs_test_", "cs_TEST_")])
def test_a_changed_body_is_refused(
    was: str, now: str, client: FlaskClient, opened: str, stripe: LocalStripe, books: Books
) -> None:
    delivery = signed(stripe.make_event())
    delivery["data"] = delivery["data"].replace(was, now)
    assert client.post(DOOR, **delivery).status_code == 400
    assert books.events == {}


@pytest.mark.parametrize(("age", "status"), [(0, 200), (290, 200), (310, 400), (86_400, 400)])
def test_a_signature_is_good_for_five_minutes(
    age: int, status: int, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    assert deliver(stripe.make_event(), at=time.time() - age).status_code == status
    assert len(books.events) == (status == 200)


@pytest.mark.parametrize("header", [None, "", "t=1", "v1=abc", "nonsense", "t=soon,v1=abc"])
def test_without_a_whole_signature_an_event_is_refused(
    header: str | None, client: FlaskClient, opened: str, stripe: LocalStripe, books: Books
) -> None:
    headers = {} if header is None else {"Stripe-Signature": header}
    assert client.post(DOOR, data=json.dumps(stripe.make_event()), headers=headers).status_code == 400
    assert books.events == {}


@pytest.mark.parametrize("secret", ["", "whsec_sandbox"])
def test_a_shop_without_a_secret_takes_nothing(
    secret: str, use_secrets: UseSecrets, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    use_secrets(" , ")
    assert deliver(stripe.make_event(), secret=secret).status_code == 400
    assert books.events == {}


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_while_a_secret_is_rotated_both_are_good(
    secret: str, use_secrets: UseSecrets, opened: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    use_secrets("whsec_new, whsec_old")
    stripe.pay()
    assert deliver(stripe.make_event(), secret=secret).json == {"outcome": "received"}


@pytest.mark.parametrize(
    "payload", ["", "not json", "[]", '"evt_1"', "{}", '{"object": "event"}', '{"object": "list", "id": "evt_1"}']
)
def test_what_is_no_event_is_refused_though_signed(payload: str, client: FlaskClient, books: Books) -> None:
    assert client.post(DOOR, **signed_text(payload)).status_code == 400
    assert books.events == {}


def test_bytes_that_are_no_text_are_refused(client: FlaskClient) -> None:
    delivery = signed_text("{}") | {"data": b"\xff\xfe"}
    assert client.post(DOOR, **delivery).status_code == 400


def test_a_body_over_a_megabyte_is_refused(client: FlaskClient, books: Books) -> None:
    assert client.post(DOOR, **signed_text(json.dumps({"fill": "x" * 1_000_000}))).status_code == 413
    assert books.events == {}


def test_stripe_needs_no_form_token_and_no_cookie(
    app: Flask, opened: str, stripe: LocalStripe, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = deliver(stripe.make_event())
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_the_same_event_again_is_answered_and_changes_nothing(
    opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pay()
    event = stripe.make_event()
    assert [deliver(event).json for _ in range(3)] == [
        {"outcome": "received"},
        {"outcome": "seen before"},
        {"outcome": "seen before"},
    ]
    assert (len(books.events), len(books.payments), len(books.receipts)) == (1, 1, 1)


def test_of_four_deliveries_at_once_one_settles(
    opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pay()
    event = stripe.make_event()
    outcomes = [str(answer.json) for answer in at_once(*[partial(deliver, event) for _ in range(4)])]
    assert [outcomes.count(str({"outcome": said})) for said in ("received", "seen before")] == [1, 3]


def test_an_event_needs_no_answer_from_stripe(opened: str, stripe: LocalStripe, deliver: Deliver) -> None:
    event = stripe.make_event()
    deliver(event)
    stripe.is_down = True
    assert deliver(event).json == {"outcome": "seen before"}


def test_an_effect_that_fails_is_not_called_done_and_is_done_the_next_time(
    opened: str, stripe: LocalStripe, books: Books, knock: Deliver, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    stripe.pay()
    event = stripe.make_event()
    knock(event)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(letters, "queue_receipt", lambda *_given: 1 / 0)
        work(event["id"])
    assert (books.events[event["id"]], books.order.state, books.payments) == ("received", "pending", [])
    assert work(event["id"]) == "settled"
    assert (books.order.state, len(books.payments), len(books.receipts)) == ("paid", 1, 1)


def test_while_stripe_does_not_answer_an_event_is_kept_and_waits(
    opened: str, stripe: LocalStripe, books: Books, knock: Deliver, work: Work
) -> None:
    stripe.pay()
    event, stripe.is_down = stripe.make_event(), True
    assert knock(event).json == {"outcome": "received"}
    with pytest.raises(StripeUnavailable):
        work(event["id"])
    stripe.is_down = False
    assert (work(event["id"]), books.order.state) == ("settled", "paid")


def test_an_event_about_an_order_that_is_not_ours_yet_is_left_for_later(
    opened: str, stripe: LocalStripe, books: Books, knock: Deliver, work: Work
) -> None:
    stripe.pay()
    stripe.replace_session(opened, "cs_early", client_reference_id="not-yet")
    event = stripe.make_event(session_id="cs_early")
    knock(event)
    with pytest.raises(NotFound):
        work(event["id"])
    assert books.events[event["id"]] == "received"


@pytest.mark.parametrize(
    ("different", "reason"),
    [
        ({"livemode": True}, "it comes from the other mode of Stripe"),
        ({"account": "acct_other"}, "it belongs to another account"),
        ({"data": {"object": {"id": "cs_1", "metadata": {"app": "other"}}}}, "its session was not opened by this shop"),
        ({"data": {"object": {"id": "cs_1", "metadata": None}}}, "its session was not opened by this shop"),
        ({"data": None}, "its session was not opened by this shop"),
    ],
)
def test_an_event_that_is_not_ours_is_kept_aside(
    different: dict[str, Any], reason: str, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pay()
    answer = deliver(stripe.make_event(**different))
    assert (answer.status_code, answer.json) == (200, {"outcome": "quarantined"})
    assert books.reasons == [reason]
    assert (books.order.state, books.payments) == ("pending", [])


@pytest.mark.parametrize("kind", ["charge.succeeded", "payout.paid", "something.new", "checkout.session.something_new"])
def test_an_event_of_another_kind_is_kept_and_nothing_is_done(
    kind: str, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pay()
    event = stripe.make_event(kind)
    assert deliver(event).json == {"outcome": "ignored"}
    assert (books.events, books.order.state) == ({event["id"]: "ignored"}, "pending")


def test_a_signature_that_is_not_ascii_is_refused(client: FlaskClient, opened: str, stripe: LocalStripe) -> None:
    event = signed(stripe.make_event())
    event["headers"]["Stripe-Signature"] = "t=1,v1=\xe9"
    assert client.post("/webhooks/stripe", **event).status_code == 400
