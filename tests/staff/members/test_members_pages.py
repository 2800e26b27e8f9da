"""/admin/staff: the owner sees who is staff, and changes that with a password that was typed a short while ago."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.models import SecurityEvent
from saas.accounts.models import Account, Role, StaffRole, roles_people
from saas.accounts.models import Person as PersonRow
from saas.accounts.staff.actions import LastOwner, change_role, grant_staff, invite_staff, revoke_staff
from saas.accounts.staff.queries import get_member, list_staff
from saas.kernel.db import transaction
from saas.kernel.letters import QueuedLetter
from saas.kernel.tenancy import unscoped
from tests.letters import letters_to
from tests.people import ANN, BEA, CAL, SAM, Person, account_of, add_session
from tests.threads import run_at_once

As = Callable[[Person], FlaskClient]


def public_id(session: Session, person: Person) -> str:
    session.rollback()
    account = select(Account.public_id).where(Account.id == account_of(session, person))
    return str(session.scalars(account).one())


def page_of(session: Session, person: Person) -> str:
    return f"/admin/staff/{public_id(session, person)}"


def role_of(session: Session, person: Person) -> str:
    session.rollback()
    return next((member.role for member in list_staff(session) if member.email == person.email), "")


def newest_event(session: Session, kind: str) -> SecurityEvent:
    session.rollback()
    query = select(SecurityEvent).where(SecurityEvent.kind == kind).order_by(SecurityEvent.id.desc()).limit(1)
    return session.scalars(query).one()


@pytest.fixture
def stale_sam(sam: FlaskClient) -> FlaskClient:
    with sam.session_transaction() as cookie:
        cookie["fs_paa"] = time.time() - 40 * 60
    return sam


@pytest.mark.any_database
def test_the_list_says_who_as_what_and_since_when(session: Session, sam: FlaskClient) -> None:
    grant_staff(session, CAL.email, StaffRole.EDITOR)
    invite_staff(session, ANN.email, StaffRole.SUPPORT)
    text = sam.get("/admin/staff").text
    assert [email in text for email in (ANN.email, CAL.email, SAM.email, BEA.email)] == [True, True, True, False]
    assert "invited as support" in text
    assert all(member.since is not None for member in list_staff(session))


@pytest.mark.any_database
def test_a_role_of_before_it_was_written_down_has_no_time(session: Session, sam: FlaskClient) -> None:
    with transaction(session):
        session.execute(update(roles_people).values(granted_at=None))
    assert "not written down" in sam.get("/admin/staff").text
    assert "not written down" in sam.get(page_of(session, SAM)).text


@pytest.mark.parametrize("role", [StaffRole.SUPPORT, StaffRole.EDITOR, None])
def test_for_everybody_else_the_pages_do_not_exist(role: StaffRole | None, session: Session, as_: As) -> None:
    path = page_of(session, SAM)
    if role is not None:
        grant_staff(session, CAL.email, role)
        add_session(session, Person(CAL.email, "cal-at-work"))
    client = as_(Person(CAL.email, "cal-at-work") if role else CAL)
    answers = [client.get(page) for page in ("/admin/staff", path)]
    answers += [client.post(f"{path}/{act}", data={"role": "editor"}) for act in ("role", "revocation")]
    answers += [client.post(f"/admin/staff/{act}", data={"email": CAL.email}) for act in ("invitations", "sign-out")]
    assert {answer.status_code for answer in answers} == {404}
    assert role_of(session, SAM) == "owner"


def test_an_invitation_is_a_letter_and_no_right(session: Session, sam: FlaskClient) -> None:
    answer = sam.post("/admin/staff/invitations", data={"email": " CAL@example.com", "role": "editor"})
    assert answer.location == "/admin/staff"
    assert "A letter to cal@example.com is on its way." in sam.get("/admin/staff").text
    assert session.scalars(select(QueuedLetter.address).where(QueuedLetter.kind == "staff_invitation")).all() == [
        CAL.email
    ]
    assert (get_member(session, public_id(session, CAL)).invited_as, role_of(session, CAL)) == ("editor", "")


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "cal@", "role": "editor"}, "Enter an email address"),
        ({"email": CAL.email, "role": "king"}, "Choose one of the three roles."),
        ({}, "Enter an email address"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    fields: dict[str, str], sentence: str, session: Session, sam: FlaskClient
) -> None:
    answer = sam.post("/admin/staff/invitations", data=fields)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert [member.email for member in list_staff(session)] == [SAM.email]


def test_another_role_is_told_logged_and_ends_what_is_open(session: Session, sam: FlaskClient, engine: Engine) -> None:
    grant_staff(session, CAL.email, StaffRole.EDITOR)
    assert sam.post(f"{page_of(session, CAL)}/role", data={"role": "support"}).location == "/admin/staff"
    assert role_of(session, CAL) == "support"
    event = newest_event(session, "staff_granted")
    assert (event.actor, event.before, event.after) == ("staff", '{"role": "editor"}', '{"role": "support"}')
    letter = letters_to(engine, CAL)[-1]
    assert letter.subject == "Your staff role at CareerCanopy changed"
    assert "is support from now on" in letter.text and "is support from now on" in letter.html


def test_rights_are_taken_away_with_a_letter(session: Session, sam: FlaskClient, engine: Engine) -> None:
    grant_staff(session, CAL.email, StaffRole.EDITOR)
    assert sam.post(f"{page_of(session, CAL)}/revocation").location == "/admin/staff"
    assert role_of(session, CAL) == ""
    event = newest_event(session, "staff_revoked")
    assert (event.actor, event.before, event.after) == ("staff", '{"role": "editor"}', '{"role": null}')
    assert letters_to(engine, CAL)[-1].subject == "You are no longer on the staff of CareerCanopy"


def test_an_invitation_is_taken_back_and_the_customer_keeps_what_is_theirs(
    session: Session, sam: FlaskClient, as_: As, engine: Engine
) -> None:
    with transaction(session):
        session.add(CalendarFeed(account_id=account_of(session, ANN), secret_hash="e" * 64))
    invite_staff(session, ANN.email, StaffRole.EDITOR)
    assert sam.post(f"{page_of(session, ANN)}/revocation").status_code == 303
    assert as_(ANN).get("/settings").status_code == 200
    session.rollback()
    assert session.scalars(select(CalendarFeed.account_id)).all() == [account_of(session, ANN)]
    assert letters_to(engine, ANN)[-1].subject == "Your invitation to the staff of CareerCanopy was withdrawn"
    assert newest_event(session, "invitation_withdrawn").before == '{"role": "editor"}'


@pytest.mark.any_database
def test_the_only_owner_keeps_the_role(session: Session, sam: FlaskClient) -> None:
    grant_staff(session, CAL.email, StaffRole.EDITOR)
    path = page_of(session, SAM)
    answers = [sam.post(f"{path}/role", data={"role": "support"}), sam.post(f"{path}/revocation")]
    answers.append(sam.post("/admin/staff/invitations", data={"email": SAM.email, "role": "editor"}))
    assert [(answer.status_code, "is the only owner." in answer.text) for answer in answers] == [(409, True)] * 3
    assert role_of(session, SAM) == "owner"


@pytest.mark.any_database
def test_an_owner_who_cannot_sign_in_does_not_count(session: Session) -> None:
    grant_staff(session, CAL.email)
    with transaction(session):
        session.execute(update(PersonRow).where(PersonRow.email == CAL.email).values(active=False))
    with pytest.raises(LastOwner):
        revoke_staff(session, SAM.email)
    revoke_staff(session, CAL.email)


def test_two_owners_who_take_each_others_rights_at_once_leave_one(session: Session, engine: Engine) -> None:
    grant_staff(session, CAL.email)

    def demote(person: Person) -> bool:
        with unscoped(engine, "tests: looking and arranging") as own_session:
            try:
                change_role(own_session, person.email, StaffRole.EDITOR)
            except LastOwner:
                return False
        return True

    assert sorted(run_at_once(partial(demote, SAM), partial(demote, CAL))) == [False, True]
    session.rollback()
    owners = session.scalars(select(roles_people.c.person_id).join(Role).where(Role.name == "owner"))
    assert len(owners.all()) == 1


@pytest.mark.any_database
def test_each_act_asks_for_the_password_first(session: Session, stale_sam: FlaskClient) -> None:
    grant_staff(session, CAL.email, StaffRole.EDITOR)
    path = page_of(session, CAL)
    assert "<form" not in stale_sam.get(path).text.partition("<main")[2]
    assert "/verify?next=" in stale_sam.get("/admin/staff").text
    for act in ("role", "revocation"):
        assert stale_sam.post(f"{path}/{act}", data={"role": "support"}).location == f"/verify?next={path}"
    answer = stale_sam.post("/admin/staff/invitations", data={"email": ANN.email, "role": "support"})
    assert (answer.status_code, ANN.email in answer.text, "/verify?next=" in answer.text) == (422, True, True)
    answer = stale_sam.post("/admin/staff/sign-out", data={"person": ANN.email})
    assert (answer.status_code, ANN.email in answer.text) == (422, True)
    assert role_of(session, CAL) == "editor"
    assert ANN.email not in {member.email for member in list_staff(session)}


def test_a_customer_is_signed_out_everywhere_and_told(
    session: Session, sam: FlaskClient, as_: As, engine: Engine
) -> None:
    with transaction(session):
        session.add(CalendarFeed(account_id=account_of(session, ANN), secret_hash="e" * 64))
    assert sam.post("/admin/staff/sign-out", data={"person": "Ann@example.com"}).location == "/admin/staff"
    assert as_(ANN).get("/settings").status_code == 302
    assert as_(BEA).get("/settings").status_code == 200
    session.rollback()
    assert session.scalars(select(CalendarFeed.id)).all() == []
    assert letters_to(engine, ANN)[-1].subject == "You were signed out of CareerCanopy everywhere"
    event = newest_event(session, "sessions_ended_by_staff")
    assert (event.account_id, event.after) == (account_of(session, ANN), '{"count": 1}')


@pytest.mark.any_database
def test_an_unknown_address_is_said_beside_its_field(sam: FlaskClient) -> None:
    answer = sam.post("/admin/staff/sign-out", data={"person": "nobody@example.com"})
    assert (answer.status_code, "Nobody has an account with this address." in answer.text) == (404, True)
