"""GET and POST /gift, the gift's order page and a new link."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.letters import letters_to
from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL, SAM, Person
from tests.shop.purchases import buy, claim_path
from tests.shop.records import ShopRecords
from tests.web.html_page import Page

TYPED = {"email": " Friend@Example.com ", "giver_name": "Cal", "words": "For when you are ready.\r\nNo hurry."}


@pytest.fixture
def gift(cal: FlaskClient, stripe: LocalStripe) -> str:
    """The page of a gift that Cal paid, to be passed on by himself."""
    return buy(cal, stripe, "/gift")


def test_a_stranger_sees_the_offer_and_is_led_back_after_signing_up(client: FlaskClient) -> None:
    page = Page(client.get("/gift").text)
    assert {"/sign-up?next=/gift", "/sign-in?next=/gift"} <= set(page.hrefs)
    assert [form for form in page.forms if form.method == "post"] == []


def test_whoever_has_a_plan_can_give_one(as_: Callable[[Person], FlaskClient]) -> None:
    assert ">Pay $79</button>" in as_(ANN).get("/gift").text


def test_nothing_that_is_typed_reaches_stripe(cal: FlaskClient, stripe: LocalStripe) -> None:
    assert cal.post("/gift", data=TYPED).location == stripe.only_page
    sent = str(stripe.checkout_requests[0]["parameters"]).lower()
    assert "friend" not in sent and "ready" not in sent
    assert stripe.checkout_requests[0]["parameters"]["cancel_url"] == "http://shop.test/gift"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("email", "friend at example", "does not look like an email address"),
        ("words", "x" * 501, "longer than 500 characters"),
        ("giver_name", "x" * 81, "longer than 80 characters"),
    ],
)
def test_refused_values_stay_with_the_reason_beside_them(
    field: str, value: str, reason: str, cal: FlaskClient, records: ShopRecords
) -> None:
    answer = cal.post("/gift", data=TYPED | {field: value})
    assert (answer.status_code, answer.text.count(reason)) == (422, 2)
    assert value in answer.text
    assert "For when you are ready." in answer.text or field == "words"
    assert records.orders == []


def test_the_form_is_filled_with_the_unfinished_order(cal: FlaskClient) -> None:
    cal.post("/gift", data=TYPED)
    page = cal.get("/gift").text
    assert "Your order is kept" in page
    for words in ("friend@example.com", 'value="Cal"', "For when you are ready.\nNo hurry."):
        assert words in page


def test_when_stripe_is_down_what_was_typed_is_kept(cal: FlaskClient, stripe: LocalStripe) -> None:
    stripe.is_down = True
    answer = cal.post("/gift", data=TYPED)
    assert answer.status_code == 503
    assert "No hurry." in answer.text and "Nothing was charged" in answer.text


def test_after_paying_the_page_names_the_recipient(cal: FlaskClient, stripe: LocalStripe, records: ShopRecords) -> None:
    where = buy(cal, stripe, "/gift", **TYPED)
    assert where == f"/orders/{records.order.public_id}"
    assert "friend@example.com" in cal.get(where).text


def test_without_an_address_the_link_goes_to_the_giver(gift: str, engine: Engine, client: FlaskClient) -> None:
    [letter] = [letter for letter in letters_to(engine, CAL) if letter.subject == "The link to your gift"]
    assert client.get(claim_path(letter.text)).status_code == 200


def test_a_name_with_line_breaks_stays_on_one_line(cal: FlaskClient, stripe: LocalStripe, engine: Engine) -> None:
    buy(cal, stripe, "/gift", email=SAM.email, giver_name="Cal\r\nBcc: all@example.com")
    [letter] = letters_to(engine, SAM)
    assert letter.subject == "Cal Bcc: all@example.com gave you a plan"


def test_a_new_link_is_shown_once_and_ends_the_old_one(cal: FlaskClient, gift: str, client: FlaskClient) -> None:
    first = claim_path(cal.post(f"{gift}/gift-link").text)
    second = claim_path(cal.post(f"{gift}/gift-link").text)
    assert "/claim/" not in cal.get(gift).text
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_a_claimed_gift_gets_no_new_link(cal: FlaskClient, gift: str, as_: Callable[[Person], FlaskClient]) -> None:
    as_(SAM).post(claim_path(cal.post(f"{gift}/gift-link").text))
    answer = cal.post(f"{gift}/gift-link")
    assert (answer.status_code, "This gift was claimed" in answer.text) == (422, True)


def test_the_giver_sees_that_it_was_claimed_and_not_by_whom(
    cal: FlaskClient, gift: str, as_: Callable[[Person], FlaskClient]
) -> None:
    as_(SAM).post(claim_path(cal.post(f"{gift}/gift-link").text))
    page = cal.get(gift).text
    assert "It was taken on" in page and "there is nothing left to give back" in page
    assert SAM.email not in page


def test_buying_a_gift_gives_no_access(cal: FlaskClient, gift: str) -> None:
    assert cal.get("/dashboard").location == "/checkout"
