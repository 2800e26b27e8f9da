"""What is said of one table that holds something about people, and how the rows of an account are found in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select

from saas.accounts.models import Person
from saas.shop.orders.models import Order

# Who sees it.
YOU, SUPPORT = "you", "you and support"


def by_account(model: Any, account_id: int) -> ColumnElement[bool]:
    is_of_account: ColumnElement[bool] = model.account_id == account_id
    return is_of_account


def by_person(model: Any, account_id: int) -> ColumnElement[bool]:
    is_of_person: ColumnElement[bool] = model.person_id.in_(
        select(Person.id).where(Person.account_id == account_id).scalar_subquery()
    )
    return is_of_person


def by_order(model: Any, account_id: int) -> ColumnElement[bool]:
    is_of_order: ColumnElement[bool] = model.order_public_id.in_(
        select(Order.public_id).where(Order.account_id == account_id).scalar_subquery()
    )
    return is_of_order


def by_id(model: Any, account_id: int) -> ColumnElement[bool]:
    is_account: ColumnElement[bool] = model.id == account_id
    return is_account


@dataclass(frozen=True, slots=True)
class Holding:
    """One table of what is held about people.

    `what`, `why`, `how_long` and `who` (sees it) are what people read of it. `exported` columns are in the export under
    their names, `left_out` ones are not, each for a reason. When the account is deleted its rows go; or, if `kept_because`
    gives a reason, they stay, and `emptied` is what is written over the columns that say who it was. `condition` finds the
    rows of an account. `hides` names exported columns that a row of somebody else's words leaves empty.
    """

    model: Any
    what: str
    why: str
    how_long: str
    exported: tuple[str, ...]
    left_out: Mapping[str, str]
    who: str = YOU
    kept_because: str = ""
    emptied: Mapping[str, Any] = field(default_factory=dict)
    condition: Callable[[Any, int], ColumnElement[bool]] = by_account
    hides: Callable[[Any], tuple[str, ...]] = field(default=lambda _row: ())

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)


def columns(reason: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, reason)
