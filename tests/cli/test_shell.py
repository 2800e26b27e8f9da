"""`saas shell`: a session over all accounts or over one, which changes nothing unless that was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.shop.orders.models import Order
from tests.cli.conftest import Command
from tests.people import ANN

ORDERS = "print('orders', len(session.scalars(select(Order)).all()))"
CHANGE = "with transaction(session): _ = session.add(Account(public_id='made-here'))\n"


@pytest.fixture
def run(saas: Command) -> Callable[..., Result]:
    """`run(lines, *options)` types the lines."""

    def type_lines(lines: str, *options: str) -> Result:
        return saas("shell", *options, input=f"{lines}\n")

    return type_lines


def test_it_sees_all_accounts(run: Callable[..., Result], session: Session) -> None:
    count = len(session.scalars(select(Order)).all())
    assert f"orders {count}\n" in run(ORDERS).output
    assert count > 1


def test_with_an_account_it_sees_that_one(run: Callable[..., Result]) -> None:
    assert "orders 1\n" in run(ORDERS, "--account", ANN.email).output


def test_it_changes_nothing(run: Callable[..., Result], session: Session) -> None:
    assert "ReadOnly" in (output := run(CHANGE).output) or "readonly database" in output
    assert session.scalar(select(Account.id).where(Account.public_id == "made-here")) is None


def test_it_changes_what_it_may(run: Callable[..., Result], session: Session) -> None:
    run(CHANGE, "--write")
    assert session.scalar(select(Account.id).where(Account.public_id == "made-here")) is not None


def test_an_unknown_account_is_refused(run: Callable[..., Result]) -> None:
    assert run("", "--account", "nobody@example.com").stderr == "Error: There is no account nobody@example.com.\n"
