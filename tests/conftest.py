"""One app per process; every test begins with the same people in the same database, copied from a template.

Nothing is rolled back or faked in storage: actions commit for real, on SQLite and, with `--db=postgres`, on a
PostgreSQL that the tests start themselves, as a role that owns nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.app import create_app
from saas.kernel import db as storage
from saas.kernel.tenancy import unscoped
from saas.plans import asking
from saas.settings import Settings, load
from tests.databases import House, PostgresHouse, SqliteHouse
from tests.fake_stripe import FakeStripe
from tests.people import SAM, Person, move_in

pytest_plugins = ("tests.reporting",)
# Tests name their cases by questions before any app is made.
asking.supply()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgres"), default="sqlite", help="The database to test on.")


@pytest.fixture(scope="session")
def house(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The database with its schema, the library and the people, as a template."""
    kind = PostgresHouse if pytestconfig.getoption("--db") == "postgres" else SqliteHouse
    made = kind(tmp_path_factory.mktemp("house"))
    made.build()
    engine = storage.open_engine(made.app_url)
    move_in(_app(made, engine, FakeStripe()))
    engine.dispose()
    made.keep_as_template()
    yield made
    made.close()


@pytest.fixture(scope="session")
def _shared(house: House) -> Iterator[tuple[Flask, Engine]]:
    engine = storage.open_engine(house.app_url)
    yield _app(house, engine, FakeStripe()), engine
    engine.dispose()


def _app(house: House, engine: Engine, stripe: FakeStripe) -> Flask:
    app = create_app(settings(database_url=house.app_url), engine=engine, gateway=stripe)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def settings(**more: object) -> Settings:
    return load(saas_env="test", base_url="http://shop.test", **more)


@pytest.fixture
def app(_shared: tuple[Flask, Engine], house: House) -> Flask:
    """The app on a fresh copy of the template, with a Stripe that nobody has paid yet."""
    app, engine = _shared
    engine.dispose()
    house.restore()
    app.extensions["stripe"] = FakeStripe()
    app.extensions["pages"].forget()
    return app


@pytest.fixture
def stripe(app: Flask) -> FakeStripe:
    fake = app.extensions["stripe"]
    assert isinstance(fake, FakeStripe)
    return fake


@pytest.fixture
def engine(app: Flask) -> Engine:
    engine = app.extensions["engine"]
    assert isinstance(engine, Engine)
    return engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Over all accounts, for looking and arranging."""
    with unscoped(engine, "tests: looking and arranging") as session:
        yield session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger."""
    return app.test_client()


@pytest.fixture
def as_(app: Flask) -> Callable[[Person], FlaskClient]:
    """`as_(ANN)` is a browser in which Ann is signed in."""

    def signed_in(person: Person) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie.update({"_user_id": person.uniquifier, "_fresh": True})
        return client

    return signed_in


@pytest.fixture
def sam(as_: Callable[[Person], FlaskClient]) -> FlaskClient:
    """Staff, signed in."""
    return as_(SAM)


@pytest.fixture
def mail_dir(tmp_path: Path) -> Path:
    return tmp_path / "mail"
