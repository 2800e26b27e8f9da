"""What machines ask: does the process answer, is the database ready, how much was done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr

from saas.app import create_app
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
