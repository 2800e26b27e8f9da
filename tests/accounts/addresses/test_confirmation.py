"""An address is confirmed by its owner, signed in, with a link from its mailbox; letters with something in them wait."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from saas.accounts.addresses.letters import queue_customer_letter
from saas.accounts.models import Person as PersonRow
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.letters import Letter, LetterState, QueuedLetter, erase_old_letters
from saas.kernel.mailer import Mailer
from saas.kernel.tenancy import account_session
from saas.plans.letters import send_plan_letter
from saas.plans.queries import find_current_plan
from tests.accounts.conftest import FindPerson
from tests.letters import letters_to
from tests.people import ANN, BEA, Person, account_of

NEW = Person("new@example.com", "")
PASSWORD = "four unrelated words here"
LINK = re.compile(r"http://shop\.test(/confirm/[^\s\"<]+)")


def link_to(engine: Engine, person: Person) -> str:
    """The path in the newest letter that has one."""
    paths = [match[1] for letter in letters_to(engine, person) if (match := LINK.search(letter.text))]
    return paths[-1]


@pytest.fixture
def newcomer(client: FlaskClient) -> FlaskClient:
    """Somebody who has just signed up."""
    client.post("/sign-up", data={"email": NEW.email, "password": PASSWORD})
    return client


def queue_receipt(session: Session, account_id: int) -> None:
    with transaction(session):
        queue_customer_letter(session, account_id, Letter("receipt:1", NEW.email, "Receipt", "Paid $79.00"))


def state_of(session: Session, key: str) -> str | None:
    session.rollback()
    return session.scalar(select(QueuedLetter.state).where(QueuedLetter.key == key))


def test_signing_up_sends_a_link_and_blocks_nothing(newcomer: FlaskClient, engine: Engine) -> None:
    [letter] = letters_to(engine, NEW)
    assert letter.subject == "Confirm your address"
    assert newcomer.get("/checkout").status_code == 200
    assert "Not confirmed yet" in newcomer.get("/settings").text


def test_the_link_has_a_button_and_the_button_confirms(newcomer: FlaskClient, engine: Engine, find: FindPerson) -> None:
    path = link_to(engine, NEW)
    assert NEW.email in newcomer.get(path).text
    unconfirmed = find(NEW.email)
    assert unconfirmed is not None and unconfirmed.confirmed_at is None
    assert newcomer.post(path).location == "/settings"
    confirmed = find(NEW.email)
    assert confirmed is not None and confirmed.confirmed_at is not None
    assert "Not confirmed yet" not in newcomer.get("/settings").text


def test_whoever_has_the_mailbox_alone_confirms_nothing(
    newcomer: FlaskClient, engine: Engine, as_: Callable[[Person], FlaskClient], find: FindPerson
) -> None:
    """The address was mistyped, and its owner opens the link: as a stranger, and in an account of their own."""
    path = link_to(engine, NEW)
    stranger = newcomer.application.test_client()
    assert "/sign-in" in stranger.post(path).location
    assert as_(BEA).post(path).status_code == 404
    person = find(NEW.email)
    assert person is not None and person.confirmed_at is None


@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "W10.abc.def"])
def test_a_link_that_is_not_ours_does_not_exist(newcomer: FlaskClient, token: str) -> None:
    assert newcomer.get(f"/confirm/{token}").status_code == 404
    assert newcomer.post(f"/confirm/{token}").status_code == 404


def test_a_link_is_good_for_a_week(newcomer: FlaskClient, engine: Engine) -> None:
    path = link_to(engine, NEW)
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        assert newcomer.get(path).status_code in (302, 404)
    assert newcomer.get(path).status_code == 200


def test_a_letter_about_money_waits_for_the_confirmation(
    newcomer: FlaskClient, engine: Engine, session: Session, find: FindPerson
) -> None:
    person = find(NEW.email)
    assert person is not None
    queue_receipt(session, person.account_id)
    assert state_of(session, "receipt:1") == LetterState.HELD
    assert "Receipt" not in [letter.subject for letter in letters_to(engine, NEW)]
    newcomer.post(link_to(engine, NEW))
    assert state_of(session, "receipt:1") == LetterState.WAITING
    assert "Receipt" in [letter.subject for letter in letters_to(engine, NEW)]


def test_a_confirmed_address_waits_for_nothing(session: Session) -> None:
    queue_receipt(session, account_of(session, ANN))
    assert state_of(session, "receipt:1") == LetterState.WAITING


def test_a_letter_that_waits_sends_the_link_once_a_day(session: Session, engine: Engine) -> None:
    """Somebody from before addresses were confirmed."""
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == ANN.email).values(confirmed_at=None))
    before = len(letters_to(engine, ANN))
    for number in (1, 2):
        with transaction(session):
            letter = Letter(f"refund:{number}", ANN.email, "Refund", "text")
            queue_customer_letter(session, account_of(session, ANN), letter)
    assert [letter.subject for letter in letters_to(engine, ANN)[before:]] == ["Confirm your address"]


def test_setting_a_password_by_the_letter_confirms(client: FlaskClient, engine: Engine, session: Session) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == ANN.email).values(confirmed_at=None))
    queue_receipt(session, account_of(session, ANN))
    client.post("/reset", data={"email": ANN.email})
    [path] = {m[1] for m in (re.search(r"(/reset/[^\s]+)", letter.text) for letter in letters_to(engine, ANN)) if m}
    client.post(path, data={"password": PASSWORD, "password_confirm": PASSWORD})
    assert state_of(session, "receipt:1") == LetterState.WAITING


def test_the_letter_about_a_plan_holds_nothing_of_it_before(session: Session, engine: Engine, mail_dir: Path) -> None:
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == ANN.email).values(confirmed_at=None))
    with account_session(engine, account_of(session, ANN)) as ann_session:
        plan = find_current_plan(ann_session)
    assert plan is not None
    mailer = Mailer("us@shop.test", folder=mail_dir)
    send_plan_letter(engine, mailer, "http://shop.test", account_of(session, ANN), plan.public_id)
    [file] = mail_dir.glob("plan-*.eml")
    text = file.read_text()
    assert "not confirmed yet" in text and "The first steps" not in text and "runway" not in text.lower()


def test_what_nobody_confirms_in_a_month_is_erased(newcomer: FlaskClient, session: Session, find: FindPerson) -> None:
    person = find(NEW.email)
    assert person is not None
    queue_receipt(session, person.account_id)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        erase_old_letters(session)
    row = session.scalars(select(QueuedLetter).where(QueuedLetter.key == "receipt:1")).one()
    assert (row.state, row.text, row.address) == (LetterState.DISCARDED, "", "")


def test_the_link_can_be_sent_again_but_not_without_end(newcomer: FlaskClient, engine: Engine) -> None:
    for _ in range(8):
        newcomer.post("/settings/address/confirmation")
    assert len(letters_to(engine, NEW)) == 5
    assert "several letters from us" in newcomer.get("/settings").text
