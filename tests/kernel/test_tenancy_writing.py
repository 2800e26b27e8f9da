"""The tripwire, writing: nothing is written into, moved to, or removed from another account."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import column, delete, insert, select, table, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from saas.kernel.tenancy import NoAccount, Unguarded, WrongAccount
from saas.plans.models import PlanStep
from saas.shop.orders.models import Checkout, Order, Payment
from tests.kernel.orders_in_hand import new_order


def test_a_new_row_belongs_to_the_account_of_its_session(ann: Session, ann_id: int) -> None:
    order = new_order()
    ann.add(order)
    ann.flush()
    assert order.account_id == ann_id


def test_a_new_row_for_another_account_is_refused(ann: Session, bea_id: int) -> None:
    ann.add(new_order(bea_id))
    with pytest.raises(WrongAccount):
        ann.flush()


def test_an_own_row_cannot_be_moved_to_another_account(ann: Session, bea_id: int) -> None:
    [order] = ann.scalars(select(Order))
    order.account_id = bea_id
    with pytest.raises(WrongAccount):
        ann.flush()


def test_nobody_writes_owned_rows(nobody: Session, ann_id: int) -> None:
    nobody.add(new_order(ann_id))
    with pytest.raises(NoAccount):
        nobody.flush()


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "added"])
def test_a_row_carried_over_from_another_session_is_refused(
    ann: Session, session: Session, bea_id: int, merged: bool
) -> None:
    theirs = session.scalars(select(Order).where(Order.account_id == bea_id)).one()
    session.expunge(theirs)
    theirs.email = "changed@example.com"
    with pytest.raises((WrongAccount, IntegrityError)):
        ann.merge(theirs) if merged else ann.add(theirs)
        ann.flush()


def test_a_change_of_all_rows_changes_only_the_own(ann: Session, session: Session, ann_id: int) -> None:
    ann.execute(update(Order).values(email="changed@example.com"))
    ann.commit()
    assert list(session.scalars(select(Order.account_id).where(Order.email == "changed@example.com"))) == [ann_id]


def test_a_change_of_somebody_elses_row_changes_nothing(ann: Session, bea_order_id: int) -> None:
    changed: Any = ann.execute(update(Order).where(Order.id == bea_order_id).values(email="changed@example.com"))
    assert changed.rowcount == 0


def test_a_change_of_all_rows_cannot_give_them_away(ann: Session, bea_id: int) -> None:
    with pytest.raises(WrongAccount):
        ann.execute(update(PlanStep).values(account_id=bea_id))


def test_a_change_by_a_list_of_keys_is_refused(ann: Session, bea_order_id: int) -> None:
    with pytest.raises(Unguarded):
        ann.execute(update(Order), [{"id": bea_order_id, "email": "changed@example.com"}])


def test_a_removal_of_all_rows_removes_only_the_own(ann: Session, session: Session, bea_id: int) -> None:
    ann.execute(delete(Checkout))
    ann.commit()
    assert list(session.scalars(select(Checkout.account_id))) == [bea_id]


BARE: dict[str, Any] = {
    "select from the bare table": select(Order.__table__),
    "update of the bare table": update(Order.__table__).values(email="x"),  # type: ignore[arg-type]
    "delete from the bare table": delete(Order.__table__),  # type: ignore[arg-type]
    "insert into the bare table": insert(Order.__table__).values(account_id=1),  # type: ignore[arg-type]
    "insert of a class": insert(Order).values(account_id=1),
    "text": text("SELECT * FROM orders"),
    "a table by its name": select(column("email")).select_from(table("orders")),
    "text in a condition": select(Order).where(text("1 = 1 OR account_id = 2")),
    "text below a class": select(Order).from_statement(text("SELECT * FROM orders")),
    "text below a select": select(text("email")).select_from(text("orders")),
}


@pytest.mark.parametrize("statement", BARE.values(), ids=BARE)
def test_statements_that_the_filter_cannot_reach_are_refused(ann: Session, statement: Any) -> None:
    with pytest.raises(Unguarded):
        ann.execute(statement)


def test_a_child_cannot_hang_on_another_accounts_row(ann: Session, ann_id: int, bea_order_id: int) -> None:
    """The composite foreign key: row security alone would let it pass."""
    ann.add(Payment(order_id=bea_order_id, stripe_id="pi_x", session_id="cs_x", amount_cents=1, currency="usd"))
    with pytest.raises(IntegrityError):
        ann.flush()


def test_even_an_exception_cannot_tie_two_accounts_together(session: Session, ann_id: int, bea_order_id: int) -> None:
    session.execute(select(Checkout).limit(1))
    session.add(
        Payment(
            account_id=ann_id,
            order_id=bea_order_id,
            stripe_id="pi_x",
            session_id="cs_x",
            amount_cents=1,
            currency="usd",
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()
