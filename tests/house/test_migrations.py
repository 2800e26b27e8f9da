"""Migrations: up, down and up again, on either database, and exactly what the models say."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, Integer, Table, create_engine, inspect, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from saas.kernel import jobs
from saas.kernel.db import UtcDateTime, open_engine
from saas.kernel.encryption import PREFIX, decrypt, encrypt
from saas.kernel.letters import SEND_LETTER
from saas.kernel.migrations import migrate_database, schema_problems, write_migration
from saas.models import Base
from tests.databases import SCRIPTS, Database, PostgresDatabase


@pytest.fixture
def url(database: Database, tmp_path: Path) -> Iterator[str]:
    """An empty database of the kind under test, as the owner of its tables."""
    if not isinstance(database, PostgresDatabase):
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    owner = make_url(database.owner_url)
    server = create_engine(owner.set(username="postgres", database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE empty OWNER app_owner"))
        yield owner.set(database="empty").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE empty WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def empty(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


def ours(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) & set(Base.metadata.tables)


def test_the_schema_goes_up_down_and_up_again(url: str, empty: Engine) -> None:
    migrate_database(url, SCRIPTS)
    assert ours(empty) == set(Base.metadata.tables)
    migrate_database(url, SCRIPTS, to="base")
    assert ours(empty) == set()
    migrate_database(url, SCRIPTS)
    assert schema_problems(empty, SCRIPTS) == []


def test_the_schema_goes_back_step_by_step(url: str, empty: Engine) -> None:
    migrate_database(url, SCRIPTS)
    for _ in ScriptDirectory(str(SCRIPTS)).walk_revisions():
        migrate_database(url, SCRIPTS, to="-1")
    assert ours(empty) == set()


def test_migrating_twice_changes_nothing(url: str, empty: Engine) -> None:
    migrate_database(url, SCRIPTS)
    migrate_database(url, SCRIPTS)
    assert schema_problems(empty, SCRIPTS) == []


def test_the_migrations_make_what_the_models_say(url: str, empty: Engine) -> None:
    migrate_database(url, SCRIPTS)
    with empty.connect() as connection:
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or name in Base.metadata.tables,
        }
        difference = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    assert difference == []


def test_an_unmigrated_database_is_named_as_such(url: str, empty: Engine) -> None:
    [fault] = schema_problems(empty, SCRIPTS)
    assert "no migration" in fault


def test_nobody_has_an_account_in_a_new_database(url: str, empty: Engine) -> None:
    """No default account, and none of staff."""
    migrate_database(url, SCRIPTS)
    with empty.connect() as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in ("people", "accounts")
        ]
    assert counts == [0, 0]


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory(str(SCRIPTS)).get_heads()) == 1


KEPT = (
    "INSERT INTO accounts (id, public_id, created_at) VALUES ({0}, 'a{0}', CURRENT_TIMESTAMP)",
    "INSERT INTO submissions (id, account_id, public_id, answers, submitted_at) VALUES ({0}, {0}, 's{0}', '{{}}', CURRENT_TIMESTAMP)",
    "INSERT INTO submissions (id, account_id, public_id, answers, submitted_at) VALUES (1{0}, {0}, 's1{0}', '{{}}', CURRENT_TIMESTAMP)",
    "INSERT INTO plans (id, account_id, public_id, submission_id, title, outline, version, composed_on, created_at) VALUES ({0}, {0}, 'p{0}', {0}, 't', '{{}}', '1', '2026-11-23', CURRENT_TIMESTAMP)",
    "INSERT INTO plans (id, account_id, public_id, submission_id, title, outline, version, composed_on, created_at) VALUES (1{0}, {0}, 'p1{0}', 1{0}, 't', '{{}}', '1', '2026-11-24', CURRENT_TIMESTAMP)",
)
# Reasons as plans were given them once, and what is left of each.
NAMED_DANGER = "what you wrote may mean that you are in danger"
REASONS = {
    NAMED_DANGER: "",
    f"you do not feel OK today and {NAMED_DANGER}": "you do not feel OK today",
    f"{NAMED_DANGER} and you are an accountant": "you are an accountant",
    f"you are an accountant, {NAMED_DANGER}, and you live in Ohio": "you are an accountant and you live in Ohio",
    f"{NAMED_DANGER}, you are an accountant and you live in Ohio": "you are an accountant and you live in Ohio",
    "you do not feel OK today": "you do not feel OK today",
}
OUTLINE = json.dumps({"reading": [{"because": reason} for reason in REASONS]})
STEPS = (
    "INSERT INTO pieces (id, kind, slug) VALUES (1, 'step', 'call-988')",
    "INSERT INTO revisions (id, piece_id, number, body, author, written_at) VALUES (1, 1, 1, '{}', 'seed', CURRENT_TIMESTAMP)",
    *(
        "INSERT INTO plan_steps (account_id, plan_id, position, revision_id, slug, phase, kind, title, why, because, minutes, source, is_gentle, is_weekly, is_note)"
        f" VALUES (1, 1, {position}, 1, 'call-988', 'day', 'self', 't', 'w', '{reason}', 5, '', true, false, true)"
        for position, reason in enumerate(REASONS, 1)
    ),
)


def test_plans_that_were_kept_migrate_with_their_rows(url: str, empty: Engine) -> None:
    """Plans kept before there were proposals, on a database whose rows even their owner sees only by account: the newest of
    each account becomes its plan, and danger is the reason of nothing anymore."""
    everybody = "SELECT set_config('app.account_id', '*', true)" if url.startswith("postgresql") else "SELECT 1"
    migrate_database(url, SCRIPTS, to="publishing_and_search")
    with empty.begin() as connection:
        for line in (everybody, *(line.format(account) for account in (1, 2) for line in KEPT), *STEPS):
            connection.execute(text(line))
        # One as it was written then, and one that a chore has encrypted since.
        for plan_id, outline in ((1, OUTLINE), (11, encrypt(OUTLINE, "plans.outline", 1))):
            connection.execute(
                text("UPDATE plans SET outline = :outline WHERE id = :id"), {"outline": outline, "id": plan_id}
            )
    migrate_database(url, SCRIPTS)
    with empty.begin() as connection:
        connection.execute(text(everybody))
        plans = connection.execute(text("SELECT public_id, state FROM plans ORDER BY id")).all()
        outlines = connection.scalars(text("SELECT outline FROM plans WHERE id IN (1, 11) ORDER BY id")).all()
        reasons = connection.scalars(text("SELECT because FROM plan_steps ORDER BY position")).all()
    assert [tuple(row) for row in plans] == [("p1", "past"), ("p2", "past"), ("p11", "current"), ("p12", "current")]
    assert reasons == list(REASONS.values())
    for outline in outlines:
        reading = json.loads(decrypt(outline, "plans.outline", reader=1))["reading"]
        assert [line["because"] for line in reading] == list(REASONS.values())
    assert [outline.startswith(f"{PREFIX}.") for outline in outlines] == [False, True]


OF_EARLIER = (
    "INSERT INTO accounts (id, public_id, created_at) VALUES (1, 'a', CURRENT_TIMESTAMP)",
    "INSERT INTO orders (id, public_id, account_id, state, amount_cents, currency, email, created_at) VALUES (1, 'o', 1, 'paid', 1, 'usd', 'deleted', CURRENT_TIMESTAMP)",
    "INSERT INTO checkouts (id, account_id, order_id, number, state, idempotency_key, parameters, expires_at, created_at) VALUES (1, 1, 1, 1, 'complete', 'k', '{0}', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
    "INSERT INTO stripe_events (id, event_id, type, state, reason, body, received_at) VALUES (1, 'evt_1', 't', 'settled', '', '{0}', CURRENT_TIMESTAMP)",
)
EVENT = '{"id": "evt_1", "data": {"object": {"id": "cs_1", "customer_email": "ann@example.com", "amount_total": 7900}}}'


def test_what_earlier_versions_left_of_people_is_taken_out(url: str, empty: Engine) -> None:
    everybody = "SELECT set_config('app.account_id', '*', true)" if url.startswith("postgresql") else "SELECT 1"
    migrate_database(url, SCRIPTS, to="secret_letters")
    with empty.begin() as connection:
        for line in (everybody, *(line.replace("{0}", EVENT) for line in OF_EARLIER)):
            connection.exec_driver_sql(line)
    migrate_database(url, SCRIPTS)
    with empty.begin() as connection:
        connection.execute(text(everybody))
        parameters = connection.execute(text("SELECT parameters FROM checkouts")).scalar_one()
        body = connection.execute(text("SELECT body FROM stripe_events")).scalar_one()
    assert (parameters, "ann@" in body, "cs_1" in body, "7900" in body) == ("{}", False, True, True)


def queue_as_earlier(engine: Engine, name: str, status: str, *, is_secret: bool = False) -> None:
    """A job that held the whole letter, and what became of it."""
    letter = {
        "key": name,
        "to": f"{name}@example.com",
        "subject": "Hi",
        "text": "Words",
        "html": "",
        "is_secret": is_secret,
    }
    error = json.dumps({"name": "SMTPError", "message": f"550 {name}@example.com is unknown"})
    with Session(engine) as session, session.begin():
        jobs.engine_client(engine).enqueue_in_transaction(
            session, jobs.enqueue_options(SEND_LETTER, f"letter:{name}"), letter
        )
        workflows = "dbos.workflow_status" if engine.dialect.name == "postgresql" else "workflow_status"
        change = text(f"UPDATE {workflows} SET status = :status, error = :error WHERE workflow_uuid = :id")
        is_dead = status == "ERROR"
        session.execute(change, {"status": status, "error": error if is_dead else None, "id": f"letter:{name}"})


def test_jobs_that_held_a_whole_letter_keep_its_key(url: str, empty: Engine) -> None:
    everybody = "SELECT set_config('app.account_id', '*', true)" if url.startswith("postgresql") else "SELECT 1"
    migrate_database(url, SCRIPTS)
    migrate_database(url, SCRIPTS, to="-2")
    for name, status in (("sent", "SUCCESS"), ("dead", "ERROR"), ("waiting", "ENQUEUED")):
        queue_as_earlier(empty, name, status)
    queue_as_earlier(empty, "secret", "ERROR", is_secret=True)
    migrate_database(url, SCRIPTS)
    rows = {row.workflow_id.removeprefix("letter:"): row for row in jobs.engine_client(empty).list_workflows()}
    arguments = {name: row.input["args"][0] for name, row in rows.items() if row.input}
    assert {name: arguments[name] for name in ("sent", "dead", "secret")} == {
        "sent": "sent", "dead": "dead", "secret": "secret",
    }  # fmt: skip
    assert arguments["waiting"]["to"] == "waiting@example.com"
    assert [name for name, row in rows.items() if "@" in str(row.error)] == []
    assert jobs.list_dead_jobs(empty) == []
    with empty.begin() as connection:
        connection.execute(text(everybody))
        letters = connection.execute(text("SELECT key, address, text, state FROM letters ORDER BY key")).all()
    assert [tuple(letter) for letter in letters] == [
        ("dead", "dead@example.com", "Words", "failed"),
        ("secret", "secret@example.com", "", "failed"),
    ]


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A copy of the migrations, to write into; in a folder whose name Alembic could misread."""
    return Path(shutil.copytree(SCRIPTS, tmp_path / "50 % done" / "migrations"))


