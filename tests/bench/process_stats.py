"""CPU seconds and megabytes of other processes."""

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


def tree_cpu_seconds(head: psutil.Process) -> float:
    """A process, its living children, and the children that have ended."""
    ended = head.cpu_times()
    living = sum(map(_cpu_seconds_or_zero, (head, *head.children())))
    return living + float(ended.children_user) + float(ended.children_system)


def memory_mb(process: psutil.Process) -> float:
    """Proportional set size: what is shared is divided by its users. Elsewhere than on Linux the resident size."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    if not rollup.exists():
        return float(process.memory_info().rss / MB)
    lines = rollup.read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / MB for line in lines if line.startswith("Pss:"))


def memory_name() -> str:
    return "PSS" if IS_LINUX else "RSS"


def total_cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    return sum(map(cpu_seconds, processes))


def _cpu_seconds_or_zero(process: psutil.Process) -> float:
    """A child may end after it was listed; its time is then counted with its parent."""
    try:
        return cpu_seconds(process)
    except (OSError, psutil.NoSuchProcess):
        return 0.0
