"""An address that somebody has: a sign-up with it says so to nobody but the mailbox, and the mailbox decides whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from saas.accounts import guesses
from saas.accounts.addresses.letters import queue_customer_letter
from saas.accounts.models import Account
from saas.accounts.models import Person as PersonRow
from saas.accounts.queries import AmbiguousAddress, find_account_id
from saas.accounts.sessions.models import SignInSession
from saas.kernel.db import transaction
from saas.kernel.ids import fingerprint
from saas.kernel.letters import Letter, LetterState, QueuedLetter
from saas.kernel.tenancy import account_session
from saas.privacy.actions import delete_account
from saas.privacy.queries import export_account
from tests.accounts.conftest import is_signed_in
from tests.letters import letters_to
from tests.people import ANN, BEA, PASSWORD, SAM, Person, account_of

NEW = Person("new@example.com", "")
OTHER_PASSWORD = "four unrelated words here"
CONFIRM = re.compile(r"http://shop\.test(/confirm/[^\s\"<]+)")
RESET = re.compile(r"(/reset/[^\s\"<]+)")


def sign_up(app: Flask, email: str, password: str = OTHER_PASSWORD) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-up", data={"email": email, "password": password})
    assert (answer.status_code, answer.location) == (302, "/checkout")
    return client


def sign_in(app: Flask, email: str, password: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"email": email, "password": password})
    return client


def people(session: Session, email: str) -> list[PersonRow]:
    """Those who have the address, the first that came first."""
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(PersonRow).where(PersonRow.email == email).order_by(PersonRow.id)).unique())


def account_number(client: FlaskClient, session: Session) -> int:
    """Whose account the browser is signed in to, by its newest session."""
    session.rollback()
    with client.session_transaction() as cookie:
        secret = str(cookie["_user_id"])
    row = select(PersonRow.account_id).join(SignInSession, SignInSession.person_id == PersonRow.id)
    return session.scalars(row.where(SignInSession.secret_hash == fingerprint(secret))).one()


def masked(page: TestResponse, *words: str) -> str:
    text = re.sub(r'(name="csrf_token" value=|nonce=|datetime=)"[^"]*"', "", page.text)
    for word in words:
        text = text.replace(word, "…")
    return text


def link_in(engine: Engine, person: Person, pattern: re.Pattern[str]) -> str:
    matches = [match[1] for letter in letters_to(engine, person) if (match := pattern.search(letter.text))]
    return matches[-1]


@pytest.fixture
def newcomer(app: Flask) -> FlaskClient:
    """Somebody who signed up with Ann's address and a password of their own."""
    return sign_up(app, ANN.email)


@pytest.mark.parametrize(
    "path", ["/checkout", "/settings", "/settings/address", "/settings/activity", "/orders", "/reset"]
)
def test_every_page_reads_the_same_for_a_taken_and_a_free_address(app: Flask, path: str) -> None:
    taken, free = sign_up(app, ANN.email), sign_up(app, NEW.email)
    pages = [
        masked(client.get(path), email, email.replace("@", "&#64;"))
        for client, email in ((taken, ANN.email), (free, NEW.email))
    ]
    assert pages[0] == pages[1]


def test_the_owner_is_told_and_nothing_of_theirs_changes(
    newcomer: FlaskClient, app: Flask, engine: Engine, session: Session
) -> None:
    letter = letters_to(engine, ANN)[-1]
    assert letter.subject == "You have a CareerCanopy account already"
    for body in (letter.text, letter.html):
        assert "Your account is untouched" in body and "/sign-in" in body and "/reset" in body and "refund" in body
    ann, other = people(session, ANN.email)
    assert (ann.confirmed_at is None, other.confirmed_at is None) == (False, True)
    assert ann.account_id != other.account_id == account_number(newcomer, session)


def test_both_sign_in_with_their_own_passwords(newcomer: FlaskClient, app: Flask, session: Session) -> None:
    ann, other = people(session, ANN.email)
    assert account_number(sign_in(app, ANN.email, PASSWORD), session) == ann.account_id
    assert account_number(sign_in(app, ANN.email, OTHER_PASSWORD), session) == other.account_id
    assert not is_signed_in(sign_in(app, ANN.email, "neither of the two"))


def test_ones_own_password_signs_in_instead_of_a_second_account(app: Flask, session: Session) -> None:
    before = session.scalar(select(func.count(Account.id)))
    client = sign_up(app, ANN.email, PASSWORD)
    assert account_number(client, session) == account_of(session, ANN)
    assert session.scalar(select(func.count(Account.id))) == before


def test_the_password_of_staff_is_no_way_around_the_second_factor(app: Flask, session: Session) -> None:
    client = sign_up(app, SAM.email, PASSWORD)
    assert account_number(client, session) != account_of(session, SAM)
    assert client.get("/admin").status_code == 404


def test_a_sign_up_is_a_guess_and_stops_being_one(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "GUESSES", replace(guesses.GUESSES, limit=2))
    for number in range(2):
        sign_up(app, ANN.email, f"four unrelated words {number}")
    assert account_number(sign_up(app, ANN.email, PASSWORD), session) != account_of(session, ANN)


