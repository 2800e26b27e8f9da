"""`paid`: who may pass. Access is read from orders each time and stored nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.people import ANN, CAL, SAM, Person
from tests.shop.records import ShopRecords

BEHIND = ["/intake", "/dashboard"]


@pytest.mark.parametrize("path", BEHIND)
def test_a_stranger_is_asked_to_sign_in(path: str, client: FlaskClient) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", BEHIND)
@pytest.mark.parametrize("person", [CAL, SAM])
def test_whoever_has_not_paid_is_led_to_the_offer(
    path: str, person: Person, as_: Callable[[Person], FlaskClient]
) -> None:
    answer = as_(person).get(path)
    assert (answer.status_code, answer.location) == (303, "/checkout")


@pytest.mark.parametrize("path", BEHIND)
def test_whoever_has_paid_passes(path: str, as_: Callable[[Person], FlaskClient]) -> None:
    assert as_(ANN).get(path).location not in ("/checkout", "/sign-in")


@pytest.mark.parametrize(
    ("state", "passes"), [("pending", False), ("processing", False), ("needs_review", False), ("paid", True)]
)
def test_access_follows_the_order_state(
    state: str, passes: bool, cal: FlaskClient, open_session: str, records: ShopRecords
) -> None:
    records.rewrite_order(state=state)
    assert (cal.get("/intake").location != "/checkout") is passes
    records.rewrite_order(state="pending")
    assert cal.get("/intake").location == "/checkout"
