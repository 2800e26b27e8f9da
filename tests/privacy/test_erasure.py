"""Thirty days after the money went back in full, what was written is deleted; the person and the orders stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Person as PersonRow
from saas.intake.answers.models import Answer
from saas.jobs import forget_refunded
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.tenancy import WrongAccount, account_session
from saas.plans.models import Plan
from saas.privacy.actions import erase_content
from saas.shop.orders.models import AccessDay, Order, Payment
from saas.shop.seats.models import Claim
from tests.people import ANN, BEA, Person, account_of


@pytest.fixture
def refunded(session: Session) -> Callable[[int], int]:
    """`refunded(days)`: Ann's money went back so many days ago; her account."""

    def call(days: int, state: str = "refunded") -> int:
        ann = account_of(session, ANN)
        with transaction(session):
            ended = {"state": state, "ended_at": clock.now() - timedelta(days=days)}
            session.execute(update(Order).where(Order.account_id == ann).values(**ended))
        return ann

    return call


def count(session: Session, kind: Any, account_id: int) -> int:
    session.rollback()  # read what is there now, not in the session’s old snapshot
    return session.scalar(select(func.count()).select_from(kind).where(kind.account_id == account_id)) or 0


@pytest.mark.parametrize(
    ("days", "state", "left"), [(29, "refunded", 1), (31, "refunded", 0), (31, "charged_back", 0), (31, "paid", 1)]
)
def test_content_is_erased_after_thirty_days(
    days: int, state: str, left: int, refunded: Callable[..., int], session: Session, engine: Engine
) -> None:
    ann = refunded(days, state)
    forget_refunded(engine)
    assert count(session, Plan, ann) == left
    assert (count(session, Answer, ann) > 0) == bool(left)


def test_the_person_and_the_orders_stay(refunded: Callable[..., int], session: Session, engine: Engine) -> None:
    ann = refunded(31)
    forget_refunded(engine)
    assert [count(session, kind, ann) for kind in (PersonRow, Order, Payment)] == [1, 1, 1]


def test_nobody_else_loses_anything(refunded: Callable[..., int], session: Session, engine: Engine) -> None:
    refunded(31)
    forget_refunded(engine)
    assert count(session, Plan, account_of(session, BEA)) == 1


def test_nothing_is_erased_from_who_has_access_again(
    refunded: Callable[..., int], session: Session, engine: Engine
) -> None:
    ann = refunded(31)
    with transaction(session):
        session.add(Claim(account_id=ann, seat="a-seat"))
    forget_refunded(engine)
    assert count(session, Plan, ann) == 1


def test_content_of_an_ended_gift_is_erased_too(session: Session, engine: Engine) -> None:
    ann = account_of(session, ANN)
    with transaction(session):
        session.execute(update(Order).where(Order.account_id == ann).values(state="canceled"))
        session.add(Claim(account_id=ann, seat="a-seat", ended_at=clock.now() - timedelta(days=31)))
    forget_refunded(engine)
    assert [count(session, kind, ann) for kind in (Plan, Claim)] == [0, 0]


def test_it_is_done_once_and_later_content_stays(
    refunded: Callable[..., int], session: Session, engine: Engine
) -> None:
    ann = refunded(31)
    forget_refunded(engine)
    with account_session(engine, ann) as own, transaction(own):
        own.add(Answer(account_id=ann, question_key="state", value="CA"))
    forget_refunded(engine)
    assert count(session, Answer, ann) == 1


def test_erasing_checks_again_whether_it_is_due(refunded: Callable[..., int], session: Session, engine: Engine) -> None:
    """The list was made a moment ago; somebody has paid again since."""
    ann = refunded(31)
    with transaction(session):
        session.add(Claim(account_id=ann, seat="a-seat"))
    with account_session(engine, ann) as own:
        assert erase_content(own, ann, clock.now()) is False
    assert count(session, Plan, ann) == 1


def test_a_session_over_all_accounts_is_refused(refunded: Callable[..., int], session: Session) -> None:
    with pytest.raises(WrongAccount):
        erase_content(session, refunded(31), clock.now())


def test_until_then_it_can_be_exported(refunded: Callable[..., int], as_: Callable[[Person], FlaskClient]) -> None:
    refunded(29)
    taken = json.loads(as_(ANN).get("/settings/export").text)
    assert (len(taken["plans"]), taken["answers"] != []) == (1, True)


def test_a_day_of_use_is_noted_once(as_: Callable[[Person], FlaskClient], session: Session) -> None:
    for _ in range(2):
        assert as_(ANN).get("/plan").status_code == 200
    assert count(session, AccessDay, account_of(session, ANN)) == 1
