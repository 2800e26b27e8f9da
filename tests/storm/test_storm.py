"""A short storm. The seed is printed; STORM_SEED=random, or a number, chooses another one."""

from __future__ import annotations

import os
import secrets

import click
import pytest

from tests.storm.run import run_storm

PURCHASES = 30


@pytest.mark.slow
def test_after_a_storm_every_dollar_is_where_it_belongs(database_kind: str) -> None:
    seed_text = os.environ.get("STORM_SEED", "7")
    seed = secrets.randbelow(10_000) if seed_text == "random" else int(seed_text)
    report = run_storm(PURCHASES, seed, database_kind, kills=3, pause=0.5)
    click.echo(report.summary())
    assert report.violations == [], report.summary()
    assert sum(report.actions[f"way: {way}"] for way in ("card", "code", "free", "debit", "declined first")) > 0
