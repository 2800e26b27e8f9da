"""/sign-in/link/<secret>: a link that signs one person in once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Person as PersonRow
from saas.accounts.models import SignInLink
from saas.accounts.sign_in_links.actions import issue_sign_in_link, use_sign_in_link
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from tests.accounts.conftest import is_signed_in
from tests.people import CAL, SAM
from tests.threads import run_at_once


@pytest.fixture
def link(session: Session) -> str:
    return f"/sign-in/link/{issue_sign_in_link(session, SAM.email)}"


def test_opening_the_link_only_shows_a_button(link: str, client: FlaskClient) -> None:
    assert client.get(link).status_code == 200
    assert not is_signed_in(client)
    assert client.post(link).status_code == 303


def test_the_button_leads_staff_to_their_second_factor(link: str, client: FlaskClient) -> None:
    assert client.post(link).location == "/admin"
    assert client.get("/admin/orders").location == "/settings/second-factor?next=/admin/orders"


def test_the_button_signs_a_customer_in_to_the_dashboard(session: Session, client: FlaskClient) -> None:
    secret = issue_sign_in_link(session, CAL.email)
    assert client.post(f"/sign-in/link/{secret}").location == "/dashboard"


def test_a_link_works_once(link: str, app: Flask) -> None:
    assert app.test_client().post(link).status_code == 303
    second = app.test_client()
    assert second.post(link).status_code == 404
    assert not is_signed_in(second)


def test_of_four_who_press_at_once_one_gets_in(link: str, app: Flask) -> None:
    answers = run_at_once(*[partial(app.test_client().post, link) for _ in range(4)])
    assert sorted(answer.status_code for answer in answers) == [303, 404, 404, 404]


@pytest.mark.parametrize(("hours", "status"), [(11.9, 303), (12.1, 404)])
def test_a_link_is_good_for_twelve_hours(hours: float, status: int, link: str, client: FlaskClient) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=hours)):
        assert client.post(link).status_code == status


def test_a_guess_is_not_found(client: FlaskClient) -> None:
    assert client.post("/sign-in/link/guess").status_code == 404


def test_a_closed_account_has_no_use_of_it(link: str, session: Session, client: FlaskClient) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == SAM.email).values(active=False))
    assert client.post(link).status_code == 404
    assert not is_signed_in(client)


def test_only_a_hash_of_the_secret_is_kept(link: str, session: Session) -> None:
    [kept] = session.scalars(select(SignInLink.secret_hash))
    assert kept not in link
    assert len(kept) == 64


def test_there_is_no_link_for_nobody(session: Session) -> None:
    with pytest.raises(NotFound):
        issue_sign_in_link(session, "nobody@example.com")


def test_one_persons_link_signs_in_that_person(session: Session) -> None:
    assert use_sign_in_link(session, issue_sign_in_link(session, " CAL@example.com ")).person.email == CAL.email
