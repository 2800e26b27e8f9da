"""The time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.kernel import clock


def test_a_moment_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=False)
def test_the_day_is_new_yorks_day() -> None:
    assert clock.today() == date(2026, 11, 22)


@pytest.mark.parametrize(("shift", "days"), [("60d", 60), ("48h", 2), ("", 0), (" 1d ", 1)])
@time_machine.travel(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), tick=False)
def test_a_shift_moves_every_day_and_moment_ahead(monkeypatch: pytest.MonkeyPatch, shift: str, days: int) -> None:
    monkeypatch.setenv("CLOCK_SHIFT", shift)
    assert clock.today() == date(2026, 11, 23) + timedelta(days=days)
    assert clock.now() == datetime(2026, 11, 23, 15, 0, tzinfo=UTC) + timedelta(days=days)


@pytest.mark.parametrize("shift", ["d", "60", "-1d", "60 d", "1w"])
def test_a_shift_is_one_number_and_one_unit(shift: str) -> None:
    with pytest.raises(ValueError, match="is not a number and d, h, m or s"):
        clock.parse_shift(shift)


def test_the_database_gives_a_moment_back_as_it_was(session: Session) -> None:
    moment = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
    session.add(Account(created_at=moment, public_id="then"))
    session.flush()
    session.expire_all()
    kept = session.scalar(select(Account.created_at).where(Account.public_id == "then"))
    assert kept == moment
    assert kept.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_not_kept(session: Session) -> None:
    session.add(Account(created_at=datetime(2026, 11, 23)))  # noqa: DTZ001  # the mistake itself
    with pytest.raises(StatementError, match="needs a time zone"):
        session.flush()


@time_machine.travel(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), tick=False)
def test_the_time_is_moved_back_for_what_happens_inside() -> None:
    with clock.moved_back(timedelta(days=60)):
        assert clock.today() == date(2026, 9, 24)
        with clock.moved_back(timedelta(days=1)):
            assert clock.today() == date(2026, 11, 22)
    assert clock.today() == date(2026, 11, 23)
