"""`paid`: who may pass. Access is read from orders each time and stored nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.shop.orders.models import AccessDay
from tests.people import ANN, CAL, SAM, Person
from tests.shop.records import ShopRecords
from tests.threads import run_at_once

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


def test_a_day_of_use_is_recorded_once_for_all_browsers(as_: Callable[[Person], FlaskClient], session: Session) -> None:
    for _browser in range(2):
        client = as_(ANN)
        assert [client.get(path).status_code for path in ("/dashboard", "/plan")] == [200, 200]
    assert list(session.scalars(select(AccessDay.day))) == [clock.today()]


def test_a_day_is_recorded_for_nobody_who_has_not_paid(as_: Callable[[Person], FlaskClient], session: Session) -> None:
    as_(CAL).get("/dashboard")
    assert list(session.scalars(select(AccessDay.day))) == []


def test_two_first_pages_of_a_day_at_once_record_it_once(
    as_: Callable[[Person], FlaskClient], session: Session
) -> None:
    clients = [as_(ANN) for _ in range(4)]
    answers = run_at_once(*[lambda client=client: client.get("/plan").status_code for client in clients])
    assert set(answers) == {200}
    assert len(list(session.scalars(select(AccessDay.day)))) == 1
