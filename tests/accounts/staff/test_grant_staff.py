"""Becoming staff by an invitation, roles and their desks, and losing them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.models import SecurityEvent
from saas.accounts.models import Account, Role, StaffRole
from saas.accounts.models import Person as PersonRow
from saas.accounts.sign_in_links.actions import issue_sign_in_link
from saas.accounts.staff.actions import grant_staff, invite_staff, revoke_staff
from saas.accounts.staff.letters import INVITATION
from saas.accounts.staff.queries import list_staff
from saas.jobs import list_letter_writers
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.letters import QueuedLetter, find_waiting_letter
from saas.staff.views import DESKS, staff
from tests.accounts.conftest import FindPerson, SignIn, is_signed_in
from tests.people import ANN, CAL, PASSWORD, SAM, Person, account_of
from tests.threads import run_at_once

NEW_PASSWORD = "seven calm otters reading"


def count(session: Session, kind: type[Account | Role]) -> int:
    return session.scalar(select(func.count(kind.id))) or 0


@pytest.fixture
def deliver(app: Flask, session: Session) -> Callable[[], str]:
    """Write the newest invitation as a worker does, and return the path of its link."""

    def write() -> str:
        session.rollback()
        query = select(QueuedLetter.key).where(QueuedLetter.kind == INVITATION.name).order_by(QueuedLetter.id.desc())
        key = session.scalars(query.limit(1)).one()
        letter = find_waiting_letter(session, key, list_letter_writers(app.extensions["settings"]))
        assert letter is not None
        match = re.search(r"http://shop\.test(/staff/invitation/\S+)", letter.text)
        assert match is not None
        return match[1]

    return write


def join(client: FlaskClient, link: str, password: str = NEW_PASSWORD, again: str | None = None) -> int:
    form = {"password": password, "password_confirm": password if again is None else again}
    return client.post(link, data=form).status_code


def test_an_invited_address_has_no_rights_until_its_letter_is_read(
    session: Session, find: FindPerson, as_: Callable[[Person], FlaskClient], deliver: Callable[[], str]
) -> None:
    assert invite_staff(session, " CAL@example.com ", StaffRole.OWNER)
    link = deliver()
    person = find(CAL.email)
    assert person is not None and not person.is_staff
    assert as_(CAL).get("/admin").status_code == 404
    assert as_(CAL).get(link).status_code == 200
    assert as_(CAL).get("/admin").status_code == 404


def test_who_registered_the_address_first_is_shut_out_when_the_link_is_used(
    session: Session, app: Flask, as_: Callable[[Person], FlaskClient], find: FindPerson, deliver: Callable[[], str]
) -> None:
    """The squatter's password, session, sign-in link and calendar end; the rights are the reader's."""
    squatter, sign_in_link = as_(CAL), f"/sign-in/link/{issue_sign_in_link(session, CAL.email)}"
    with transaction(session):
        session.add(CalendarFeed(account_id=account_of(session, CAL), secret_hash="e" * 64))
    assert is_signed_in(squatter)
    invite_staff(session, CAL.email, StaffRole.OWNER)
    reader = app.test_client()
    assert join(reader, deliver()) == 303
    assert not is_signed_in(squatter)
    assert squatter.post(sign_in_link).status_code == 404
    session.rollback()
    assert session.scalars(select(CalendarFeed.account_id)).all() == []
    assert squatter.post("/sign-in", data={"email": CAL.email, "password": PASSWORD}).status_code == 200
    assert not is_signed_in(squatter)
    person = find(CAL.email)
    assert person is not None and person.is_staff and person.fs_uniquifier != CAL.uniquifier
    assert reader.get("/admin").location == "/sign-in?next=/admin"
    assert reader.post("/sign-in", data={"email": CAL.email, "password": NEW_PASSWORD}).status_code == 302
    assert reader.get("/admin").location == "/settings/second-factor?next=/admin"


def test_an_invitation_works_once_and_the_older_one_not_at_all(
    session: Session, app: Flask, deliver: Callable[[], str]
) -> None:
    invite_staff(session, CAL.email, StaffRole.EDITOR)
    older = deliver()
    invite_staff(session, CAL.email, StaffRole.EDITOR)
    link = deliver()
    assert app.test_client().get(older).status_code == 404
    answers = run_at_once(*[partial(join, app.test_client(), link) for _ in range(3)])
    assert sorted(answers) == [303, 404, 404]


@pytest.mark.any_database
def test_an_invitation_ends_after_two_days(session: Session, client: FlaskClient, deliver: Callable[[], str]) -> None:
    invite_staff(session, CAL.email, StaffRole.EDITOR)
    link = deliver()
    with time_machine.travel(clock.now() + timedelta(hours=49)):
        assert join(client, link) == 404
        assert [member.email for member in list_staff(session)] == [SAM.email]


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [("short", "short", "Use at least 10 characters."), (NEW_PASSWORD, "other", "The two passwords are not the same.")],
)
def test_a_password_that_is_refused_uses_nothing_up(
    password: str, again: str, sentence: str, session: Session, client: FlaskClient, deliver: Callable[[], str]
) -> None:
    invite_staff(session, CAL.email, StaffRole.EDITOR)
    link = deliver()
    answer = client.post(link, data={"password": password, "password_confirm": again})
    assert (answer.status_code, sentence in answer.text) == (400, True)
    assert join(client, link) == 303


def test_somebody_new_gets_an_account_without_a_password(session: Session, find: FindPerson) -> None:
    before = count(session, Account)
    invite_staff(session, "New@Example.com", StaffRole.OWNER)
    person = find("new@example.com")
    assert person is not None
    assert (person.password, person.is_staff) == (None, False)
    assert count(session, Account) == before + 1


def test_who_is_staff_gets_another_role_in_place_of_theirs_without_a_letter(session: Session, find: FindPerson) -> None:
    for _ in range(2):
        assert not invite_staff(session, SAM.email, StaffRole.EDITOR, may_leave_no_owner=True)
    person = find(SAM.email)
    assert person is not None
    assert sorted(role.name for role in person.roles) == ["editor"]
    assert count(session, Role) == 2


@pytest.mark.any_database
@pytest.mark.parametrize("email", ["ann", "", "@", "ann@", " @example.com"])
def test_something_that_is_no_address_is_refused(session: Session, email: str) -> None:
    with pytest.raises(Refusal):
        invite_staff(session, email, StaffRole.OWNER)
    with pytest.raises(Refusal):
        grant_staff(session, email)
    assert count(session, Role) == 1


def test_a_session_from_before_does_not_become_one_of_staff(
    session: Session, as_: Callable[[Person], FlaskClient]
) -> None:
    assert is_signed_in(as_(CAL))
    grant_staff(session, CAL.email)
    assert not is_signed_in(as_(CAL))


def test_revoking_ends_roles_sessions_links_and_the_second_factor(
    session: Session, sam: FlaskClient, client: FlaskClient, sign_in: SignIn, find: FindPerson
) -> None:
    link = f"/sign-in/link/{issue_sign_in_link(session, SAM.email)}"
    assert sam.get("/admin").status_code == 200
    revoke_staff(session, SAM.email, may_leave_no_owner=True)
    assert not is_signed_in(sam)
    assert client.post(link).status_code == 404
    sign_in(SAM.email)
    assert client.get("/admin").status_code == 404
    session.rollback()
    assert list_staff(session) == []
    kinds = session.scalars(select(SecurityEvent.kind).where(SecurityEvent.actor == "program")).all()
    assert "staff_revoked" in kinds
    with pytest.raises(NotFound):
        revoke_staff(session, SAM.email)


@pytest.mark.any_database
def test_an_invitation_can_be_taken_back(session: Session, client: FlaskClient, deliver: Callable[[], str]) -> None:
    invite_staff(session, CAL.email, StaffRole.OWNER)
    link = deliver()
    revoke_staff(session, CAL.email)
    assert join(client, link) == 404


def test_the_list_names_staff_and_who_is_invited(session: Session) -> None:
    invite_staff(session, CAL.email, StaffRole.SUPPORT)
    assert [
        (member.email, member.roles, member.invited_as, member.has_second_factor, member.signed_in_at is not None)
        for member in list_staff(session)
    ] == [(CAL.email, (), "support", False, True), (SAM.email, ("owner",), "", False, True)]


def test_admin_is_not_found_for_who_is_not_staff(as_: Callable[[Person], FlaskClient]) -> None:
    assert as_(ANN).get("/admin").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/admin").location == "/sign-in?next=/admin"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("role", "opens", "hides"),
    [
        (StaffRole.SUPPORT, ("/admin/orders", "/admin/refunds", "/admin/letters"), ("/admin/library", "/admin/log")),
        (StaffRole.EDITOR, ("/admin/library",), ("/admin/orders", "/admin/refunds", "/admin/codes", "/admin/log")),
    ],
)
def test_each_role_opens_its_own_desks_and_the_rest_is_not_found(
    role: StaffRole, opens: tuple[str, ...], hides: tuple[str, ...], session: Session, sam: FlaskClient
) -> None:
    with transaction(session):
        person = session.scalars(select(PersonRow).where(PersonRow.email == SAM.email)).unique().one()
        person.roles = [Role(name=str(role))]
    home = sam.get("/admin")
    assert home.status_code == 200
    assert [path for path in opens if sam.get(path).status_code != 200 or f'href="{path}"' not in home.text] == []
    assert [path for path in hides if sam.get(path).status_code != 404 or f'href="{path}"' in home.text] == []


def test_every_staff_page_stands_at_a_desk() -> None:
    """A blueprint that is registered beside the desks would be open to every role."""
    at_desks = {blueprint.name for blueprints in DESKS.values() for blueprint in blueprints}
    assert {blueprint.name for blueprint, _options in staff._blueprints} == at_desks
