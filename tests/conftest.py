"""One app per process; every test begins with the same people in the same database, restored from a template.

Nothing is rolled back or faked in storage: actions commit for real, on SQLite and, with `--db=postgres`, on a
PostgreSQL that the tests start themselves, as a role that owns nothing.

Fixtures import what they need when they are first used, so that a test of a pure rule does not load the whole program.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from tests.databases import Database
    from tests.local_stripe import LocalStripe
    from tests.people import Person

pytest_plugins = ("tests.reporting",)
# Speed is measured in the bench, as a ratio; a test fails for what is wrong and not for a busy machine.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgres"), default="sqlite", help="The database to test on.")
    parser.addoption("--database-only", action="store_true", help="Only tests that may differ by database.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --database-only, leave out what would prove the same thing on either database."""
    if config.getoption("--database-only"):
        others = [item for item in items if not _depends_on_database(item)]
        items[:] = [item for item in items if _depends_on_database(item)]
        config.hook.pytest_deselected(items=others)


def _depends_on_database(item: pytest.Item) -> bool:
    return "database_kind" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("any_database")


@pytest.fixture(scope="session")
def database_kind(pytestconfig: pytest.Config) -> str:
    """sqlite or postgres."""
    return str(pytestconfig.getoption("--db"))


@pytest.fixture(scope="session")
def database(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The database with its schema, the library and the people, as a template."""
    from tests.apps import make_app
    from tests.databases import PostgresDatabase, SqliteDatabase, open_engines
    from tests.local_stripe import LocalStripe
    from tests.people import create_people, finish_jobs

    kind = PostgresDatabase if database_kind == "postgres" else SqliteDatabase
    database = kind(tmp_path_factory.mktemp("database"))
    database.build()
    engines = open_engines(database)
    create_people(make_app(database, engines["web"], LocalStripe(), staff_engine=engines["staff"]))
    finish_jobs(engines["worker"])
    for engine in engines.values():
        engine.dispose()
    database.keep_as_template()
    yield database
    database.close()


@pytest.fixture(scope="session")
def _app_and_engines(database: Database) -> Iterator[tuple[Flask, dict[str, Engine]]]:
    from tests.apps import make_app
    from tests.databases import open_engines
    from tests.local_stripe import LocalStripe

    engines = open_engines(database)
    yield make_app(database, engines["web"], LocalStripe(), staff_engine=engines["staff"]), engines
    for engine in engines.values():
        engine.dispose()


@pytest.fixture
def app(_app_and_engines: tuple[Flask, dict[str, Engine]], database: Database) -> Flask:
    """The app on a database as the template has it, with a Stripe that nobody has paid yet."""
    from saas.kernel import encryption
    from tests.apps import forget_library
    from tests.local_stripe import LocalStripe

    app, engines = _app_and_engines
    # A test of the settings loads others.
    encryption.use_secrets(app.extensions["settings"].data_secrets)
    if database.is_changed():
        for engine in engines.values():
            engine.dispose()
        database.restore()
        forget_library()
    app.extensions["stripe"] = LocalStripe()
    app.extensions["pages"].clear()
    return app


@pytest.fixture
def stripe(app: Flask) -> LocalStripe:
    fake: LocalStripe = app.extensions["stripe"]
    return fake


@pytest.fixture
def engine(app: Flask, _app_and_engines: tuple[Flask, dict[str, Engine]]) -> Engine:
    """What a worker connects with: over all accounts, where it says why."""
    return _app_and_engines[1]["worker"]


@pytest.fixture
def web_engine(app: Flask) -> Engine:
    """What serves customers and strangers: it has no session over all accounts."""
    engine: Engine = app.extensions["engine"]
    return engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Over all accounts, to read and to arrange."""
    from saas.kernel.tenancy import unscoped

    with unscoped(engine, "tests: looking and arranging") as session:
        yield session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def as_(app: Flask) -> Callable[[Person], FlaskClient]:
    """`as_(ANN)` is a browser in which Ann is signed in."""

    def sign_in(person: Person) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie.update({"_user_id": person.uniquifier, "_fresh": True, "fs_paa": time.time()})
        return client

    return sign_in


@pytest.fixture
def sam(as_: Callable[[Person], FlaskClient]) -> FlaskClient:
    """A browser in which Sam, who is staff, is signed in."""
    from tests.people import SAM

    return as_(SAM)


@pytest.fixture(autouse=True, scope="session")
def _own_slots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Other suites on this machine read files and typeset too."""
    from saas.kernel import slots

    folder = tmp_path_factory.mktemp("slots")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "slot_folder", lambda: folder)
        yield


@pytest.fixture
def mail_dir(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def statements(app: Flask, engine: Engine) -> Iterator[list[str]]:
    """Every SQL statement from here on, without the beginning of transactions."""
    from sqlalchemy import event

    executed: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            executed.append(statement)

    # Where one pool serves all, the engine that opened it hears what the others do.
    opened = (app.extensions["engine"], app.extensions["staff_engine"], engine)
    engines = {id(each.pool): each for each in opened}
    for each in engines.values():
        event.listen(each, "before_cursor_execute", note)
    yield executed
    for each in engines.values():
        event.remove(each, "before_cursor_execute", note)
