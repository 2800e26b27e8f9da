"""Beginning a session, noting that it is used, and ending it."""

from __future__ import annotations

from sqlalchemy import delete, select, true, update
from sqlalchemy.orm import Session

from saas.accounts.calendar_feeds.models import CalendarFeed
from saas.accounts.events.actions import record_event
from saas.accounts.models import Person, SignInLink
from saas.accounts.sessions.letters import queue_signed_out_notice
from saas.accounts.sessions.models import SignInSession
from saas.accounts.sessions.rules import describe_device, find_expiry
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.kernel.ids import fingerprint, new_public_id


def create_session(session: Session, person: Person, secret: str, *, user_agent: str, source: str) -> str:
    """The public id of a new session of the person, which the secret opens. Inside the caller's transaction."""
    session.flush()  # somebody who is just signing up has no number before
    now, is_staff, public_id = clock.now(), person.is_staff, new_public_id()
    session.add(
        SignInSession(
            public_id=public_id,
            person_id=person.id,
            secret_hash=fingerprint(secret),
            created_at=now,
            last_seen_at=now,
            expires_at=find_expiry(now, is_staff=is_staff),
            device=describe_device(user_agent),
            source=source,
            is_staff=is_staff,
        )
    )
    session.flush()
    return public_id


def note_use(session: Session, public_id: str) -> None:
    """Write that the session is used now."""
    with transaction(session):
        _update(session, SignInSession.public_id == public_id, last_seen_at=clock.now())


def note_second_factor(session: Session, public_id: str) -> None:
    """Write that the second factor was given in this session. Inside the caller's transaction."""
    _update(session, SignInSession.public_id == public_id, second_factor_at=clock.now())


def replace_secret(session: Session, public_id: str, secret: str) -> None:
    """From now on another secret opens the session."""
    with transaction(session):
        _update(session, SignInSession.public_id == public_id, secret_hash=fingerprint(secret))


def end_by_id(session: Session, public_id: str) -> None:
    """End the session with the public id. Inside the caller's transaction."""
    _update(session, SignInSession.public_id == public_id, ended_at=clock.now())


def end_sessions(session: Session, person_id: int, *, keep: str = "") -> int:
    """End the person's sessions but the one with the public id `keep`, and say how many. Links that would begin another end
    too. Inside the caller's transaction."""
    links = delete(SignInLink).where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
    session.execute(links.execution_options(synchronize_session=False))
    is_other = (SignInSession.person_id == person_id) & (SignInSession.public_id != keep)
    return _update(session, is_other, ended_at=clock.now())


def end_session(session: Session, person: Person, public_id: str) -> None:
    """End one session of the person; asked again, it stays ended. Raises NotFound for what is none of theirs."""
    with transaction(session):
        is_it = (SignInSession.person_id == person.id) & (SignInSession.public_id == public_id)
        if session.scalar(select(SignInSession.id).where(is_it)) is None:
            raise NotFound("There is no such device.")
        if _update(session, is_it, ended_at=clock.now()):
            record_event(session, "session_ended", account_id=person.account_id, after={"session": public_id})


def end_other_sessions(session: Session, person: Person, keep: str) -> int:
    """End every session of the person but the one with the public id `keep`, and say how many."""
    with transaction(session):
        count = end_sessions(session, person.id, keep=keep)
        record_event(session, "sessions_ended", account_id=person.account_id, after={"count": count})
    return count


def end_everywhere(session: Session, person: Person) -> None:
    """End every session of the person, and the address of the calendar."""
    with transaction(session):
        count = end_sessions(session, person.id)
        record_event(session, "sessions_ended", account_id=person.account_id, after={"count": count})
        end_calendar_address(session, person.account_id)


def end_sessions_of(session: Session, email: str) -> int:
    """End every session of the person with the address and the address of the calendar, tell them, and say how many
    sessions it were. An act of staff, in a session over all accounts. Raises NotFound."""
    with transaction(session):
        person = session.scalars(select(Person).where(Person.email == email.strip().lower())).unique().one_or_none()
        if person is None:
            raise NotFound("Nobody has an account with this address.")
        count = end_sessions(session, person.id)
        record_event(session, "sessions_ended_by_staff", account_id=person.account_id, after={"count": count})
        end_calendar_address(session, person.account_id)
        queue_signed_out_notice(session, person.email)
    return count


def end_all_sessions(session: Session) -> int:
    """End the sessions of everybody, staff too, and links that would begin another, and say how many sessions it were.
    Addresses of calendars stay: no session shows one, and only hashes of them are stored."""
    with transaction(session):
        unused = delete(SignInLink).where(SignInLink.used_at.is_(None))
        session.execute(unused.execution_options(synchronize_session=False))
        count = _update(session, true(), ended_at=clock.now())
        record_event(session, "all_sessions_ended", after={"count": count})
    return count


def end_calendar_address(session: Session, account_id: int) -> None:
    """Inside the caller's transaction."""
    feeds = delete(CalendarFeed).where(CalendarFeed.account_id == account_id).returning(CalendarFeed.id)
    if session.scalars(feeds).all():
        record_event(session, "feed_revoked", account_id=account_id)


def _update(session: Session, condition: object, **values: object) -> int:
    """Change sessions that have not ended, and say how many they were."""
    statement = update(SignInSession).where(condition, SignInSession.ended_at.is_(None)).values(**values)  # type: ignore[arg-type]
    statement = statement.returning(SignInSession.id).execution_options(synchronize_session=False)
    return len(session.scalars(statement).all())
