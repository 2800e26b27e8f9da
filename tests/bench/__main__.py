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
from tests.bench.compose_times import measure_compose, measure_growth
from tests.bench.gunicorn_server import Gunicorn
from tests.bench.measurement import Cost, measure
from tests.bench.process_stats import memory_mb
from tests.bench.profiler import PROFILED_CALLS, profile
from tests.bench.startup import SHOP_APP, import_times, measure_startup
from tests.bench.statements import count_statements
from tests.bench.testbed import Testbed, running_testbed

HELLO = "tests.bench.hello_app:app"


def main() -> int:
    arguments = _arguments()
    with running_testbed(arguments.db) as testbed:
        if arguments.profile:
            click.echo(profile(testbed, arguments.profile))
            return 0
        return _report(testbed, arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description="What a request costs, in bare Flask hellos.")
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=4, help="measured rounds, each over all points")
    parser.add_argument(
        "--requests",
        type=int,
        default=800,
        help="requests of the cheapest point in a round; costlier points get a share of it",
    )
    parser.add_argument(
        "--worker", default="", help="a gunicorn worker class other than the configured one, such as sync"
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="POINT", help="only the costs of these points, by name"
    )
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--statements", action="store_true", help="print the statements too")
    parser.add_argument("--profile", choices=sorted(PROFILED_CALLS), help="only profile one page in this process")
    return parser.parse_args()


def _report(testbed: Testbed, arguments: argparse.Namespace) -> int:
    if arguments.only:
        click.echo(report.table(report.cost_lines(_under_load(testbed, arguments).costs)))
        return 0
    counted = count_statements(testbed)
    load = _under_load(testbed, arguments)
    compose_times, imports = measure_compose(), import_times(testbed.env())
    lines = [
        *report.cost_lines(load.costs),
        *report.compose_lines(compose_times, median(load.costs[0].micros)),
        *report.growth_lines(measure_growth(compose_times[0].persona)),
        *report.statement_lines(counted),
        *report.memory_lines(load.fresh, load.loaded),
        *report.startup_lines(measure_startup(testbed)),
    ]
    machine = report.machine(testbed.engine, arguments.worker)
    click.echo(report.table(lines))
    click.echo(f"\n{report.imports(imports)}")
    if arguments.statements:
        click.echo("".join(f"\n{row.name}\n  " + "\n  ".join(row.statements) for row in counted))
    click.echo(f"\n{machine}")
    if arguments.json:
        everything: dict[str, Any] = {
            "machine": machine,
            "lines": [asdict(line) | {"verdict": line.verdict} for line in lines],
        }
        everything |= {
            "costs": [asdict(row) for row in load.costs],
            "composing": [asdict(row) for row in compose_times],
        }
        everything |= {"statements": [asdict(row) for row in counted], "imports_ms": dict(imports)}
        arguments.json.write_text(json.dumps(everything, indent=2))
    return 0


@dataclass(frozen=True, slots=True)
class Load:
    """Costs, and megabytes of each worker before and after."""

    costs: list[Cost]
    fresh: Sequence[float]
    loaded: Sequence[float]


def _under_load(testbed: Testbed, arguments: argparse.Namespace) -> Load:
    hello = Gunicorn(HELLO, testbed.folder / "hello.log", worker=arguments.worker)
    shop = Gunicorn(SHOP_APP, testbed.folder / "shop.log", testbed.env(), worker=arguments.worker)
    try:
        hello.wait("/")
        shop.wait("/healthz")
        shop.wait_until_idle()
        fresh = [memory_mb(worker) for worker in shop.workers()]
        costs = measure(testbed, hello, shop, rounds=arguments.rounds, requests=arguments.requests, only=arguments.only)
        return Load(costs, fresh, [memory_mb(worker) for worker in shop.workers()])
    finally:
        hello.stop()
        shop.stop()


if __name__ == "__main__":
    raise SystemExit(main())
