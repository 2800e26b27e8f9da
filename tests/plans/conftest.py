"""What the database was asked, and a library that is read anew: its numbers begin again with every test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from saas.library.pieces import queries
from saas.plans import asking
from tests.people import ANN, account_of
from tests.plans.desk import Desk

# Tests name their cases by questions before any app is made.
asking.supply()


@pytest.fixture(autouse=True)
def _forget_the_library() -> Iterator[None]:
    queries._cache.clear()
    yield
    queries._cache.clear()


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement from here on, without the beginning of transactions."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            heard.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


@pytest.fixture
def desk(engine: Engine, session: Session) -> Iterator[Desk]:
    """Ann at work on her plan."""
    account_id = account_of(session, ANN)
    session.rollback()
    with Desk(engine, account_id) as made:
        yield made
