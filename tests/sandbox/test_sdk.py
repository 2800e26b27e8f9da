"""The real SDK, from creation to refund."""

import pytest
import requests
import stripe

KEY = {"idempotency_key": "checkout:order-1"}


def test_a_new_session_is_open_and_has_no_intent_yet(session, url):
    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert session.url == f"{url}/c/pay/{session.id}"
    assert session.id.startswith("cs_test_")


def test_a_buyer_pays_on_the_page_and_the_shop_sees_the_money(session, sdk, control):
    typed = {
        "email": "ann@example.test",
        "card_number": "4242 4242 4242 4242",
        "expiry": "12 / 34",
        "cvc": "123",
        "name": "Ann",
    }
    answer = requests.post(session.url, typed, allow_redirects=False, timeout=5)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://shop.test/checkout/return?session_id={session.id}"
    control("/clock", advance=2)
    paths = ["line_items", "payment_intent.latest_charge.balance_transaction"]
    paid = sdk.v1.checkout.sessions.retrieve(session.id, {"expand": paths})
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.payment_intent.latest_charge.balance_transaction.fee == 259
    assert paid.line_items.data[0].quantity == 1


def test_intent_metadata_comes_from_payment_intent_data_only(sdk, new_order, control):
    params = new_order(payment_intent_data={"metadata": {"order_id": "from-intent-data"}})
    session = sdk.v1.checkout.sessions.create(params)
    control(f"/sessions/{session.id}/pay")
    intent = sdk.v1.payment_intents.list({"limit": 1}).data[0]
    assert intent.metadata.to_dict() == {"order_id": "from-intent-data"}


def test_the_same_key_gives_the_same_session(sdk, new_order):
    first = sdk.v1.checkout.sessions.create(new_order(), KEY)
    assert sdk.v1.checkout.sessions.create(new_order(), KEY).id == first.id


def test_the_same_key_with_other_parameters_is_an_idempotency_error(sdk, new_order):
    sdk.v1.checkout.sessions.create(new_order(), KEY)
    with pytest.raises(stripe.IdempotencyError):
        sdk.v1.checkout.sessions.create(new_order(client_reference_id="other"), KEY)


def test_a_wrong_key_is_an_authentication_error(url):
    stranger = stripe.StripeClient("sk_live_nobody", base_addresses={"api": url}, max_network_retries=0)
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.accounts.retrieve_current()


def test_an_unknown_session_is_an_invalid_request(sdk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        sdk.v1.checkout.sessions.retrieve("cs_test_none")
    assert (refusal.value.code, refusal.value.http_status) == ("resource_missing", 404)
    assert str(refusal.value.request_id).startswith("req_")


def test_lists_page_themselves(sdk, new_order):
    created = [sdk.v1.checkout.sessions.create(new_order()).id for _ in range(5)]
    seen = [each.id for each in sdk.v1.checkout.sessions.list({"limit": 2}).auto_paging_iter()]
    assert seen == created[::-1]


def test_the_account_names_itself(sdk):
    assert sdk.v1.accounts.retrieve_current().id.startswith("acct_")


def test_an_endpoint_shows_its_secret_only_when_created(sdk):
    params = {"url": "http://127.0.0.1:9/hook", "enabled_events": ["refund.created"]}
    created = sdk.v1.webhook_endpoints.create({**params, "api_version": "2026-10-28.endive"})
    assert created.secret.startswith("whsec_")
    again = sdk.v1.webhook_endpoints.retrieve(created.id)
    assert "secret" not in again
    assert sdk.v1.webhook_endpoints.update(created.id, {"disabled": True}).status == "disabled"
