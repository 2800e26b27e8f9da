"""CPU time and memory of other processes."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

MB = 1_000_000
IS_LINUX = platform.system() == "Linux"


def cpu_seconds(process: psutil.Process) -> float:
    """User and system time of one living process, all its threads."""
    if IS_LINUX:
        # The process's own CPU clock (see clock_getcpuclockid): exact, where /proc counts in steps of 10 ms.
        return time.clock_gettime((~process.pid << 3) | 2)
    times = process.cpu_times()
    return float(times.user) + float(times.system)


def family_cpu_seconds(head: psutil.Process) -> float:
    """A process, its living children, and those it has buried."""
    buried = head.cpu_times()
    living = sum(map(_cpu_or_nothing, (head, *head.children())))
    return living + float(buried.children_user) + float(buried.children_system)


def memory_mb(process: psutil.Process) -> float:
    """Proportional set size: what is shared is divided by its users. Elsewhere than on Linux the resident size."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    if not rollup.exists():
        return float(process.memory_info().rss / MB)
    lines = rollup.read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / MB for line in lines if line.startswith("Pss:"))


def memory_is_called() -> str:
    return "PSS" if IS_LINUX else "RSS"


def total(processes: Iterable[psutil.Process]) -> float:
    return sum(map(cpu_seconds, processes))


def _cpu_or_nothing(process: psutil.Process) -> float:
    """A child may end between being listed and being asked; its parent then has its time."""
    try:
        return cpu_seconds(process)
    except (OSError, psutil.NoSuchProcess):
        return 0.0
