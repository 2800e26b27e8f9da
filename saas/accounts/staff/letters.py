"""The letter that makes somebody staff, whose link is made when it is sent, and the one that says what became of that."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.accounts.staff.models import StaffInvitation
from saas.kernel import clock
from saas.kernel.ids import fingerprint, new_public_id, new_token
from saas.kernel.letters import Letter, SecretLetter, queue_letter, render_letter

INVITATION = SecretLetter("staff_invitation", "The link that makes somebody staff")


def write_invitation(base_url: str, session: Session, key: str, to: str, *, invitation: str) -> Letter | None:
    """Nothing where the invitation was used, taken back or is too old. A link that was written before stops working."""
    row = session.scalar(select(StaffInvitation).where(StaffInvitation.public_id == invitation))
    if row is None or row.used_at is not None or row.expires_at <= clock.now():
        return None
    secret = new_token()
    row.secret_hash = fingerprint(secret)
    link = f"{base_url.rstrip('/')}/staff/invitation/{secret}"
    return render_letter(
        "accounts/staff_invitation", key=key, to=to, role=row.role, link=link, expires_on=row.expires_at
    )


def queue_rights_notice(session: Session, person: Person, what: str, *, role: str = "") -> None:
    """Tell the person that the role is `changed` to another, or `revoked`, or the invitation `withdrawn`. Inside the
    caller's transaction."""
    key = f"staff-rights:{new_public_id()}"
    queue_letter(session, render_letter("accounts/staff_rights", key=key, to=person.email, what=what, role=role))
