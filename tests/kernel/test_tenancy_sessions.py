"""A session has one owner, for life."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from saas.kernel.db import Base
from saas.kernel.tenancy import Owned, WrongAccount, bind_account, owned_tables, unscoped
from saas.shop.orders.models import Order


def test_unowned_session_session_becomes_somebodys(nobody: Session, ann_id: int) -> None:
    bind_account(nobody, ann_id)
    assert set(nobody.scalars(select(Order.account_id))) == {ann_id}


def test_it_becomes_somebodys_in_the_middle_of_a_transaction(nobody: Session, ann_id: int) -> None:
    nobody.execute(select(1))
    bind_account(nobody, ann_id)
    assert nobody.scalar(select(func.count()).select_from(Order)) == 1


def test_the_same_owner_twice_is_no_change(ann: Session, ann_id: int) -> None:
    assert bind_account(ann, ann_id) is ann


def test_a_second_owner_is_refused(ann: Session, bea_id: int) -> None:
    with pytest.raises(WrongAccount):
        bind_account(ann, bea_id)


def test_a_session_over_all_accounts_cannot_become_somebodys(engine: Engine, ann_id: int) -> None:
    with unscoped(engine, "tests: looking and arranging") as everybody, pytest.raises(WrongAccount):
        bind_account(everybody, ann_id)


def test_the_owner_outlives_the_transaction(ann: Session, ann_id: int) -> None:
    ann.commit()
    ann.rollback()
    assert set(ann.scalars(select(Order.account_id))) == {ann_id}


@pytest.mark.parametrize("table", sorted(owned_tables(), key=str), ids=str)
def test_children_of_owned_rows_repeat_the_account_in_their_foreign_keys(table) -> None:
    for key in table.foreign_key_constraints:
        if key.referred_table in owned_tables():
            assert "account_id" in key.column_keys, f"{table}: {key.column_keys}"


def test_every_table_with_an_account_is_owned_or_says_why_not() -> None:
    with_account = {mapper.class_.__name__ for mapper in Base.registry.mappers if "account_id" in mapper.columns}
    owned = {mapper.class_.__name__ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)}
    # People are read before the account is known, and start sheets before there is one; an event outlives its account.
    # A letter may be about nobody yet; its rows have a policy of their own.
    assert with_account - owned == {"Person", "QueuedLetter", "SecurityEvent", "StartSheet"}
