"""GET /settings/export: everything kept about one account, and nothing of another."""

from __future__ import annotations

import json
from typing import Any, cast

from flask.testing import FlaskClient

from tests.people import ANN, BEA


def exported(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/settings/export")
    assert answer.mimetype == "application/json"
    return cast(dict[str, Any], json.loads(answer.text))


def test_it_holds_answers_orders_payments_and_the_plan(as_: Any) -> None:
    export = exported(as_(ANN))
    assert {"people", "answers", "orders", "payments", "plans", "plan_steps", "submissions"} <= export.keys()
    assert export["people"][0]["email"] == ANN.email
    assert any("falls" in str(row["value"]) for row in export["answers"])


def test_it_holds_nothing_of_anybody_else(as_: Any) -> None:
    text = json.dumps(exported(as_(ANN)))
    assert BEA.email not in text
    assert "accountant" not in text


def test_it_shows_no_row_numbers(as_: Any) -> None:
    for rows in exported(as_(ANN)).values():
        assert all(not {"id", "account_id"} & row.keys() for row in rows)


def test_strangers_are_asked_to_sign_in(client: FlaskClient) -> None:
    assert "/sign-in" in client.get("/settings/export").location
