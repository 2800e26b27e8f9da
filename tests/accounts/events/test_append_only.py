"""The log can be added to, and nothing else: the database holds that, whatever is asked of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from saas.accounts.events.actions import delete_old_events, record_event
from saas.accounts.events.models import SecurityEvent
from saas.accounts.events.rules import KEPT_DAYS
from saas.accounts.models import Person
from saas.kernel import clock
from saas.kernel.db import open_engine, transaction
from saas.kernel.tenancy import account_session
from saas.privacy.actions import delete_account
from tests.databases import Database
from tests.people import ANN, BEA, account_of

CHANGES = (
    "UPDATE security_events SET kind = 'signed_out'",
    "UPDATE security_events SET subject = 'other', person_id = NULL",
    "UPDATE security_events SET person_id = NULL, source = '', session_public_id = ''",
    "UPDATE security_events SET account_id = NULL",
    "DELETE FROM security_events",
)
OF_SQLITE = (
    "INSERT OR REPLACE INTO security_events "
    "(id, public_id, kind, occurred_at, actor, subject, source, session_public_id, before, after) "
    "SELECT id, 'other', 'signed_out', occurred_at, actor, subject, source, session_public_id, before, after "
    "FROM security_events",
)
OF_POSTGRES = ("TRUNCATE security_events", "TRUNCATE accounts CASCADE")


@pytest.fixture
def signed_in(session: Session) -> SecurityEvent:
    """An event of Ann's."""
    ann = session.scalars(select(Person).where(Person.email == ANN.email)).unique().one()
    with transaction(session):
        record_event(session, "signed_in", account_id=ann.account_id, person_id=ann.id, after={"by": "password"})
    return session.scalars(select(SecurityEvent).order_by(SecurityEvent.id.desc()).limit(1)).one()


@pytest.fixture
def owner(database: Database) -> Engine:
    """The role that made the tables, which no grant and no policy holds back."""
    return open_engine(database.owner_url)


@pytest.mark.parametrize("role", ["app", "owner"])
def test_no_statement_changes_or_removes_an_event(
    role: str, engine: Engine, owner: Engine, signed_in: SecurityEvent, session: Session
) -> None:
    is_postgres = engine.dialect.name == "postgresql"
    session.rollback()
    for statement in (*CHANGES, *(OF_POSTGRES[: 1 + (role == "app")] if is_postgres else OF_SQLITE)):
        with (
            pytest.raises(DatabaseError, match=r"append-only|permission denied|must be owner"),
            (owner if role == "owner" else engine).begin() as connection,
        ):
            if is_postgres:
                connection.execute(text("SELECT set_config('app.account_id', '*', true)"))
            connection.execute(text(statement))
    owner.dispose()
    [event] = session.scalars(select(SecurityEvent).where(SecurityEvent.id == signed_in.id))
    assert (event.kind, event.person_id) == ("signed_in", signed_in.person_id)


def test_deleting_the_account_leaves_the_event_without_the_person(session: Session, signed_in: SecurityEvent) -> None:
    with transaction(session):
        record_event(session, "signed_in", account_id=account_of(session, BEA), person_id=signed_in.person_id)
    delete_account_of_ann(session)
    session.expire_all()
    events = session.scalars(select(SecurityEvent).where(SecurityEvent.kind == "signed_in")).all()
    assert {(event.person_id, event.source, event.session_public_id) for event in events} == {(None, "", "")}
    assert events[0].after == '{"by": "password"}'


def delete_account_of_ann(session: Session) -> None:
    with account_session(session.get_bind().engine, account_of(session, ANN)) as own:
        session.rollback()
        delete_account(own, own.info["scope"])


def test_an_event_is_kept_for_a_year_and_then_deleted(engine: Engine, session: Session) -> None:
    for days in (KEPT_DAYS + 1, KEPT_DAYS - 1):
        with clock.moved_back(timedelta(days=days)), transaction(session):
            record_event(session, "log_viewed", subject=f"{days} days old")
    delete_old_events(session)
    old = select(SecurityEvent.subject).where(SecurityEvent.kind == "log_viewed")
    assert session.scalars(old).all() == [f"{KEPT_DAYS - 1} days old"]


def test_on_postgresql_an_account_reads_its_own_events_alone(engine: Engine, signed_in: SecurityEvent) -> None:
    """SQLite has no row security; there the queries alone name the account."""
    if engine.dialect.name != "postgresql":
        pytest.skip("row security is PostgreSQL's: run with --db=postgres")
    for scope, count in ((str(signed_in.account_id), 1), ("0", 0), ("", 0)):
        with engine.begin() as connection:
            connection.execute(text("SELECT set_config('app.account_id', :scope, true)"), {"scope": scope})
            mine = select(func.count()).where(SecurityEvent.id == signed_in.id)
            assert connection.execute(mine).scalar_one() == count, scope
