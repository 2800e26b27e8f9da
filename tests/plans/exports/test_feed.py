"""A calendar's private address: made, read without signing in, replaced and ended."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.kernel.db import transaction
from saas.plans.saved_plan import SavedPlan
from saas.plans.steps.actions import set_step_completion
from saas.privacy.actions import delete_account
from saas.shop.orders.models import Order
from saas.shop.orders.rules import OrderState
from tests.people import ANN, BEA, CAL, account_of


def made(client: FlaskClient) -> str:
    """The path of a new address, read from the page that shows it."""
    page = client.post("/plan/calendar")
    assert page.status_code == 200
    addresses = re.findall(r'value="http://shop\.test(/calendar/[\w-]+\.ics)"', page.text)
    assert (len(addresses), page.headers["Cache-Control"]) == (1, "private, no-store")
    return str(addresses[0])


@pytest.fixture
def address(ann: FlaskClient) -> str:
    return made(ann)


def test_whoever_has_the_address_reads_the_dates(address: str, client: FlaskClient, plan: SavedPlan) -> None:
    answer = client.get(address)
    titles = {str(event["summary"]) for event in Calendar.from_ical(answer.data).events}
    assert {row.title for row in plan.outline.deadlines if row.date} <= titles
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Set-Cookie" not in answer.headers


def test_it_gives_the_same_events_as_the_file(address: str, ann: FlaskClient, client: FlaskClient) -> None:
    file, feed = (Calendar.from_ical(answer.data) for answer in (ann.get("/plan.ics"), client.get(address)))
    assert [event["uid"] for event in file.events] == [event["uid"] for event in feed.events]


def test_it_follows_the_plan(address: str, client: FlaskClient, ann_session: Session, plan: SavedPlan) -> None:
    step = next(step for step in plan.acts if step.due)
    set_step_completion(ann_session, plan.public_id, step.position, is_done=True)
    assert f"Done: {step.title}" in {
        str(event["summary"]) for event in Calendar.from_ical(client.get(address).data).events
    }


def test_only_a_hash_of_the_secret_is_kept(address: str, session: Session) -> None:
    kept = session.scalars(select(CalendarFeed)).one()
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in repr(vars(kept))
    assert len(secret) >= 40


def test_a_new_address_ends_the_one_before(address: str, ann: FlaskClient, client: FlaskClient) -> None:
    newer = made(ann)
    assert newer != address
    assert [client.get(path).status_code for path in (address, newer)] == [404, 200]


def test_an_ended_address_answers_404_at_once(address: str, ann: FlaskClient, client: FlaskClient) -> None:
    answer = ann.post("/plan/calendar/revocation")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/plan#along")
    assert client.get(address).status_code == 404
    assert ann.post("/plan/calendar/revocation").status_code == 303


@pytest.mark.parametrize("secret", ["x", "a" * 43, "..", "%00", "a" * 5000])
def test_an_unknown_address_answers_404(address: str, client: FlaskClient, secret: str) -> None:
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_another_account_ends_only_its_own(address: str, as_: Any, client: FlaskClient) -> None:
    as_(BEA).post("/plan/calendar/revocation")
    assert client.get(address).status_code == 200


def test_each_account_has_its_own_dates(address: str, as_: Any, client: FlaskClient) -> None:
    hers = made(as_(BEA))
    first, second = (
        {str(event["uid"]) for event in Calendar.from_ical(client.get(path).data).events} for path in (address, hers)
    )
    assert first and second and not first & second


def test_after_a_refund_the_address_is_closed(address: str, client: FlaskClient, session: Session) -> None:
    with transaction(session):
        session.execute(
            update(Order).where(Order.account_id == account_of(session, ANN)).values(state=OrderState.REFUNDED)
        )
    assert client.get(address).status_code == 404


def test_deleting_the_account_takes_the_address_with_it(
    address: str, client: FlaskClient, ann_session: Session
) -> None:
    delete_account(ann_session, ann_session.info["scope"])
    assert client.get(address).status_code == 404


def test_the_plan_says_that_there_is_an_address_and_shows_it_no_more(address: str, ann: FlaskClient) -> None:
    page = ann.get("/plan").text
    assert "A calendar address was made on" in page
    assert address not in page


def test_without_an_address_there_is_none_to_end(ann: FlaskClient) -> None:
    page = ann.get("/plan").text
    assert "Make a calendar address" in page
    assert "/plan/calendar/revocation" not in page


def test_who_has_not_paid_makes_none(as_: Any, session: Session) -> None:
    assert as_(CAL).post("/plan/calendar").headers["Location"] == "/checkout"
    assert session.scalars(select(CalendarFeed)).all() == []
