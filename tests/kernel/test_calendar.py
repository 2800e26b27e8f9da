"""When a fact is old enough to say so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from saas.kernel.calendar import is_stale

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("days", "stale"), [(0, False), (400, False), (401, True), (-1, False)])
def test_a_fact_is_stale_after_400_days(days: int, stale: bool) -> None:
    assert is_stale(TODAY - timedelta(days=days), TODAY) is stale
