"""Ann at work on her plan."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.people import ANN, account_of
from tests.plans.owner import PlanOwner


@pytest.fixture
def owner(engine: Engine, session: Session) -> Iterator[PlanOwner]:
    """Ann at work on her plan."""
    account_id = account_of(session, ANN)
    session.rollback()
    with PlanOwner(engine, account_id) as owner:
        yield owner
