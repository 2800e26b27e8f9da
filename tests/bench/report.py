"""The table that `./run bench` prints: one line per measurement, with its goal."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import psutil
from sqlalchemy import Engine

from tests.bench.compose_times import CatalogueGrowth, ComposeTime
from tests.bench.measurement import Cost
from tests.bench.process_stats import memory_name
from tests.bench.startup import StartTime
from tests.bench.statements import StatementCount

COMPOSE_GOAL_MS = 30
GROWTH_GOAL = 1.3
MEMORY_GOAL_MB = 95


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; `goal` is an upper bound in the row's own unit."""

    point: str
    value: float
    unit: str
    goal: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        return "ok" if self.value <= self.goal else "OVER"


def cost_lines(measured: Iterable[Cost]) -> list[Line]:
    return [Line(row.name, row.cost, "× hello", row.goal, _spread(row)) for row in measured]


def _spread(cost: Cost) -> str:
    """Lowest and highest round; the median in microseconds, and the database's part of it."""
    database = median(cost.database)
    part = f", {database:.0f} of them the database's" if database else ""
    return f"{min(cost.hellos):.2f} to {max(cost.hellos):.2f}; {median(cost.micros):.0f} µs{part}"


def compose_lines(measured: Sequence[ComposeTime], hello_micros: float) -> list[Line]:
    slowest = measured[0]
    hellos = slowest.millis * 1000 / hello_micros
    return [
        Line(
            "compose, slowest persona",
            slowest.millis,
            "ms",
            COMPOSE_GOAL_MS,
            f"{hellos:.0f} × hello; {slowest.persona}, {slowest.steps} steps",
        )
    ]


def growth_lines(measured: Iterable[CatalogueGrowth]) -> list[Line]:
    """How composing grows with the library: the cost of a step beside that of a step of the true library."""
    return [
        Line(
            f"compose, library × {row.times}",
            row.ratio,
            "× a step",
            GROWTH_GOAL,
            f"{row.catalogue_steps} steps, {row.millis:.1f} ms",
        )
        for row in measured
        if row.times > 1
    ]


def statement_lines(counted: Iterable[StatementCount]) -> list[Line]:
    return [Line(row.name, len(row.statements), "statements", row.goal) for row in counted]


def memory_lines(fresh: Sequence[float], loaded: Sequence[float]) -> list[Line]:
    """Right after the start, and after all points (Stripe's library is loaded by then)."""
    name = f"memory of a worker ({memory_name()})"
    return [
        Line(f"{name}, fresh", max(fresh), "MB", None, _listed(fresh)),
        Line(f"{name}", max(loaded), "MB", MEMORY_GOAL_MB, _listed(loaded)),
    ]


def _listed(megabytes: Sequence[float]) -> str:
    return ", ".join(f"{value:.1f}" for value in megabytes)


def startup_lines(measured: Iterable[StartTime]) -> list[Line]:
    return [
        Line(row.name, row.seconds, "s", row.goal, f"{row.cpu_seconds:.1f} s of CPU, master and workers")
        for row in measured
    ]


def imports(spent: Iterable[tuple[str, float]]) -> str:
    listed = ", ".join(f"{name} {millis:.0f}" for name, millis in spent)
    return f"imports of saas.app, ms of each package's own modules: {listed}"


def table(lines: Iterable[Line]) -> str:
    rows = [f"{'point':<34}{'cost':>8} {'':<11}{'goal':>6}  {'':<5} note"]
    for line in lines:
        value = f"{line.value:.0f}" if line.unit in ("statements", "MB") else f"{line.value:.2f}"
        goal = "–" if line.goal is None else f"{line.goal:g}"
        rows.append(f"{line.point:<34}{value:>8} {line.unit:<11}{goal:>6}  {line.verdict:<5} {line.note}".rstrip())
    return "\n".join(rows)


def machine(engine: Engine, worker: str) -> str:
    """One line about what this was measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("flask", "sqlalchemy", "gunicorn"))
    with engine.connect() as connection:
        number = ".".join(map(str, connection.dialect.server_version_info or ()))
    load = f"{os.getloadavg()[0]:.1f}"
    return (
        f"{_processor()}, {psutil.cpu_count()} cores, load {load}; {platform.system()}; Python {platform.python_version()}, "
        f"{packages}; {engine.dialect.name} {number}; 2 workers, {worker or 'as configured'}"
    )


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    names = (
        [line.partition(":")[2].strip() for line in known.read_text().splitlines() if line.startswith("model name")]
        if known.exists()
        else []
    )
    return names[0] if names else platform.processor() or platform.machine()
