"""What the dashboard costs the database: goal 4 allows six statements, on the first page of a day as on every other.

On PostgreSQL there is one more: the proof that somebody is being signed in, which row security asks for (`database_roles`).
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.people import ANN

MOST_STATEMENTS = 6
PROOF = "SELECT set_config('app.account_id', %s, true)"


def without_proof(statements: list[str]) -> list[str]:
    return statements[1:] if statements[0] == PROOF else statements


@pytest.fixture
def browser(as_: Any, app: Flask) -> Any:
    """Ann's browser on its first page of the day. The process has read the library's version before."""
    app.extensions["pages"].refresh()
    return as_(ANN)


def test_the_first_dashboard_of_a_day_sends_at_most_six_statements(browser: Any, statements: list[str]) -> None:
    assert browser.get("/dashboard").status_code == 200
    assert "access_days" in "".join(statements), "the day is not recorded"
    assert len(without_proof(statements)) <= MOST_STATEMENTS, "\n".join(statements)


def test_every_other_dashboard_of_the_day_writes_nothing(browser: Any, statements: list[str]) -> None:
    browser.get("/dashboard")
    statements.clear()
    assert browser.get("/dashboard").status_code == 200
    assert len(without_proof(statements)) <= MOST_STATEMENTS - 2, "\n".join(statements)
    assert [text for text in statements if not text.startswith("SELECT")] == []
