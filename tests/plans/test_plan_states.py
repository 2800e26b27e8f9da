"""What becomes of a plan: a table, in which old news changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from saas.plans.rules import next_state


@pytest.mark.parametrize(
    ("state", "act", "then"),
    [
        ("proposed", "accept", "current"),
        ("proposed", "refuse", "refused"),
        ("proposed", "supersede", "refused"),
        ("current", "accept", "current"),
        ("current", "refuse", "current"),
        ("current", "supersede", "past"),
        ("refused", "accept", "refused"),
        ("refused", "refuse", "refused"),
        ("past", "accept", "past"),
        ("past", "refuse", "past"),
    ],
)
def test_a_plan_moves_only_as_the_table_says(state: Any, act: Any, then: str) -> None:
    assert next_state(state, act) == then
