"""When a chore is due, in the engine's own words."""

from __future__ import annotations

import pytest

from saas.kernel.chores import Chore, period_seconds


@pytest.mark.parametrize(
    ("every_seconds", "cron"),
    [
        (0.2, "*/1 * * * * *"),
        (1, "*/1 * * * * *"),
        (7, "*/6 * * * * *"),
        (20, "*/20 * * * * *"),
        (59, "*/30 * * * * *"),
        (60, "0 */1 * * * *"),
        (300, "0 */5 * * * *"),
        (3599, "0 */30 * * * *"),
    ],
)
def test_a_chore_comes_at_least_as_often_as_it_should(every_seconds: float, cron: str) -> None:
    chore = Chore("sweep", lambda _engine: None, every_seconds)
    assert chore.cron == cron
    assert period_seconds(cron) <= max(1, every_seconds)


def test_hourly_chores_do_not_all_come_at_once() -> None:
    crons = {Chore(name, lambda _engine: None, 3600).cron for name in ("a", "b", "c")}
    assert len(crons) == 3
    assert {period_seconds(cron) for cron in crons} == {3600}
