"""How long a start takes, and which packages it is spent on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from saas.settings import ROOT
from tests.bench.gunicorn_server import Gunicorn
from tests.bench.testbed import Testbed

TIMES = 3
SHOP_APP = "saas.wsgi:load_app()"


@dataclass(frozen=True, slots=True)
class StartTime:
    """Seconds from the start of the program to the first answer of /healthz, and CPU seconds of all its processes until then."""

    name: str
    goal: float | None
    seconds: float
    cpu_seconds: float


def measure_startup(testbed: Testbed) -> list[StartTime]:
    """Warm: bytecode is there. Cold: a first start after installing, everything is compiled anew."""
    warm = [_start_server(testbed, {}) for _ in range(TIMES)]
    return [_median("start, warm", 1.0, warm), _median("start, cold (no bytecode)", None, _start_cold(testbed))]


def _start_cold(testbed: Testbed) -> list[tuple[float, float]]:
    runs = []
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as empty:
            runs.append(_start_server(testbed, {"PYTHONPYCACHEPREFIX": empty}))
    return runs


def _start_server(testbed: Testbed, more: dict[str, str]) -> tuple[float, float]:
    server = Gunicorn(SHOP_APP, testbed.folder / "starts.log", testbed.env() | more)
    try:
        return server.wait("/healthz"), server.cpu_seconds_so_far()
    finally:
        server.stop()


def _median(name: str, goal: float | None, runs: list[tuple[float, float]]) -> StartTime:
    return StartTime(name, goal, median(run[0] for run in runs), median(run[1] for run in runs))


def import_times(environment: dict[str, str], top: int = 12) -> list[tuple[str, float]]:
    """(package, milliseconds of its own modules), the dearest first; the package of a module is its first two names for ours."""
    command = [sys.executable, "-X", "importtime", "-c", "import saas.app"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    spent: Counter[str] = Counter()
    for line in done.stderr.splitlines():
        own, _, rest = line.removeprefix("import time:").partition("|")
        if own.strip().isdigit():
            spent[_package(rest.partition("|")[2].strip())] += int(own)
    return [(name, micros / 1000) for name, micros in (*spent.most_common(top), ("everything", sum(spent.values())))]


def _package(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == Path(ROOT / "saas").name else parts[0]
