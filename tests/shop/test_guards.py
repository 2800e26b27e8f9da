"""`paid`: who may pass. Access is read from orders each time and stored nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.people import ANN, CAL, SAM, Person
from tests.shop.books import Books

BEHIND = ["/intake", "/dashboard"]


@pytest.mark.parametrize("path", BEHIND)
def test_a_stranger_is_asked_to_sign_in(path: str, client: FlaskClient) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", BEHIND)
@pytest.mark.parametrize("person", [CAL, SAM])
def test_who_has_not_paid_is_shown_the_offer(path: str, person: Person, as_: Callable[[Person], FlaskClient]) -> None:
    answer = as_(person).get(path)
    assert (answer.status_code, answer.location) == (303, "/checkout")


@pytest.mark.parametrize("path", BEHIND)
def test_who_has_paid_passes(path: str, as_: Callable[[Person], FlaskClient]) -> None:
    assert as_(ANN).get(path).location not in ("/checkout", "/sign-in")


@pytest.mark.parametrize(
    ("state", "passes"), [("pending", False), ("processing", False), ("needs_review", False), ("paid", True)]
)
def test_access_follows_the_order_with_no_second_write(
    state: str, passes: bool, cal: FlaskClient, opened: str, books: Books
) -> None:
    books.rewrite_order(state=state)
    assert (cal.get("/intake").location != "/checkout") is passes
    books.rewrite_order(state="pending")
    assert cal.get("/intake").location == "/checkout"
