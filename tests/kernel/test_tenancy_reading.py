"""The tripwire, reading: whatever the statement's form, Ann's session sees Ann's rows and nobody's session sees none.

Two of the probes are the known holes of the textbook filter: count(*) over a class, and a join from an unowned table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import exists, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from saas.accounts.models import Account, Person
from saas.kernel.tenancy import NoAccount
from saas.plans.models import Plan, PlanStep
from saas.shop.orders.models import Checkout, Order, Payment

Other = aliased(Order)
Inner = select(Order.account_id, Order.id).subquery()
Named = select(Order.account_id).cte()

# Each gives the account numbers it could see.
READS: dict[str, Any] = {
    "a class": select(Order).with_only_columns(Order.account_id),
    "one column": select(Order.account_id),
    "a column of a child": select(PlanStep.account_id),
    "an alias": select(Other.account_id),
    "a subquery": select(Inner.c.account_id),
    "a common table expression": select(Named.c.account_id),
    "a union": union_all(select(Order.account_id), select(Plan.account_id)),
    "a join between owned tables": select(Payment.account_id).join(Order, Order.id == Payment.order_id),
    "a join from an unowned table": select(Order.account_id)
    .select_from(Account)
    .join(Order, Order.account_id == Account.id),
    "a join that starts at people": select(Plan.account_id)
    .select_from(Person)
    .join(Plan, Plan.account_id == Person.account_id),
    "a scalar subquery": select(select(func.max(Order.account_id)).scalar_subquery()),
    "exists": select(Account.id).where(exists().where(Order.account_id == Account.id)),
    "in a subquery": select(Account.id).where(Account.id.in_(select(Order.account_id))),
    "distinct and ordered": select(Order.account_id).distinct().order_by(Order.account_id),
    "grouped": select(Order.account_id).group_by(Order.account_id),
    "a lateral": select(select(Order.account_id).lateral("beside").c.account_id),
}


@pytest.mark.parametrize("statement", READS.values(), ids=READS)
def test_every_form_of_a_read_sees_only_the_own_account(ann: Session, ann_id: int, statement: Any) -> None:
    if "LATERAL" in str(statement) and ann.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has no LATERAL")
    assert set(ann.scalars(statement)) == {ann_id}


@pytest.mark.parametrize("statement", READS.values(), ids=READS)
def test_every_form_of_a_read_raises_for_nobody(nobody: Session, statement: Any) -> None:
    with pytest.raises(NoAccount):
        nobody.scalars(statement)


COUNTS: dict[str, Any] = {
    "count of a class": select(func.count()).select_from(Order),
    "count of a column": select(func.count(Order.id)),
    "count of a subquery": select(func.count()).select_from(select(Order).subquery()),
    "count of an alias": select(func.count()).select_from(Other),
    "sum": select(func.count(literal(1))).select_from(Account).join(Order, Order.account_id == Account.id),
}


@pytest.mark.parametrize("statement", COUNTS.values(), ids=COUNTS)
def test_every_form_of_a_count_counts_only_the_own_rows(ann: Session, statement: Any) -> None:
    assert ann.scalar(statement) == 1


def test_somebody_elses_row_is_not_got_by_its_key(ann: Session, bea_order_id: int) -> None:
    assert ann.get(Order, bea_order_id) is None


def test_a_legacy_query_is_filtered_too(ann: Session, ann_id: int) -> None:
    assert {order.account_id for order in ann.query(Order)} == {ann_id}


@pytest.mark.parametrize("loading", [selectinload, joinedload])
def test_related_rows_are_filtered_as_they_load(ann: Session, ann_id: int, loading: Callable[..., Any]) -> None:
    [order] = ann.scalars(select(Order).options(loading(Order.checkouts))).unique()
    assert {checkout.account_id for checkout in order.checkouts} == {ann_id}


def test_a_row_remembered_by_the_session_is_the_own_one(ann: Session, ann_id: int) -> None:
    [order] = ann.scalars(select(Order))
    assert ann.get(Order, order.id) is order
    ann.expire(order)
    assert order.account_id == ann_id


def test_nobody_reads_what_belongs_to_no_account(nobody: Session) -> None:
    assert nobody.scalar(select(func.count()).select_from(Account)) == 4


def test_the_exception_sees_all_accounts(session: Session, ann_id: int, bea_id: int) -> None:
    assert set(session.scalars(select(Checkout.account_id))) == {ann_id, bea_id}
