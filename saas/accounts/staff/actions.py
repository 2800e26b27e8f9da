"""Inviting somebody to be staff, accepting that, and taking the rights away."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from saas.accounts.actions import find_or_add_person
from saas.accounts.addresses.actions import mark_confirmed
from saas.accounts.events.actions import record_event
from saas.accounts.models import Person, Role, SignInLink, StaffRole
from saas.accounts.passkeys.actions import delete_passkeys
from saas.accounts.second_factors.actions import delete_second_factor, note_whether_asked
from saas.accounts.sessions.actions import end_calendar_address, end_sessions
from saas.accounts.staff.letters import INVITATION, queue_rights_notice
from saas.accounts.staff.models import StaffInvitation
from saas.accounts.staff.queries import find_open_invitation, find_staff
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.ids import new_public_id
from saas.kernel.letters import queue_secret_letter

INVITATION_LIFETIME = timedelta(days=2)


class LastOwner(Refusal):
    """Nobody would be left who may make somebody staff from a page."""


def invite_staff(session: Session, email: str, role: StaffRole, *, may_leave_no_owner: bool = False) -> bool:
    """Send the address a letter that gives the role; False where that person is staff already and has the role from now on.

    A person without an account gets one, without a password. Earlier invitations end. Refuses what is no address, and
    `LastOwner` unless there may be none.
    """
    _check_address(email)
    with transaction(session):
        person = find_or_add_person(session, email)
        session.flush()
        if person.is_staff:
            _change_role(session, person, role, may_leave_no_owner=may_leave_no_owner)
            return False
        _end_invitations(session, person)
        expires_at = clock.now() + INVITATION_LIFETIME
        invitation = StaffInvitation(
            public_id=new_public_id(), person_id=person.id, role=str(role), expires_at=expires_at
        )
        session.add(invitation)
        session.flush()
        key = f"staff-invitation:{invitation.public_id}"
        queue_secret_letter(
            session,
            INVITATION,
            key,
            to=person.email,
            account_id=person.account_id,
            invitation=invitation.public_id,
        )
        record_event(session, "staff_invited", account_id=person.account_id, after={"role": str(role)})
    return True


def change_role(session: Session, email: str, role: StaffRole) -> None:
    """Give a member of staff another role in place of theirs. Raises NotFound for whoever is no member, and LastOwner."""
    with transaction(session):
        person = find_staff(session, email)
        if person is None or not person.is_staff:
            raise NotFound(f"{email} is not staff.")
        _change_role(session, person, role)


def accept_invitation(session: Session, secret: str, password_hash: str) -> None:
    """Give the role to the person the link was sent to, with the new password. Whatever opened the account before, by
    whomever it was made, is void, and the person signs in with the new password. Raises NotFound for a link that was used
    or is too old."""
    with transaction(session):
        invitation = find_open_invitation(session, secret)
        if invitation is None or not _use(session, invitation):
            raise NotFound("This link was used or is too old.")
        person = session.get_one(Person, invitation.person_id)
        if not person.active:
            raise NotFound("This account is closed.")
        _void_access(session, person)
        person.password = password_hash
        if not mark_confirmed(session, person):
            raise NotFound("Another account has confirmed this address since. Ask for a new invitation.")
        record_event(session, "password_reset", account_id=person.account_id, person_id=person.id)
        _give_role(session, person, StaffRole(invitation.role))


def grant_staff(session: Session, email: str, role: StaffRole = StaffRole.OWNER) -> Person:
    """Make somebody staff at once, without a letter: in development and in tests, where no address is anybody's."""
    _check_address(email)
    with transaction(session):
        person = find_or_add_person(session, email)
        session.flush()
        person.confirmed_at = person.confirmed_at or clock.now()
        _give_role(session, person, role)
    return person


