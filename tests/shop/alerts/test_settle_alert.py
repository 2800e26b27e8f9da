"""Raising and settling an alert, as verbs."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.kernel.errors import NotFound
from saas.kernel.tenancy import unscoped
from saas.shop.alerts.actions import record_alert, settle_alert
from saas.shop.alerts.models import Alert
from tests.threads import run_at_once


def test_two_at_once_settle_it_once(session: Session, engine: Engine) -> None:
    record_alert(session, "clock:today", "the clock is off")

    def settle(by: str) -> str:
        with unscoped(engine, "tests: looking and arranging") as own_session:
            return settle_alert(own_session, "clock:today", by=by).settled_by

    answers = run_at_once(lambda: settle("sam@example.com"), lambda: settle("tim@example.com"))
    assert set(answers) == {session.scalars(select(Alert.settled_by)).one()}


def test_an_unknown_key_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        settle_alert(session, "no such key", by="sam@example.com")
