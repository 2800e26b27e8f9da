"""The session that a cookie names, and the sessions of a person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager

from saas.accounts.models import Person
from saas.accounts.sessions.models import SignInSession
from saas.accounts.sessions.rules import is_idle
from saas.kernel import clock
from saas.kernel.ids import fingerprint

LIST_SIZE = 50


def find_session(session: Session, secret: str) -> SignInSession | None:
    """The session whose cookie holds the secret, with its person and roles, in one statement. None where it has ended."""
    now = clock.now()
    values = {"secret_hash": fingerprint(secret), "now": now}
    row = session.scalars(_select_by_secret(), values).unique().one_or_none()
    if row is None or is_idle(now, row.last_seen_at, is_staff=row.is_staff):
        return None
    # Whoever became staff since signs in again, for a session that lives as short as theirs.
    return None if row.person.is_staff and not row.is_staff else row


@cache
def _select_by_secret() -> Select[SignInSession]:
    return (
        select(SignInSession)
        .join(SignInSession.person)
        .options(contains_eager(SignInSession.person))
        .where(SignInSession.secret_hash == bindparam("secret_hash"), SignInSession.ended_at.is_(None))
        .where(SignInSession.expires_at > bindparam("now"), Person.active)
    )


def list_sessions(session: Session, person_id: int) -> Sequence[SignInSession]:
    """Those in which the person is signed in, the last used first. One that waits for its second factor opens nothing."""
    now = clock.now()
    query = select(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    is_in = ~Person.asks_second_factor | SignInSession.second_factor_at.is_not(None)
    query = query.join(SignInSession.person).where(is_in)
    query = query.where(SignInSession.expires_at > now).order_by(SignInSession.last_seen_at.desc()).limit(LIST_SIZE)
    return [row for row in session.scalars(query) if not is_idle(now, row.last_seen_at, is_staff=row.is_staff)]
