"""What matters asks for the password again, where it was typed more than a quarter of an hour ago."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from saas.accounts.events.models import SecurityEvent
from saas.accounts.models import Person as PersonRow
from saas.kernel.db import transaction
from saas.shop.orders.models import Order
from saas.shop.refunds.models import Refund
from tests.people import ANN, PASSWORD, SAM, Person, account_of

As = Callable[[Person], FlaskClient]


def grow_old(client: FlaskClient, minutes: float) -> FlaskClient:
    """The password was typed so many minutes ago."""
    with client.session_transaction() as cookie:
        cookie["fs_paa"] = time.time() - minutes * 60
    return client


@pytest.fixture
def stale_ann(as_: As) -> FlaskClient:
    return grow_old(as_(ANN), 40)


@pytest.fixture
def stale_sam(as_: As) -> FlaskClient:
    return grow_old(as_(SAM), 40)


@pytest.fixture
def order_page(session: Session) -> str:
    query = select(Order.public_id).where(Order.account_id == account_of(session, ANN))
    return f"/admin/orders/{session.scalars(query).one()}"


@pytest.mark.parametrize(
    ("path", "onward"),
    [("/settings/export", "/settings#export"), ("/settings/deletion", "/settings/deletion")],
)
def test_the_page_asks_first_and_leads_on(path: str, onward: str, stale_ann: FlaskClient) -> None:
    question = stale_ann.get(path).location
    assert question.startswith("/verify?next=")
    wrong = stale_ann.post(question, data={"password": "not the password", "next": onward})
    assert "That is not the password of this account." in wrong.text
    assert stale_ann.get(path).location == question
    assert stale_ann.post(question, data={"password": PASSWORD, "next": onward}).location == onward
    assert stale_ann.get(path).status_code == 200


def test_typing_it_again_is_recorded_right_or_wrong(stale_ann: FlaskClient, session: Session) -> None:
    for password in ("not the password", PASSWORD):
        stale_ann.post("/verify", data={"password": password})
    session.rollback()
    kinds = session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id.desc()).limit(2)).all()
    assert kinds == ["reauthenticated", "reauthentication_failed"]


@pytest.mark.parametrize(("minutes", "gets", "posts"), [(14, True, True), (16, False, True), (31, False, False)])
def test_a_form_that_was_opened_in_time_may_be_sent_for_as_long_again(
    minutes: float, gets: bool, posts: bool, as_: As, session: Session
) -> None:
    client = grow_old(as_(ANN), minutes)
    assert (client.get("/settings/deletion").status_code == 200) == gets
    assert (client.post("/settings/deletion", data={"email": ANN.email}).location == "/sign-in") == posts
    session.rollback()
    assert (session.scalar(select(PersonRow.id).where(PersonRow.email == ANN.email)) is None) == posts


@pytest.mark.parametrize("typed", ["", "bea@example.com", "delete"])
def test_deleting_asks_for_the_address_and_keeps_what_was_typed(typed: str, as_: As, session: Session) -> None:
    page = as_(ANN).post("/settings/deletion", data={"email": typed})
    assert page.status_code == 422
    assert "Nothing was deleted." in page.text
    assert f'value="{typed}"' in page.text
    session.rollback()
    assert session.scalar(select(PersonRow.id).where(PersonRow.email == ANN.email)) is not None


def test_the_address_may_be_typed_in_any_case(as_: As) -> None:
    assert as_(ANN).post("/settings/deletion", data={"email": " Ann@Example.com "}).status_code == 303


def test_staff_are_asked_before_the_form_of_a_refund_is_shown(stale_sam: FlaskClient, as_: As, order_page: str) -> None:
    assert 'name="amount"' in as_(SAM).get(order_page).text
    page = stale_sam.get(order_page).text
    assert 'name="amount"' not in page
    assert "/verify?next=" in page


def test_a_refund_typed_for_too_long_is_not_sent_and_not_lost(
    stale_sam: FlaskClient, order_page: str, session: Session
) -> None:
    fields = {"amount": "12.34", "reason": "requested_by_customer", "note": "Asked by letter"}
    page = stale_sam.post(f"{order_page}/refunds", data=fields)
    assert page.status_code == 422
    assert ("12.34" in page.text, "Asked by letter" in page.text, "/verify?next=" in page.text) == (True, True, True)
    session.rollback()
    assert session.scalars(select(Refund.id)).all() == []


def test_approving_a_request_asks_first(stale_sam: FlaskClient) -> None:
    assert stale_sam.post("/admin/refunds/x/approval").location.startswith("/verify?next=/admin/refunds")


def test_a_new_password_needs_the_old_one_or_where_there_is_none_a_recent_link(
    stale_ann: FlaskClient, session: Session
) -> None:
    assert stale_ann.get("/settings/password").status_code == 200
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == ANN.email).values(password=None))
    assert stale_ann.get("/settings/password").location.startswith("/verify")
    assert "your account has none yet" in stale_ann.get("/verify").text
