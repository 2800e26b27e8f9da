"""The command: `./run bench [--db postgres] [--rounds 4] [--requests 800] [--worker sync] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import click

from tests.bench import report
from tests.bench.composing import measure_composing, measure_growth
from tests.bench.cpu import memory_mb
from tests.bench.gunicorns import Gunicorn
from tests.bench.measuring import Cost, measure
from tests.bench.profiling import PROFILED, profile
from tests.bench.starting import SHOP, import_times, measure_starts
from tests.bench.statements import count_statements
from tests.bench.testbed import Testbed, running_testbed

HELLO = "tests.bench.hello:app"


def main() -> int:
    asked = _arguments()
    with running_testbed(asked.db) as testbed:
        if asked.profile:
            click.echo(profile(testbed, asked.profile))
            return 0
        return _report(testbed, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description="What a request costs, in bare Flask hellos.")
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=4, help="measured rounds, each over all points")
    parser.add_argument(
        "--requests", type=int, default=800, help="of the cheapest point in a round; dearer ones get a share"
    )
    parser.add_argument(
        "--worker", default="", help="a gunicorn worker class other than the configured one, such as sync"
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="POINT", help="only the costs of these points, by name"
    )
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--statements", action="store_true", help="print the statements too")
    parser.add_argument("--profile", choices=sorted(PROFILED), help="only profile one page in this process")
    return parser.parse_args()


def _report(testbed: Testbed, asked: argparse.Namespace) -> int:
    if asked.only:
        click.echo(report.table(report.costs(_under_load(testbed, asked).costs)))
        return 0
    counted = count_statements(testbed)
    load = _under_load(testbed, asked)
    composing, imports = measure_composing(), import_times(testbed.env())
    lines = [
        *report.costs(load.costs), *report.composings(composing, median(load.costs[0].micros)),
        *report.growths(measure_growth(composing[0].persona)), *report.counts(counted),
        *report.memories(load.fresh, load.loaded), *report.starts(measure_starts(testbed)),
    ]  # fmt: skip
    machine = report.machine(testbed.engine, asked.worker)
    click.echo(report.table(lines))
    click.echo(f"\n{report.imports(imports)}")
    if asked.statements:
        click.echo("".join(f"\n{one.name}\n  " + "\n  ".join(one.statements) for one in counted))
    click.echo(f"\n{machine}")
    if asked.json:
        everything: dict[str, Any] = {
            "machine": machine,
            "lines": [asdict(line) | {"verdict": line.verdict} for line in lines],
        }
        everything |= {"costs": [asdict(one) for one in load.costs], "composing": [asdict(one) for one in composing]}
        everything |= {"statements": [asdict(one) for one in counted], "imports_ms": dict(imports)}
        asked.json.write_text(json.dumps(everything, indent=2))
    return 0


@dataclass(frozen=True, slots=True)
class Load:
    """Costs, and megabytes of each worker before and after."""

    costs: list[Cost]
    fresh: Sequence[float]
    loaded: Sequence[float]


def _under_load(testbed: Testbed, asked: argparse.Namespace) -> Load:
    hello = Gunicorn(HELLO, testbed.folder / "hello.log", worker=asked.worker)
    shop = Gunicorn(SHOP, testbed.folder / "shop.log", testbed.env(), worker=asked.worker)
    try:
        hello.wait("/")
        shop.wait("/healthz")
        shop.rest()
        fresh = [memory_mb(worker) for worker in shop.workers()]
        costs = measure(testbed, hello, shop, rounds=asked.rounds, requests=asked.requests, only=asked.only)
        return Load(costs, fresh, [memory_mb(worker) for worker in shop.workers()])
    finally:
        hello.stop()
        shop.stop()


if __name__ == "__main__":
    raise SystemExit(main())