def test_no_migration_is_written_where_the_models_say_nothing_new(scripts: Path) -> None:
    assert write_migration("nothing new", scripts) is None


def test_a_migration_is_written_from_the_models(scripts: Path, url: str, empty: Engine) -> None:
    table = Table("birds", Base.metadata, Column("id", Integer, primary_key=True), Column("seen_at", UtcDateTime))
    try:
        file = write_migration("Birds that were seen", scripts)
        assert file is not None
        migrate_database(url, scripts)
        assert "birds" in inspect(empty).get_table_names()
        migrate_database(url, scripts, to="-1")
        assert "birds" not in inspect(empty).get_table_names()
    finally:
        Base.metadata.remove(table)
    assert file.name.endswith("_birds_that_were_seen.py")
    assert "sa.DateTime(timezone=True)" in file.read_text(encoding="utf-8")
    assert "saas." not in file.read_text(encoding="utf-8")


def test_a_migration_that_waits_for_a_table_gives_up_and_changes_nothing(
    database: Database, url: str, empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not isinstance(database, PostgresDatabase):
        pytest.skip("waiting for one table is PostgreSQL's: run with --db=postgres")
    migrate_database(url, SCRIPTS)
    with empty.begin() as reader:
        reader.execute(text("SELECT count(*) FROM orders"))
        before = time.monotonic()
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate_database(url, SCRIPTS, to="base")
    assert time.monotonic() - before < 15
    assert schema_problems(empty, SCRIPTS) == []
