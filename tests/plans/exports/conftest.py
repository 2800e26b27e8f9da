"""Ann's plan, and the copies she takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel.tenancy import account_session
from saas.plans.queries import find_current_plan
from saas.plans.saved_plan import SavedPlan
from tests.people import ANN, account_of


@pytest.fixture
def ann_session(engine: Engine, session: Session) -> Iterator[Session]:
    """A session of Ann's account."""
    account_id = account_of(session, ANN)
    session.rollback()
    with account_session(engine, account_id) as ann_session:
        yield ann_session


@pytest.fixture
def plan(ann_session: Session) -> SavedPlan:
    kept = find_current_plan(ann_session)
    assert kept is not None
    ann_session.rollback()
    return kept


@pytest.fixture
def ann(as_: Any) -> FlaskClient:
    client = as_(ANN)
    assert isinstance(client, FlaskClient)
    return client


@pytest.fixture
def dates(ann: FlaskClient) -> Callable[[], Calendar]:
    """What a calendar reads from the file, each time anew."""

    def read() -> Calendar:
        answer = ann.get("/plan.ics")
        assert answer.status_code == 200
        return Calendar.from_ical(answer.data)

    return read
