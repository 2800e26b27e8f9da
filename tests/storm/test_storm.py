"""A short storm. The seed is printed; STORM_SEED=random, or a number, blows another one."""

from __future__ import annotations

import os
import secrets

import click
import pytest

from tests.storm.storm import blow

PURCHASES = 30


@pytest.mark.slow
def test_after_a_storm_every_dollar_is_where_it_belongs(database_kind: str) -> None:
    asked = os.environ.get("STORM_SEED", "7")
    seed = secrets.randbelow(10_000) if asked == "random" else int(asked)
    outcome = blow(PURCHASES, seed, database_kind, kills=3, pause=0.5)
    click.echo(outcome.told())
    assert outcome.wrong == [], outcome.told()
    assert sum(outcome.did[f"way: {way}"] for way in ("card", "code", "free", "debit", "declined first")) > 0
