"""Sessions of two accounts, and an engine where the database itself keeps accounts apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from tests.people import Person


@pytest.fixture
def ann_id(session: Session) -> int:
    from tests.people import ANN

    return _account_id(session, ANN)


@pytest.fixture
def bea_id(session: Session) -> int:
    from tests.people import BEA

    return _account_id(session, BEA)


@pytest.fixture
def bea_order_id(session: Session, bea_id: int) -> int:
    from sqlalchemy import select

    from saas.shop.orders.models import Order

    order_id = session.scalars(select(Order.id).where(Order.account_id == bea_id)).one()
    session.rollback()
    return order_id


def _account_id(session: Session, person: Person) -> int:
    """Its transaction ends here: an open one would go on seeing the rows of this moment."""
    from tests.people import account_of

    account_id = account_of(session, person)
    session.rollback()
    return account_id


@pytest.fixture
def ann(web_engine: Engine, ann_id: int) -> Iterator[Session]:
    """A session that belongs to Ann's account."""
    from saas.kernel.tenancy import account_session

    with account_session(web_engine, ann_id) as session:
        yield session


@pytest.fixture
def nobody(web_engine: Engine) -> Iterator[Session]:
    from saas.kernel.tenancy import unowned_session

    with unowned_session(web_engine) as session:
        yield session


@pytest.fixture
def postgres(engine: Engine) -> Engine:
    """The engine of a worker, where row security exists."""
    if engine.dialect.name != "postgresql":
        pytest.skip("row security is PostgreSQL's: run with --db=postgres")
    return engine
