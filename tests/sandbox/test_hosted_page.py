"""The payment page, as a browser without JavaScript sees it."""

import re

import pytest
import requests

TYPED = {
    "email": "ann@example.test",
    "card_number": "4242 4242 4242 4242",
    "expiry": "12 / 34",
    "cvc": "123",
    "name": "Ann",
}


def read(url, **more):
    return requests.get(url, timeout=5, **more)


def send(url, **changed):
    return requests.post(url, TYPED | changed, allow_redirects=False, timeout=5)


def test_the_page_says_test_mode_and_what_is_bought(session):
    page = read(session.url).text
    for words in (
        "Test mode.",
        "CareerCanopy plan",
        "Quantity 1",
        "Total due",
        "$79.00",
        "Pay $79.00",
        "Back to the shop",
    ):
        assert words in page
    assert len(re.findall("<h1", page)) == 1


def test_every_control_has_a_label(session):
    page = read(session.url).text
    named = set(re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', page))
    assert named == set(re.findall(r'<label for="([^"]+)"', page)) == set(TYPED)


def test_the_page_has_no_inline_style_or_script_and_forbids_them(session):
    answer = read(session.url)
    assert "style=" not in answer.text
    assert "<script" not in answer.text
    assert "<style" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_stylesheet_is_served(url):
    assert read(f"{url}/static/sandbox.css").headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"card_number": "4242 4242 4242 4241"}, "card number is not valid"),
        ({"card_number": ""}, "card number is not valid"),
        ({"expiry": "01 / 20"}, "in the past"),
        ({"expiry": "13 / 30"}, "month and year"),
        ({"cvc": "12"}, "too short"),
        ({"email": "ann"}, "not complete"),
        ({"name": ""}, "name of the person"),
    ],
)
def test_a_field_error_is_shown_beside_the_field_and_nothing_is_made(changed, sentence, session, api, event_types):
    answer = send(session.url, **changed)
    assert sentence in answer.text
    assert "Nothing was charged." in answer.text
    assert api("GET", "/v1/payment_intents").json()["data"] == []
    assert event_types() == []


def test_what_was_typed_is_kept_after_an_error(session):
    assert 'value="ann@example.test"' in send(session.url, cvc="1").text


def test_a_declined_card_shows_the_reason_and_the_page_stays(session):
    answer = send(session.url, card_number="4000 0000 0000 9995")
    assert "insufficient funds" in answer.text and "Nothing was charged." in answer.text
    assert send(session.url).status_code == 303


def test_a_given_email_is_locked(sdk, new_order):
    session = sdk.v1.checkout.sessions.create(new_order(customer_email="bea@example.test"))
    assert re.search(r'value="bea@example.test"[^>]* readonly', read(session.url).text)
    send(session.url, email="eve@example.test")
    assert sdk.v1.checkout.sessions.retrieve(session.id).customer_details.email == "bea@example.test"


@pytest.mark.parametrize(("answer", "status"), [("complete", 303), ("fail", 200)])
def test_three_d_secure_is_a_page_with_two_buttons(answer, status, session):
    step = send(session.url, card_number="4000 0025 0000 3155")
    question = f"{session.url}/authenticate"
    assert (step.status_code, step.headers["Location"]) == (303, f"/c/pay/{session.id}/authenticate")
    assert re.findall(r'value="(complete|fail)"', read(question).text) == ["complete", "fail"]
    assert requests.post(question, {"answer": answer}, allow_redirects=False, timeout=5).status_code == status


def test_after_failed_authentication_the_form_leads_back_to_the_payment_page(session):
    send(session.url, card_number="4000 0025 0000 3155")
    page = requests.post(f"{session.url}/authenticate", {"answer": "fail"}, timeout=5).text
    assert f'action="/c/pay/{session.id}"' in page
    assert send(session.url).status_code == 303


def test_a_bank_debit_has_its_own_page(session, sdk):
    typed = {"routing_number": "110000000", "account_number": "000123456789"}
    assert "Pay by bank debit instead" in read(session.url).text
    assert send(f"{session.url}/bank", **typed).status_code == 303
    assert sdk.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


@pytest.mark.parametrize("field", ["routing_number", "account_number"])
def test_a_short_bank_number_is_a_field_error(field, session):
    typed = {"routing_number": "110000000", "account_number": "000123456789", field: "12"}
    assert f'id="{field}-error"' in send(f"{session.url}/bank", **typed).text


def test_terms_must_be_agreed_to_when_the_shop_asks(sdk, new_order):
    session = sdk.v1.checkout.sessions.create(new_order(consent_collection={"terms_of_service": "required"}))
    assert "agree to its terms" in send(session.url).text
    assert send(session.url, terms="yes").status_code == 303
    assert sdk.v1.checkout.sessions.retrieve(session.id).consent.terms_of_service == "accepted"


def test_nothing_due_needs_no_card(sdk, new_order):
    params = new_order()
    params["line_items"][0]["price_data"]["unit_amount"] = 0
    session = sdk.v1.checkout.sessions.create(params)
    assert "Complete order" in read(session.url).text
    assert "Card number" not in read(session.url).text
    assert send(session.url, card_number="").status_code == 303


def test_paying_twice_leads_to_the_shop_without_a_second_charge(session, api):
    assert send(session.url).headers["Location"] == send(session.url).headers["Location"]
    assert len(api("GET", "/v1/charges").json()["data"]) == 1


@pytest.mark.parametrize(("end", "words"), [("pay", "This order is complete"), ("expire", "has expired")])
def test_a_closed_page_says_so(end, words, session, control):
    control(f"/sessions/{session.id}/{end}")
    assert words in read(session.url).text
    assert "Card number" not in read(session.url).text


def test_an_unknown_page_is_not_found(url):
    assert read(f"{url}/c/pay/cs_test_none").status_code == 404


def test_the_receipt_of_a_charge_can_be_read(paid, sdk):
    assert "$79.00" in read(sdk.v1.charges.list().data[0].receipt_url).text


def test_test_cards_fill_the_form(session):
    link = re.findall(r'href="[^"?]*(\?card_number=4000\+0000\+0000\+0002[^"]*)"', read(session.url).text)[0]
    assert 'value="4000 0000 0000 0002"' in read(session.url + link.replace("&amp;", "&")).text


def test_what_the_shop_sends_is_shown_as_text(sdk, new_order):
    params = new_order()
    params["line_items"][0]["price_data"]["product_data"]["name"] = "<script>alert(1)</script>"
    page = read(sdk.v1.checkout.sessions.create(params).url).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
