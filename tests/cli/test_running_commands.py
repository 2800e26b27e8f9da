"""`saas migrate` and `saas doctor`."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table, create_engine, inspect, make_url
from sqlalchemy.orm import Session

from saas.cli import database
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.letters import Letter, give_up_letter, queue_letter
from saas.kernel.liveness import Worker
from saas.models import Base
from saas.sandbox.server import RunningSandbox
from saas.shop.stripe import client
from tests.cli.conftest import Command
from tests.databases import Database, SqliteDatabase


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_migrate_goes_up_and_down(saas: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'new.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.delenv("OWNER_DATABASE_URL")
    assert saas("migrate").output == "Database is at head.\n"
    assert "orders" in tables(url)
    assert saas("migrate", "--to", "base").output == "Database is at base.\n"
    assert "orders" not in tables(url)


@pytest.fixture
def living_worker(session: Session) -> None:
    """What a worker tells of itself."""
    with transaction(session):
        session.add(Worker(executor_id="worker-1", beat_at=clock.now()))


@pytest.mark.usefixtures("local_stripe", "living_worker")
def test_doctor_finds_everything_in_order(saas: Command) -> None:
    done = saas("doctor")
    in_order = "Settings, database, migrations, library and workers are in order.\n"
    assert (done.exit_code, done.output) == (0, in_order)


@pytest.mark.usefixtures("local_stripe")
def test_doctor_misses_the_worker(saas: Command) -> None:
    done = saas("doctor")
    assert (done.exit_code, "no worker is running" in done.output) == (1, True)


@pytest.mark.usefixtures("local_stripe", "living_worker")
def test_doctor_names_what_waits_for_a_person_and_is_content(saas: Command, session: Session) -> None:
    with transaction(session):
        queue_letter(session, Letter("k", "nobody@example.com", "s", "t"))
        give_up_letter(session, "k", "the mail server refuses the address: 550")
    done = saas("doctor")
    assert (done.exit_code, "waiting: 1 letters could not be delivered" in done.output) == (0, True)


def test_doctor_misses_the_local_stripe(saas: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_API_BASE", "http://127.0.0.1:1")
    done = saas("doctor")
    assert done.exit_code == 1
    assert "the local Stripe at http://127.0.0.1:1 does not answer" in done.output


def test_doctor_says_when_the_key_is_another_accounts(
    saas: Command, local_stripe: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRIPE_ACCOUNT_ID", "acct_other")
    assert "the key belongs to acct_1SandboxCanopy, and STRIPE_ACCOUNT_ID is acct_other" in saas("doctor").output


def test_doctor_says_when_the_clock_is_astray(
    saas: Command, local_stripe: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_skew_seconds", lambda _headers: 90.0)
    assert "this machine's clock is +90 s off Stripe's" in saas("doctor").output


def test_doctor_misses_the_migrations(saas: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    for process in ("STAFF", "WORKER"):
        monkeypatch.delenv(f"{process}_DATABASE_URL", raising=False)
    done = saas("doctor")
    assert done.exit_code == 1
    assert "run `saas migrate`" in done.output


@pytest.mark.parametrize(
    ("role", "complaint"),
    [
        ("app_owner", "connects as app_owner, which owns tables"),
        ("postgres", "connects as postgres, which is a superuser"),
        ("app_worker", "connects as app_worker, which is not registered as the web role alone"),
    ],
)
def test_doctor_refuses_a_role_that_row_security_does_not_bind(
    saas: Command, database: Database, monkeypatch: pytest.MonkeyPatch, role: str, complaint: str
) -> None:
    if isinstance(database, SqliteDatabase):
        pytest.skip("roles are PostgreSQL's: run with --db=postgres")
    url = make_url(database.app_url).set(username=role).render_as_string(hide_password=False)
    worker_url = make_url(database.app_url).set(username="app_rt").render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("WORKER_DATABASE_URL", worker_url if role == "app_worker" else database.worker_url)
    assert complaint in saas("doctor").output


def test_doctor_says_when_the_database_has_another_key(
    saas: Command, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(database, SqliteDatabase):
        pytest.skip("roles are PostgreSQL's: run with --db=postgres")
    monkeypatch.setenv("ROW_SECURITY_KEY", "another key, of which the database knows nothing")
    assert "does not take ROW_SECURITY_KEY from app_rt" in saas("doctor").output


def test_settings_that_are_missing_are_one_sentence(saas: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAAS_ENV", "production")
    monkeypatch.delenv("OWNER_DATABASE_URL")
    done = saas("doctor")
    assert str(done.exception).startswith("CareerCanopy cannot start: production needs SECRET_KEY")


def test_a_migration_is_written_from_the_models(saas: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Over a copy of the migrations, for a table that only the models have."""
    scripts = tmp_path / "migrations"
    shutil.copytree(database.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(database, "SCRIPTS", scripts)
    monkeypatch.setattr(database, "ROOT", tmp_path)
    table = Table("things", Base.metadata, Column("id", Integer, primary_key=True))
    try:
        result = saas("migration", "Things people have")
    finally:
        Base.metadata.remove(table)
    assert re.search(r"Wrote migrations/versions/\d{8}_\d{4}_things_people_have\.py\. Read it .*\n", result.output)
    [file] = scripts.glob("versions/*_things_people_have.py")
    assert 'op.create_table("things"' in file.read_text() or "op.create_table('things'" in file.read_text()


def test_no_migration_is_written_where_the_models_say_nothing_new(saas: Command) -> None:
    assert saas("migration", "nothing").output.startswith("The models and the newest migration agree")


def test_a_health_check_asks_whether_a_worker_is_alive(saas: Command, session: Session) -> None:
    checked = saas("worker", "--check")
    assert (checked.exit_code, "no worker is running" in checked.output) == (1, True)
    with transaction(session):
        session.add(Worker(executor_id="worker-1", beat_at=datetime.now(UTC)))
    assert saas("worker", "--check").exit_code == 0
