"""Rate limits: on what can be guessed or costs something, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from saas.app import create_app
from saas.web.security import limiter
from tests.apps import make_settings


@pytest.fixture
def client(engine: Engine) -> Iterator[FlaskClient]:
    """A stranger in a shop whose limits are on."""
    app = create_app(make_settings().model_copy(update={"saas_env": "development"}), engine=engine)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app.test_client()
    limiter.reset()


GUESSES = {
    "/sign-in": {"email": "ann@example.com", "password": "wrong"},
    "/sign-up": {"email": "not an address"},
    "/reset": {"email": "nobody@example.com"},
    "/sign-in/link/guess": {},
}


@pytest.mark.parametrize("path", GUESSES)
def test_guessing_is_limited_to_twenty_a_minute(client: FlaskClient, path: str) -> None:
    statuses = [client.post(path, data=GUESSES[path]).status_code for _ in range(21)]
    assert 429 not in statuses[:20]
    assert statuses[20] == 429


def test_a_guesser_does_not_lock_out_other_addresses(client: FlaskClient) -> None:
    for _ in range(21):
        client.post("/sign-in", data=GUESSES["/sign-in"])
    other = client.post("/sign-in", data=GUESSES["/sign-in"], environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert other.status_code != 429


@pytest.mark.parametrize("path", ["/sign-in", "/pricing", "/healthz", "/start"])
def test_reading_is_never_limited(client: FlaskClient, path: str) -> None:
    assert 429 not in {client.get(path).status_code for _ in range(40)}


def test_stripe_is_never_limited(client: FlaskClient) -> None:
    assert 429 not in {client.post("/webhooks/stripe").status_code for _ in range(40)}
