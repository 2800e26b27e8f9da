"""What machines ask: does the process answer, is the database ready, how much was done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy.orm import Session

from saas.app import create_app
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.letters import Letter, give_up_letter, queue_letter
from saas.kernel.liveness import Worker
from tests.apps import make_settings

AWAY = {"REMOTE_ADDR": "203.0.113.9"}


def test_the_process_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"process": "ok"}


def test_the_process_answers_without_a_database(tmp_path: Path) -> None:
    shop = create_app(make_settings(database_url=f"sqlite:///{tmp_path}/none/x.db")).test_client()
    assert shop.get("/healthz").status_code == 200
    assert shop.get("/readyz").status_code == 503
    assert shop.get("/readyz").json == {"faults": ["the database does not answer"]}


def test_a_migrated_database_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"database": "ok", "migrations": "ok"})


def test_an_unmigrated_database_is_not_ready_and_the_reason_is_given(tmp_path: Path) -> None:
    answer = create_app(make_settings(database_url=f"sqlite:///{tmp_path}/x.db")).test_client().get("/readyz")
    assert answer.status_code == 503
    assert "run `saas migrate`" in str(answer.json)


def test_deep_readiness_misses_a_worker(client: FlaskClient) -> None:
    answer = client.get("/readyz?deep=1")
    assert answer.status_code == 503
    assert "no worker is running" in str(answer.json)


@pytest.fixture
def living_worker(session: Session) -> None:
    with transaction(session):
        session.add(Worker(executor_id="worker-1", beat_at=clock.now()))


@pytest.mark.usefixtures("living_worker")
def test_deep_readiness_names_what_waits_for_a_person_and_is_ready(client: FlaskClient, session: Session) -> None:
    with transaction(session):
        queue_letter(session, Letter("k", "nobody@example.com", "s", "t"))
        give_up_letter(session, "k", "the mail server refuses the address: 550")
    answer = client.get("/readyz?deep=1")
    waiting = ["1 letters could not be delivered: `saas letters` lists them"]
    assert (answer.status_code, answer.json) == (200, {"database": "ok", "migrations": "ok", "waiting": waiting})


def test_deep_readiness_is_for_us_alone(client: FlaskClient) -> None:
    assert client.get("/readyz?deep=1", environ_base=AWAY).status_code == 404
    assert client.get("/readyz", environ_base=AWAY).status_code == 200


@pytest.mark.usefixtures("living_worker")
def test_metrics_tell_of_workers_queues_and_letters(client: FlaskClient, session: Session) -> None:
    with transaction(session):
        queue_letter(session, Letter("k", "nobody@example.com", "s", "t"))
    lines = client.get("/metrics").text.splitlines()
    waiting = [line for line in lines if line.startswith('saas_jobs{queue="letters",state="waiting"}')]
    assert "saas_workers_alive 1.0" in lines
    assert "saas_checks_answered 1.0" in lines
    assert "saas_stripe_events_parked 0.0" in lines
    assert float(waiting[0].split()[-1]) >= 1


def test_metrics_are_read_without_a_database(tmp_path: Path) -> None:
    shop = create_app(make_settings(database_url=f"sqlite:///{tmp_path}/none/x.db")).test_client()
    assert "saas_checks_answered 0.0" in shop.get("/metrics").text


def test_metrics_can_be_read_from_this_machine(client: FlaskClient) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "http_requests_total" in answer.text


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.7", "2001:db8::1"])
def test_metrics_are_not_found_from_elsewhere(client: FlaskClient, address: str) -> None:
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 404


@pytest.fixture
def with_token() -> FlaskClient:
    return create_app(make_settings(metrics_token=SecretStr("open sesame"))).test_client()


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Authorization": "Bearer open sesame"}, 200), ({"Authorization": "Bearer wrong"}, 404), ({}, 404)],
    ids=["the token", "another", "none"],
)
def test_with_the_token_metrics_can_be_read_from_anywhere(
    with_token: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert with_token.get("/metrics", headers=headers, environ_base=AWAY).status_code == status


def test_where_a_token_is_set_this_machine_needs_it_too(with_token: FlaskClient) -> None:
    assert with_token.get("/metrics").status_code == 404


def test_a_log_line_holds_nothing_a_person_typed(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.post("/sign-in", data={"email": "ann@example.com", "password": "swordfish"})
    logged = capsys.readouterr()
    assert "ann@example.com" not in logged.out + logged.err
    assert "swordfish" not in logged.out + logged.err


def test_every_response_can_be_found_in_the_log_by_its_id(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer: Any = client.get("/sign-in")
    assert answer.headers["X-Request-Id"] in capsys.readouterr().out
