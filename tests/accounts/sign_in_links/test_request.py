"""/sign-in/link: a customer asks for a link, which comes by letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.models import SecurityEvent
from saas.accounts.models import Person as PersonRow
from saas.accounts.second_factors.actions import set_up_for_development
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.letters import LetterState, QueuedLetter
from tests.accounts.conftest import FindPerson, SignIn, is_signed_in
from tests.letters import letters_to
from tests.people import ANN, CAL, SAM, Person, account_of

PAGE = "/sign-in/link"
LINK = re.compile(r"http://[^\s\"<]+(/sign-in/link/[^\s\"<]+)")
NOBODY = Person("nobody@example.com", "")


def request_link(client: FlaskClient, person: Person = CAL) -> int:
    return client.post(PAGE, data={"email": person.email}).status_code


def deliver(engine: Engine, person: Person = CAL) -> list[str]:
    """The links in the letters to somebody, as a worker would send them now."""
    texts = [letter.text for letter in letters_to(engine, person)]
    return [match[1] for text in texts if (match := LINK.search(text))]


def unconfirm(session: Session, person: Person) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == person.email).values(confirmed_at=None))


def test_the_link_in_the_letter_signs_in_once(client: FlaskClient, engine: Engine, app: Flask) -> None:
    assert "Send me a sign-in link" in client.get(PAGE).text
    assert request_link(client) == 200
    [link] = deliver(engine)
    assert client.get(link).status_code == 200
    assert not is_signed_in(client)
    assert client.post(link).location == "/dashboard"
    assert is_signed_in(client)
    again = app.test_client().post(link)
    assert again.status_code == 404
    assert "Ask for a new one here" in again.text


def test_a_known_and_an_unknown_address_are_answered_alike(
    client: FlaskClient, engine: Engine, statements: list[str]
) -> None:
    """The same words, status and statements: nobody is looked up while somebody waits."""
    answers = []
    for person in (CAL, NOBODY):
        statements.clear()
        answer = client.post(PAGE, data={"email": person.email})
        page = re.sub(r'value="[^"]+"', "", answer.text.replace(person.email, "ADDRESS"))
        answers.append((answer.status_code, page, tuple(statements)))
    assert answers[0] == answers[1]
    assert not any(" people" in statement for statement in answers[0][2])
    assert (len(deliver(engine)), deliver(engine, NOBODY)) == (1, [])


def test_an_address_of_nobody_is_not_kept(client: FlaskClient, engine: Engine, session: Session) -> None:
    request_link(client, NOBODY)
    deliver(engine)
    [row] = session.scalars(select(QueuedLetter).where(QueuedLetter.kind == "sign_in_link"))
    assert (row.address, row.arguments, row.state) == ("", "{}", LetterState.DISCARDED)


@pytest.mark.parametrize("typed", ["", "nobody", "a@b@c"])
def test_what_is_no_address_is_sent_back(client: FlaskClient, typed: str) -> None:
    answer = client.post(PAGE, data={"email": typed})
    assert answer.status_code == 422
    assert "Enter an email address such as name@example.com." in answer.text


def test_one_address_gets_five_letters_an_hour(client: FlaskClient, engine: Engine) -> None:
    assert [request_link(client) for _ in range(7)] == [200] * 7
    assert len(deliver(engine)) == 5


@pytest.mark.parametrize(("minutes", "status"), [(14, 303), (16, 404)])
def test_the_link_lives_fifteen_minutes(client: FlaskClient, engine: Engine, minutes: int, status: int) -> None:
    request_link(client)
    [link] = deliver(engine)
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        assert client.post(link).status_code == status


def test_it_confirms_the_address_and_ends_what_somebody_else_had_opened(
    client: FlaskClient, as_: Callable[[Person], FlaskClient], engine: Engine, session: Session, find: FindPerson,
    sign_in: SignIn,
) -> None:  # fmt: skip
    """Whoever signed up with the address, and set its password, need not have the mailbox."""
    squatter = as_(CAL)
    unconfirm(session, CAL)
    with transaction(session):
        session.add(CalendarFeed(account_id=account_of(session, CAL), secret_hash="e" * 64))
    request_link(client)
    [link] = deliver(engine)
    page = client.post(link, follow_redirects=True)
    assert "Your address is confirmed now" in page.text
    person = find(CAL.email)
    assert person is not None and person.confirmed_at is not None
    assert is_signed_in(client)
    assert not is_signed_in(squatter)
    assert session.scalars(select(CalendarFeed)).all() == []
    client.post("/sign-out")
    sign_in(CAL.email)
    assert not is_signed_in(client)


def test_a_confirmed_address_keeps_its_password_and_its_sessions(
    client: FlaskClient, anns_phone: FlaskClient, engine: Engine, sign_in: SignIn
) -> None:
    request_link(client, ANN)
    [link] = deliver(engine, ANN)
    client.post(link)
    assert is_signed_in(anns_phone)
    client.post("/sign-out")
    assert sign_in(ANN.email).location == "/dashboard"


def test_a_new_address_or_signing_out_everywhere_ends_the_link(
    client: FlaskClient, as_: Callable[[Person], FlaskClient], engine: Engine
) -> None:
    request_link(client)
    [link] = deliver(engine)
    as_(CAL).post("/settings/sessions/end-all")
    assert client.post(link).status_code == 404


def test_staff_get_no_link_before_they_have_a_second_factor_and_are_asked_for_it_after(
    client: FlaskClient, engine: Engine, session: Session
) -> None:
    request_link(client, SAM)
    assert deliver(engine, SAM) == []
    set_up_for_development(
        session, session.scalars(select(PersonRow).where(PersonRow.email == SAM.email)).unique().one()
    )
    request_link(client, SAM)
    [link] = deliver(engine, SAM)
    client.post(link)
    assert client.get("/admin/orders").status_code == 302


def test_a_closed_account_gets_no_letter(client: FlaskClient, engine: Engine, session: Session) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == CAL.email).values(active=False))
    request_link(client)
    assert deliver(engine) == []


def test_the_log_says_that_a_link_was_made_and_used(client: FlaskClient, engine: Engine, session: Session) -> None:
    request_link(client)
    [link] = deliver(engine)
    client.post(link)
    kinds = session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id)).all()
    assert kinds[-2:] == ["sign_in_link_issued", "signed_in"]
