"""The front page of the sandbox."""

import re

import pytest
import requests


def test_an_empty_sandbox_says_so(url):
    page = requests.get(url, timeout=5).text
    assert "No session yet" in page
    assert "No event yet" in page


def test_sessions_events_and_deliveries_are_listed(paid, url, arrived):
    arrived()
    page = requests.get(url, timeout=5).text
    assert paid.id[:24] in page
    for words in ("checkout.session.completed", "delivered", "order-1", "$79.00"):
        assert words in page


def test_the_resend_button_sends_the_event_again(session, url, control, arrived):
    control(f"/sessions/{session.id}/expire")
    arrived()
    action = re.findall(r'action="(/events/[^"]+/resend)"', requests.get(url, timeout=5).text)[0]
    assert requests.post(url + action, timeout=5).status_code == 200
    first, second = arrived()
    assert first["id"] == second["id"]


def click(url, action, **typed):
    return requests.post(url + action, typed, timeout=5)


def charge_of(sdk):
    return sdk.v1.charges.list().data[0]


def test_a_charge_is_refunded_as_in_the_dashboard(paid, url, sdk):
    path = f"/charges/{charge_of(sdk).id}/refund"
    assert "$12.50" in click(url, path, amount="12.50").text
    assert "succeeded" in click(url, path).text
    assert [(each.amount, each.metadata.to_dict()) for each in sdk.v1.refunds.list().data] == [(6650, {}), (1250, {})]


@pytest.mark.parametrize(
    ("typed", "sentence"), [("lots", "is not an amount"), ("500", "greater than"), ("nan", "not an amount")]
)
def test_a_refund_that_cannot_be_made_is_explained(typed, sentence, paid, url, sdk):
    answer = click(url, f"/charges/{charge_of(sdk).id}/refund", amount=typed)
    assert answer.status_code == 400
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("act", "outcome", "status"),
    [("dispute", "won", "won"), ("dispute", "lost", "lost"), ("inquiry", "warning_closed", "warning_closed")],
)
def test_a_dispute_is_opened_and_ended(act, outcome, status, paid, url, sdk):
    page = click(url, f"/charges/{charge_of(sdk).id}/{act}").text
    action = re.findall(rf'action="(/disputes/[^"]+/{outcome})"', page)[0]
    assert click(url, action).status_code == 200
    assert sdk.v1.disputes.list().data[0].status == status
    assert "already closed" in click(url, action).text


def test_codes_are_listed_with_their_use(sdk, url):
    coupon = sdk.v1.coupons.create({"percent_off": 20})
    sdk.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "SPRING"})
    assert "SPRING" in requests.get(url, timeout=5).text


def test_every_action_names_what_it_is_about(paid, url, sdk, control):
    control("/disputes", payment_intent=paid.payment_intent)
    page = requests.get(url, timeout=5).text
    buttons = re.findall(r"<button[^>]*>", page)
    labels = [re.findall(r'aria-label="([^"]+)"', button) for button in buttons]
    assert all(labels) and len({label for listed in labels for label in listed}) == len(buttons)


@pytest.mark.parametrize("path", ["/charges/ch_none/refund", "/disputes/du_none/won", "/charges/ch_none/nothing"])
def test_actions_on_unknown_objects_are_not_found(path, url):
    assert click(url, path).status_code == 404