def revoke_staff(session: Session, email: str, *, may_leave_no_owner: bool = False) -> None:
    """Take every role and invitation away, and end what is open: sessions, links, the calendar's address, the second
    factor. The password stays, and opens what a customer may see. Of somebody who was only invited, the invitation alone
    ends. Raises NotFound where there is nothing to take, and LastOwner unless there may be none."""
    with transaction(session):
        person = find_staff(session, email)
        if person is None:
            raise NotFound(f"{email} is not staff, and has no invitation.")
        if not person.is_staff:
            _withdraw_invitation(session, person)
            return
        if not may_leave_no_owner:
            _check_owner_is_left(session, person)
        before = _role_of(person)
        person.roles = [role for role in person.roles if role.name not in set(StaffRole)]
        _void_access(session, person)
        record_event(
            session, "staff_revoked", account_id=person.account_id, before={"role": before}, after={"role": None}
        )
        queue_rights_notice(session, person, "revoked")


def _check_address(email: str) -> None:
    if "@" not in email.strip().strip("@"):
        raise Refusal(f"{email} is not an email address.")


def _change_role(session: Session, person: Person, role: StaffRole, *, may_leave_no_owner: bool = False) -> None:
    """Of somebody who is staff, and is told."""
    if role != StaffRole.OWNER and not may_leave_no_owner:
        _check_owner_is_left(session, person)
    if _give_role(session, person, role):
        queue_rights_notice(session, person, "changed", role=str(role))


def _check_owner_is_left(session: Session, person: Person) -> None:
    """Raise LastOwner where nobody but the person is an owner who can sign in.

    All owners are locked first and read again after that: two of them who take each other's rights at once would both
    see the other one, and none would be left.
    """
    owners = select(Person.id).where(Person.roles.any(Role.name == StaffRole.OWNER)).order_by(Person.id)
    session.execute(owners.with_for_update(of=Person))
    ids = session.scalars(owners.where(Person.active)).all()
    if person.id in ids and len(ids) == 1:
        raise LastOwner(f"{person.email} is the only owner. Make somebody else an owner first.")


def _role_of(person: Person) -> str:
    return ",".join(sorted(role.name for role in person.roles if role.name in set(StaffRole)))


def _give_role(session: Session, person: Person, role: StaffRole) -> bool:
    """False where the person has it. Also ends the sessions: those of staff are short, and a longer one from before must not
    become one."""
    row = session.scalar(select(Role).where(Role.name == role)) or Role(name=str(role))
    others, before = [other for other in person.roles if other.name not in set(StaffRole)], _role_of(person)
    if person.roles == [*others, row]:
        return False
    # One role at a time: whoever gets a narrower one loses the wider one.
    person.roles = [*others, row]
    session.flush()
    note_whether_asked(session, person)  # a passkey is a second factor of staff
    end_sessions(session, person.id)
    record_event(
        session,
        "staff_granted",
        account_id=person.account_id,
        before={"role": before or None},
        after={"role": str(role)},
    )
    return True


def _withdraw_invitation(session: Session, person: Person) -> None:
    role = session.scalar(select(StaffInvitation.role).where(StaffInvitation.person_id == person.id))
    _end_invitations(session, person)
    record_event(
        session, "invitation_withdrawn", account_id=person.account_id, before={"role": role}, after={"role": None}
    )
    queue_rights_notice(session, person, "withdrawn")


def _void_access(session: Session, person: Person) -> None:
    """End everything that opens the account but its password."""
    person.fs_uniquifier = new_public_id(32)  # links to a new password are signed with it
    end_sessions(session, person.id)
    session.execute(delete(SignInLink).where(SignInLink.person_id == person.id))
    end_calendar_address(session, person.account_id)
    delete_second_factor(session, person)
    delete_passkeys(session, person)
    _end_invitations(session, person)


def _end_invitations(session: Session, person: Person) -> None:
    session.execute(delete(StaffInvitation).where(StaffInvitation.person_id == person.id))


def _use(session: Session, invitation: StaffInvitation) -> bool:
    """Of two at once, one."""
    unused = update(StaffInvitation).where(StaffInvitation.id == invitation.id, StaffInvitation.used_at.is_(None))
    statement = unused.values(used_at=clock.now()).returning(StaffInvitation.id)
    return session.scalar(statement.execution_options(synchronize_session=False)) is not None
