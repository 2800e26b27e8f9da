"""Inviting somebody to be staff, accepting that, and taking the rights away."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from saas.accounts.actions import find_or_add_person
from saas.accounts.addresses.actions import mark_confirmed
from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.actions import record_event
from saas.accounts.models import Person, Role, SignInLink, StaffRole
from saas.accounts.second_factors.actions import delete_second_factor
from saas.accounts.sessions.actions import end_sessions
from saas.accounts.staff.letters import INVITATION
from saas.accounts.staff.models import StaffInvitation
from saas.accounts.staff.queries import find_open_invitation, find_staff
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.ids import new_public_id
from saas.kernel.letters import queue_secret_letter

INVITATION_LIFETIME = timedelta(days=2)


def invite_staff(session: Session, email: str, role: StaffRole) -> bool:
    """Send the address a letter that gives the role; False where that person is staff already and has the role from now on.

    A person without an account gets one, without a password. Earlier invitations end. Refuses what is no address.
    """
    _check_address(email)
    with transaction(session):
        person = find_or_add_person(session, email)
        session.flush()
        if person.is_staff:
            _give_role(session, person, role)
            return False
        _end_invitations(session, person)
        expires_at = clock.now() + INVITATION_LIFETIME
        invitation = StaffInvitation(
            public_id=new_public_id(), person_id=person.id, role=str(role), expires_at=expires_at
        )
        session.add(invitation)
        session.flush()
        key = f"staff-invitation:{invitation.public_id}"
        queue_secret_letter(session, INVITATION, key, to=person.email, invitation=invitation.public_id)
        record_event(session, "staff_invited", account_id=person.account_id, after={"role": str(role)})
    return True


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
        mark_confirmed(session, person)
        record_event(session, "password_reset", account_id=person.account_id, person_id=person.id)
        _give_role(session, person, StaffRole(invitation.role))


def grant_staff(session: Session, email: str, role: StaffRole = StaffRole.OWNER) -> Person:
    """Make somebody staff at once, without a letter: in development and in tests, where no address is anybody's."""
    _check_address(email)
    with transaction(session):
        person = find_or_add_person(session, email)
        session.flush()
        _give_role(session, person, role)
    return person


def revoke_staff(session: Session, email: str) -> None:
    """Take every role and invitation away, and end what is open: sessions, links, the calendar's address, the second
    factor. The password stays, and opens what a customer may see. Raises NotFound where there is nothing to take."""
    with transaction(session):
        person = find_staff(session, email)
        if person is None:
            raise NotFound(f"{email} is not staff, and has no invitation.")
        roles = ",".join(sorted(role.name for role in person.roles if role.name in set(StaffRole)))
        person.roles = [role for role in person.roles if role.name not in set(StaffRole)]
        _void_access(session, person)
        record_event(
            session, "staff_revoked", account_id=person.account_id, before={"role": roles}, after={"role": None}
        )


def _check_address(email: str) -> None:
    if "@" not in email.strip().strip("@"):
        raise Refusal(f"{email} is not an email address.")


def _give_role(session: Session, person: Person, role: StaffRole) -> None:
    """Also ends the sessions: those of staff are short, and a longer one from before must not become one."""
    row = session.scalar(select(Role).where(Role.name == role)) or Role(name=str(role))
    others = [other for other in person.roles if other.name not in set(StaffRole)]
    if person.roles == [*others, row]:
        return
    # One role at a time: whoever gets a narrower one loses the wider one.
    person.roles = [*others, row]
    session.flush()
    end_sessions(session, person.id)
    record_event(session, "staff_granted", account_id=person.account_id, after={"role": str(role)})


def _void_access(session: Session, person: Person) -> None:
    """End everything that opens the account but its password."""
    person.fs_uniquifier = new_public_id(32)  # links to a new password are signed with it
    end_sessions(session, person.id)
    session.execute(delete(SignInLink).where(SignInLink.person_id == person.id))
    feeds = delete(CalendarFeed).where(CalendarFeed.account_id == person.account_id).returning(CalendarFeed.id)
    if session.scalars(feeds).all():
        record_event(session, "feed_revoked", account_id=person.account_id)
    delete_second_factor(session, person)
    _end_invitations(session, person)


def _end_invitations(session: Session, person: Person) -> None:
    session.execute(delete(StaffInvitation).where(StaffInvitation.person_id == person.id))


def _use(session: Session, invitation: StaffInvitation) -> bool:
    """Of two at once, one."""
    unused = update(StaffInvitation).where(StaffInvitation.id == invitation.id, StaffInvitation.used_at.is_(None))
    statement = unused.values(used_at=clock.now()).returning(StaffInvitation.id)
    return session.scalar(statement.execution_options(synchronize_session=False)) is not None
