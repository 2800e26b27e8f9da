"""GET and POST /seats, and handing seats out on the order's page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.letters import letters_to
from tests.local_stripe import LocalStripe
from tests.people import SAM, Person
from tests.shop.purchases import buy, claim_path
from tests.shop.records import ShopRecords


@pytest.fixture
def seats(cal: FlaskClient, stripe: LocalStripe) -> str:
    """The page of three seats that Cal paid."""
    return buy(cal, stripe, "/seats", quantity="3")


def counts(client: FlaskClient, where: str) -> dict[str, int]:
    """What the page counts: Bought, Given out, Claimed, Left."""
    figures = re.findall(r"<dt>([A-Z][a-z ]+)</dt><dd>(\d+)</dd>", client.get(where).text)
    return {name: int(number) for name, number in figures}


def test_a_stranger_is_led_back_after_signing_up(client: FlaskClient) -> None:
    assert 'href="/sign-up?next=/seats"' in client.get("/seats").text


@pytest.mark.parametrize("typed", ["", "1", "501", "2.5", "5,0", "two", "-3", "٣"])
def test_an_invalid_quantity_is_refused_and_stays(typed: str, cal: FlaskClient, records: ShopRecords) -> None:
    answer = cal.post("/seats", data={"quantity": typed})
    assert (answer.status_code, "from 2 to 500" in answer.text) == (422, True)
    assert f'value="{typed}"' in answer.text
    assert records.orders == []


def test_the_page_shows_the_total_of_the_unfinished_order(cal: FlaskClient) -> None:
    cal.post("/seats", data={"quantity": "12"})
    page = cal.get("/seats").text
    assert 'value="12"' in page and ">$948</output>" in page


def test_the_session_has_the_quantity_and_lets_the_buyer_change_it(cal: FlaskClient, stripe: LocalStripe) -> None:
    cal.post("/seats", data={"quantity": "12"})
    [item] = stripe.checkout_requests[0]["parameters"]["line_items"]
    assert (item["quantity"], item["adjustable_quantity"]["maximum"]) == (12, 500)


def test_the_quantity_chosen_at_stripe_is_what_was_bought(cal: FlaskClient, stripe: LocalStripe) -> None:
    where = buy(cal, stripe, "/seats", pays={"quantity": 5}, quantity="3")
    assert counts(cal, where) == {"Bought": 5, "Given out": 0, "Claimed": 0, "Left": 5}
    assert "$395" in cal.get(where).text


def test_a_seat_is_mailed_and_shown_once(cal: FlaskClient, seats: str, engine: Engine) -> None:
    shown = cal.post(f"{seats}/seats", data={"email": SAM.email}).text
    [letter] = letters_to(engine, SAM)
    assert claim_path(shown) == claim_path(letter.text)
    assert SAM.email in shown and "/claim/" not in cal.get(seats).text


def test_a_link_without_an_address_is_not_mailed(
    cal: FlaskClient, seats: str, engine: Engine, client: FlaskClient
) -> None:
    path = claim_path(cal.post(f"{seats}/seats", data={"email": ""}).text)
    assert client.get(path).status_code == 200
    assert counts(cal, seats)["Given out"] == 1


def test_the_same_address_gets_a_new_link_to_the_same_seat(cal: FlaskClient, seats: str, client: FlaskClient) -> None:
    first, second = (claim_path(cal.post(f"{seats}/seats", data={"email": SAM.email}).text) for _ in range(2))
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert counts(cal, seats)["Given out"] == 1


def test_without_seats_left_the_address_stays_in_the_field(cal: FlaskClient, seats: str) -> None:
    for _ in range(3):
        cal.post(f"{seats}/seats", data={"email": ""})
    answer = cal.post(f"{seats}/seats", data={"email": "late@example.com"})
    assert (answer.status_code, "Every seat of this order is handed out" in answer.text) == (422, True)
    assert 'value="late@example.com"' in answer.text


def test_an_invalid_address_is_refused_beside_its_field(cal: FlaskClient, seats: str) -> None:
    answer = cal.post(f"{seats}/seats", data={"email": "late@"})
    assert (answer.status_code, 'id="email-error"' in answer.text) == (422, True)
    assert counts(cal, seats)["Given out"] == 0


def test_the_buyer_sees_how_many_were_claimed_and_not_by_whom(
    cal: FlaskClient, seats: str, as_: Callable[[Person], FlaskClient]
) -> None:
    as_(SAM).post(claim_path(cal.post(f"{seats}/seats", data={"email": ""}).text))
    assert counts(cal, seats) == {"Bought": 3, "Given out": 1, "Claimed": 1, "Left": 2}
    page = cal.get(seats).text
    assert "$158 back" in page and SAM.email not in page


def test_nobody_fills_a_mailbox_by_sending_a_seat_again(cal: FlaskClient, seats: str, engine: Engine) -> None:
    friend = Person("friend@example.com", "")
    answers = [cal.post(f"{seats}/seats", data={"email": friend.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [422]
    assert "has had several letters from us" in answers[-1].text and friend.email in answers[-1].text
    assert len(letters_to(engine, friend)) == 5
    assert counts(cal, seats)["Given out"] == 1
