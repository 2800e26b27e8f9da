"""What is recorded when somebody signs in or out, sets a password or leaves: who, from where, and never a secret."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.events.models import SecurityEvent
from saas.accounts.sign_in_links.actions import issue_sign_in_link
from tests.accounts.conftest import SignIn
from tests.people import ANN, BEA, CAL, PASSWORD, SAM, Person, account_of

Events = Callable[[], list[SecurityEvent]]


@pytest.fixture
def events(session: Session) -> Events:
    """What has been recorded since, oldest first."""
    query = select(SecurityEvent).order_by(SecurityEvent.id)
    before = len(session.scalars(query).all())

    def read() -> list[SecurityEvent]:
        session.rollback()
        return list(session.scalars(query.offset(before)))

    return read


def kinds(events: Events) -> list[str]:
    return [event.kind for event in events()]


def test_signing_in_and_out_is_recorded_with_who_and_from_where(
    sign_in: SignIn, client: FlaskClient, events: Events, session: Session
) -> None:
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    sign_in(ANN.email)
    client.post("/sign-out")
    signed_in, signed_out = events()
    assert (signed_in.kind, signed_out.kind) == ("signed_in", "signed_out")
    for event in (signed_in, signed_out):
        assert event.account_id == account_of(session, ANN)
        assert event.person_id is not None
        assert (event.actor, event.source) == ("customer", "203.0.113.0/24")
    assert signed_in.session_public_id == signed_out.session_public_id != ""


def test_a_failed_sign_in_is_recorded_without_what_was_typed(sign_in: SignIn, events: Events, session: Session) -> None:
    sign_in(ANN.email, "not the password")
    sign_in("nobody@example.com", "not the password")
    known, unknown = events()
    assert {known.kind, unknown.kind} == {"sign_in_failed"}
    assert (known.actor, known.account_id) == ("visitor", account_of(session, ANN))
    assert (unknown.actor, unknown.account_id, unknown.person_id) == ("visitor", None, None)
    assert_nothing_typed_is_kept(events)


def test_an_empty_form_is_no_attempt(sign_in: SignIn, events: Events) -> None:
    sign_in(ANN.email, "")
    assert events() == []


def test_a_new_password_by_letter_is_recorded_when_asked_for_and_when_set(client: FlaskClient, events: Events) -> None:
    client.post("/reset", data={"email": ANN.email})
    client.post("/reset", data={"email": "nobody@example.com"})
    # For an address that nobody has too, so that the work is the same; that one names no account.
    assert kinds(events) == ["reset_requested", "reset_requested"]
    known, unknown = events()
    assert (known.actor, unknown.actor, unknown.account_id) == ("visitor", "visitor", None)
    assert known.account_id is not None
    assert_nothing_typed_is_kept(events)


def test_a_changed_password_is_recorded(as_: Callable[[Person], FlaskClient], events: Events) -> None:
    new = "another set of words"
    as_(BEA).post("/settings/password", data={"password": PASSWORD, "new_password": new, "new_password_confirm": new})
    assert kinds(events) == ["password_changed"]
    assert_nothing_typed_is_kept(events)


def test_a_sign_up_is_recorded_with_its_account(client: FlaskClient, events: Events, session: Session) -> None:
    client.post("/sign-up", data={"email": "new@example.com", "password": "a long enough phrase"})
    signed_up = events()[0]
    assert signed_up.kind == "signed_up"
    assert signed_up.account_id == account_of(session, Person("new@example.com", ""))
    assert_nothing_typed_is_kept(events)


def test_a_sign_in_link_is_recorded_when_made_and_when_used(
    client: FlaskClient, events: Events, session: Session
) -> None:
    secret = issue_sign_in_link(session, SAM.email)
    client.post(f"/sign-in/link/{secret}")
    issued, used = events()
    assert (issued.kind, issued.actor, issued.source) == ("sign_in_link_issued", "program", "")
    assert (used.kind, json.loads(used.after)) == ("signed_in", {"by": "link"})
    assert secret not in "".join(map(text_of, events()))


def test_an_export_and_a_deletion_are_recorded(as_: Callable[[Person], FlaskClient], events: Events) -> None:
    browser = as_(CAL)
    browser.get("/settings/export")
    assert (kinds(events), events()[0].actor) == (["data_exported"], "customer")
    browser.post("/settings/deletion", data={"email": CAL.email})
    assert kinds(events)[-1] == "account_deleted"
    assert {event.person_id for event in events()} == {None}


def test_the_owner_of_an_account_reads_what_happened_to_it(
    sign_in: SignIn, as_: Callable[[Person], FlaskClient]
) -> None:
    sign_in(ANN.email, "not the password")
    sign_in(ANN.email)
    anns, beas = (as_(person).get("/settings/activity").text for person in (ANN, BEA))
    assert ("Signed in" in anns, "Sign-in failed" in anns, "127.0.0.0/24" in anns) == (True, True, True)
    assert "Sign-in failed" not in beas


def text_of(event: SecurityEvent) -> str:
    return " ".join(str(getattr(event, column.key)) for column in SecurityEvent.__mapper__.columns)


def assert_nothing_typed_is_kept(events: Events) -> None:
    typed: tuple[Any, ...] = ("@", PASSWORD, "password", "words", "phrase", "127.0.0.1")
    texts = [text_of(event).replace("password_changed", "") for event in events()]
    assert [text for text in texts for part in typed if part in text] == []
