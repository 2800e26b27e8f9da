"""Rate limits: every route has one, the strict ones hold over processes and restarts, and the refusal says how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from saas.app import create_app
from saas.kernel import clock
from saas.kernel.throttles import ThrottleCount, delete_expired_counts
from saas.web import limits
from saas.web.limits import DatabaseStorage, limiter
from tests.apps import make_settings
from tests.people import ANN, BEA, Person

STRANGERS = {"REMOTE_ADDR": "203.0.113.9"}


def make_limited_app(engine: Engine | None = None) -> Flask:
    """A shop whose limits are on, as a process that has just been started has it."""
    app = create_app(make_settings().model_copy(update={"saas_env": "development"}), engine=engine)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    return make_limited_app(engine).test_client()


def signed_in(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": person.uniquifier, "_fresh": True})
    return client


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
    other = client.post("/sign-in", data=GUESSES["/sign-in"], environ_base=STRANGERS)
    assert other.status_code != 429


def test_a_limit_holds_over_processes_and_restarts(engine: Engine) -> None:
    """Each app stands for a process: it shares nothing with the other but the database."""
    apps = [make_limited_app(engine) for _ in range(3)]
    clients = [app.test_client() for app in apps]
    statuses = [clients[turn % 3].post("/reset", data=GUESSES["/reset"]).status_code for turn in range(24)]
    assert [status for status in statuses[:20] if status == 429] == []
    assert set(statuses[20:]) == {429}
    assert make_limited_app(engine).test_client().post("/reset", data=GUESSES["/reset"]).status_code == 429


def test_retry_after_is_when_the_request_works_again(engine: Engine) -> None:
    with time_machine.travel("2026-12-01T12:00:00Z", tick=False) as traveller:
        client = make_limited_app(engine).test_client()
        traveller.shift(10)
        for _ in range(20):
            client.post("/sign-in", data=GUESSES["/sign-in"])
        traveller.shift(15)
        refused = client.post("/sign-in", data=GUESSES["/sign-in"])
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "45")
        assert "In 45 seconds the same request works again" in refused.text
        traveller.shift(44)
        assert client.post("/sign-in", data=GUESSES["/sign-in"]).status_code == 429
        traveller.shift(1)
        assert client.post("/sign-in", data=GUESSES["/sign-in"]).status_code != 429


def test_retry_after_is_that_of_the_longest_limit_used_up(engine: Engine) -> None:
    with time_machine.travel("2026-12-01T12:00:00Z", tick=False) as traveller:
        client = make_limited_app(engine).test_client()
        for _ in range(101):
            client.post("/sign-in", data=GUESSES["/sign-in"])
        traveller.shift(60)
        refused = client.post("/sign-in", data=GUESSES["/sign-in"])
        assert refused.headers["Retry-After"] == "3540"
        assert "In 59 minutes" in refused.text


def test_people_of_one_office_are_counted_by_account(engine: Engine) -> None:
    """They share an address; whoever is refused is the one who asked too often."""
    app = make_limited_app(engine)
    ann, bea = signed_in(app, ANN), signed_in(app, BEA)
    statuses = [ann.get("/checkout/return?session_id=x").status_code for _ in range(31)]
    assert (set(statuses[:30]), statuses[30]) == ({404}, 429)
    assert bea.get("/checkout/return?session_id=x").status_code == 404


def test_a_limit_counts_in_memory_while_the_database_cannot_be_written(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk must not take the shop down, and must not open it to guessing either."""

    def refuse(*_arguments: object) -> None:
        raise OperationalError("INSERT", {}, OSError("database or disk is full"))

    monkeypatch.setattr(limits, "count_hit", refuse)
    monkeypatch.setattr(DatabaseStorage, "check", lambda _self: False)
    try:
        statuses = [client.post("/sign-in/link/guess").status_code for _ in range(21)]
    finally:
        limiter._storage_dead = False
        limiter._fallback_storage.reset()
    assert (set(statuses[:20]), statuses[20]) == ({404}, 429)


@pytest.mark.parametrize("path", ["/sign-in", "/pricing", "/healthz", "/start"])
def test_reading_is_never_limited_at_a_persons_pace(client: FlaskClient, path: str) -> None:
    assert 429 not in {client.get(path).status_code for _ in range(40)}


def test_stripe_is_not_limited_at_its_own_pace(client: FlaskClient) -> None:
    assert 429 not in {client.post("/webhooks/stripe").status_code for _ in range(40)}


def test_expired_counts_are_deleted(session: Session, client: FlaskClient) -> None:
    client.post("/sign-in/link/guess")
    assert session.query(ThrottleCount).count() > 0
    delete_expired_counts(session)
    assert session.query(ThrottleCount).count() > 0
    with time_machine.travel(clock.now() + timedelta(days=2)):
        delete_expired_counts(session)
    assert session.query(ThrottleCount).count() == 0


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.9", "source:203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "source:2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "source:203.0.113.9"),
        ("", "source:unknown"),
    ],
)
def test_a_source_is_what_one_line_is_given(address: str, key: str) -> None:
    app = Flask("sources")
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert limits.source_key() == key
