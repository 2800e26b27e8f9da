"""Sessions of two accounts, and the server behind PostgreSQL's own wall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.kernel.tenancy import account_session, unowned_session
from saas.orders.models.orders import Order
from tests.people import ANN, BEA, Person, account_of


@pytest.fixture
def ann_id(session: Session) -> int:
    return _found(session, ANN)


@pytest.fixture
def bea_id(session: Session) -> int:
    return _found(session, BEA)


@pytest.fixture
def bea_order_id(session: Session, bea_id: int) -> int:
    order_id = session.scalars(select(Order.id).where(Order.account_id == bea_id)).one()
    session.rollback()
    return order_id


def _found(session: Session, person: Person) -> int:
    """Its transaction ends here: an open one would go on seeing the rows of this moment."""
    account_id = account_of(session, person)
    session.rollback()
    return account_id


@pytest.fixture
def ann(engine: Engine, ann_id: int) -> Iterator[Session]:
    """A session that belongs to Ann's account."""
    with account_session(engine, ann_id) as session:
        yield session


@pytest.fixture
def nobody(engine: Engine) -> Iterator[Session]:
    with unowned_session(engine) as session:
        yield session


@pytest.fixture
def postgres(engine: Engine) -> Engine:
    if engine.dialect.name != "postgresql":
        pytest.skip("row security is PostgreSQL's: run with --db=postgres")
    return engine
