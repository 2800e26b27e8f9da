"""Staff, and open invitations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person, Role, StaffRole, roles_people
from saas.accounts.sessions.models import SignInSession
from saas.accounts.staff.models import StaffInvitation
from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.kernel.ids import fingerprint


@dataclass(frozen=True, slots=True)
class StaffMember:
    """`roles` are empty and `invited_as` is a role where the letter was not opened yet. `since` is when the role was given,
    or the invitation sent; empty for roles of before it was written."""

    public_id: str  # of the account
    email: str
    roles: tuple[str, ...]
    invited_as: str
    has_second_factor: bool
    signed_in_at: datetime | None
    since: datetime | None

    @property
    def role(self) -> str:
        return ", ".join(self.roles)


def find_open_invitation(session: Session, secret: str) -> StaffInvitation | None:
    """The invitation whose link holds the secret, unless it was used or is too old."""
    is_open = (StaffInvitation.used_at.is_(None)) & (StaffInvitation.expires_at > clock.now())
    return session.scalar(select(StaffInvitation).where(StaffInvitation.secret_hash == fingerprint(secret), is_open))


def find_staff(session: Session, email: str) -> Person | None:
    """The member of staff with this address, or whoever has an invitation to it."""
    query = _select_staff().where(Person.email == email.strip().lower())
    return session.scalars(query.order_by(Person.confirmed_at.is_(None), Person.id)).unique().first()


def list_staff(session: Session) -> list[StaffMember]:
    """Everybody who is staff or has an open invitation, by address. In a session over all accounts."""
    people: Sequence[Person] = session.scalars(_select_staff().order_by(Person.email)).unique().all()
    numbers = [person.id for person in people]
    sign_ins = select(SignInSession.person_id, func.max(SignInSession.created_at)).group_by(SignInSession.person_id)
    last = {row[0]: row[1] for row in session.execute(sign_ins.where(SignInSession.person_id.in_(numbers)))}
    invitations = session.scalars(select(StaffInvitation).where(StaffInvitation.used_at.is_(None)))
    invited = {invitation.person_id: invitation for invitation in invitations}
    granted = _list_granted(session, numbers)
    accounts = select(Account.id, Account.public_id).where(Account.id.in_([person.account_id for person in people]))
    public_ids = {row[0]: row[1] for row in session.execute(accounts)}
    return [
        StaffMember(
            public_id=public_ids[person.account_id],
            email=person.email,
            roles=tuple(sorted(role.name for role in person.roles if role.name in set(StaffRole))),
            invited_as="" if person.is_staff else invited[person.id].role,
            has_second_factor=person.asks_second_factor,
            signed_in_at=last.get(person.id),
            since=granted.get(person.id) if person.is_staff else invited[person.id].created_at,
        )
        for person in people
    ]


def get_member(session: Session, public_id: str) -> StaffMember:
    """The member, or whoever is invited, with this account. Raises NotFound."""
    for member in list_staff(session):
        if member.public_id == public_id:
            return member
    raise NotFound("There is no such member of staff.")


def _list_granted(session: Session, person_ids: list[int]) -> dict[int, datetime | None]:
    names = select(Role.id).where(Role.name.in_(list(StaffRole)))
    granted = select(roles_people.c.person_id, roles_people.c.granted_at).where(roles_people.c.role_id.in_(names))
    return {row[0]: row[1] for row in session.execute(granted.where(roles_people.c.person_id.in_(person_ids)))}


def _select_staff() -> Select[Person]:
    has_role = Person.roles.any(Role.name.in_(list(StaffRole)))
    invitation = StaffInvitation.used_at.is_(None) & (StaffInvitation.expires_at > clock.now())
    invited = select(StaffInvitation.person_id).where(invitation)
    return select(Person).where(or_(has_role, Person.id.in_(invited)))