def test_letters_about_the_new_account_wait_and_are_none_of_the_owners(
    newcomer: FlaskClient, session: Session, engine: Engine
) -> None:
    ann, other = people(session, ANN.email)
    with transaction(session):
        queue_customer_letter(session, other.account_id, Letter("receipt:2", ANN.email, "Receipt", "Paid"))
        queue_customer_letter(session, ann.account_id, Letter("plan:1", ANN.email, "Plan", "Yours"))
    rows = {row.key: row.state for row in session.scalars(select(QueuedLetter))}
    assert (rows["receipt:2"], rows["plan:1"]) == (LetterState.HELD, LetterState.WAITING)
    with account_session(engine, other.account_id) as own:
        assert [row["subject"] for row in export_account(own, other.account_id)["letters"]] == [
            "The link that confirms an address",
            "Receipt",
        ]
        delete_account(own, other.account_id)
    session.rollback()
    kept = session.scalars(select(QueuedLetter).where(QueuedLetter.key == "plan:1")).one()
    assert (kept.address, kept.text) == (ANN.email, "Yours")


def test_whoever_has_the_mailbox_and_both_accounts_chooses(
    newcomer: FlaskClient, app: Flask, engine: Engine, session: Session
) -> None:
    ann, other = people(session, ANN.email)
    path = link_in(engine, ANN, CONFIRM)
    page = newcomer.post(path)
    assert page.status_code == 409 and "Two accounts, one address" in page.text
    assert people(session, ANN.email)[1].confirmed_at is None
    assert newcomer.post(path, data={"take": "yes"}).location == "/settings"
    ann, other = people(session, ANN.email)
    assert (ann.confirmed_at is None, other.confirmed_at is None) == (True, False)
    assert letters_to(engine, ANN)[-1].subject == "This address belongs to another account now"
    # Nothing is lost: the first account opens with its password, and what was signed in stays so.
    assert account_number(sign_in(app, ANN.email, PASSWORD), session) == ann.account_id


def test_neither_can_take_the_other(
    newcomer: FlaskClient, app: Flask, engine: Engine, session: Session, as_: Callable[[Person], FlaskClient]
) -> None:
    """The mailbox alone, and the password alone, change nothing."""
    path = link_in(engine, ANN, CONFIRM)
    for client in (as_(ANN), as_(BEA), app.test_client()):
        client.post(path, data={"take": "yes"})
    ann, other = people(session, ANN.email)
    assert (ann.confirmed_at is None, other.confirmed_at is None) == (False, True)


def test_the_address_of_staff_is_not_taken(app: Flask, engine: Engine, session: Session) -> None:
    client = sign_up(app, SAM.email)
    client.post(link_in(engine, SAM, CONFIRM), data={"take": "yes"})
    assert people(session, SAM.email)[1].confirmed_at is None


def test_who_squats_an_address_loses_it_to_its_mailbox(app: Flask, engine: Engine, session: Session) -> None:
    squatter = sign_up(app, NEW.email, "the squatter's own words")
    owner = sign_up(app, NEW.email)
    assert owner.post(link_in(engine, NEW, CONFIRM)).location == "/settings"
    squatted, own = people(session, NEW.email)
    assert (squatted.confirmed_at is None, own.confirmed_at is None) == (True, False)
    assert (is_signed_in(squatter), is_signed_in(owner)) == (True, True)


def test_a_new_password_by_letter_takes_a_squatted_account_back(app: Flask, engine: Engine, session: Session) -> None:
    squatter = sign_up(app, NEW.email)
    app.test_client().post("/reset", data={"email": NEW.email})
    words = "the owner's own words"
    app.test_client().post(link_in(engine, NEW, RESET), data={"password": words, "password_confirm": words})
    assert not is_signed_in(squatter)
    assert is_signed_in(sign_in(app, NEW.email, words))
    assert not is_signed_in(sign_in(app, NEW.email, OTHER_PASSWORD))
    assert people(session, NEW.email)[0].confirmed_at is not None


def test_a_letter_names_each_account_of_its_address_the_owner_first(
    newcomer: FlaskClient, app: Flask, engine: Engine, session: Session
) -> None:
    for number in range(7):
        sign_up(app, ANN.email, f"four unrelated words {number}")
    app.test_client().post("/reset", data={"email": ANN.email})
    [letter] = [letter for letter in letters_to(engine, ANN) if letter.key.startswith("reset:")]
    links = RESET.findall(letter.text)
    assert len(links) == 5
    assert letter.text.index("the one that confirmed this address") < letter.text.index(links[0])
    words = "another set of quiet words"
    app.test_client().post(links[-1], data={"password": words, "password_confirm": words})
    # The first that was made with it is among them, however many came later.
    assert letter.text.count("Made on") == 5
    first = people(session, ANN.email)[1]
    with app.app_context():
        assert first.verify_and_update_password(words)


def test_commands_name_the_owner_and_ask_where_nobody_is(newcomer: FlaskClient, app: Flask, session: Session) -> None:
    assert find_account_id(session, ANN.email) == people(session, ANN.email)[0].account_id
    sign_up(app, NEW.email)
    [only] = people(session, NEW.email)
    assert find_account_id(session, NEW.email) == only.account_id
    sign_up(app, NEW.email, "other words than the first")
    session.rollback()
    with pytest.raises(AmbiguousAddress, match="Name one by its public id"):
        find_account_id(session, NEW.email)
