"""`python -m tests.storm`; see the package's docstring."""

from __future__ import annotations

import argparse
import secrets

import click

from tests.storm.run import run_storm


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.storm")
    parser.add_argument("--purchases", type=int, default=1000)
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000))
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=60.0, help="nobody new comes after so long")
    options = parser.parse_args()
    report = run_storm(options.purchases, options.seed, options.db, kills=options.kills, minutes=options.minutes)
    click.echo(report.summary())
    return 1 if report.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
