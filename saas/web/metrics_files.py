"""Counters that the processes of one machine share, as files in PROMETHEUS_MULTIPROC_DIR.

prometheus_client maps these files into memory. Writing to a part of a mapped file that has no block on a full disk ends
the process at once (SIGBUS). So each process gets the blocks of its files before it counts, and where there is no room
or no folder, it counts for itself: a full disk costs the counters and not the shop.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import prometheus_client
import structlog
from prometheus_client import Metric, multiprocess, values

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# For every status of every endpoint, and a histogram of some twenty numbers for every endpoint. A file that had to grow
# would grow without blocks; tests/web/test_metrics_files.py holds that none has to.
BYTES = {"counter": 768 * 1024, "histogram": 1024 * 1024}
log = structlog.get_logger()


def empty_folder() -> None:
    """Begin with an empty folder: counters of processes that are gone would be summed in. Called once, before forking."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        return
    shutil.rmtree(folder, ignore_errors=True)
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _count_alone(error)


def allocate_files() -> None:
    """Take up the room for this process's counters. Called in every process before it counts."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        return
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for kind, size in BYTES.items():
            # The name that prometheus_client opens, and then it uses the file as long as it is.
            (Path(folder) / f"{kind}_{os.getpid()}.db").write_bytes(bytes(size))
    except OSError as error:
        _count_alone(error)


def _count_alone(error: OSError) -> None:
    log.warning("counters are not shared between processes", reason=error.strerror, folder=os.environ[VARIABLE])
    del os.environ[VARIABLE]
    values.ValueClass = values.MutexValue


class SharedMetrics:
    """A collector over the files of all processes, in a folder of any name."""

    def collect(self) -> Iterable[Metric]:
        files = glob.glob(os.path.join(glob.escape(os.environ[VARIABLE]), "*.db"))
        merged: Iterable[Metric] = multiprocess.MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]
        return merged


def registry() -> prometheus_client.CollectorRegistry:
    """What `/metrics` shows: the counters of all processes, or of this one where they are not shared."""
    if not os.environ.get(VARIABLE):
        return prometheus_client.REGISTRY
    shared = prometheus_client.CollectorRegistry()
    shared.register(SharedMetrics())
    return shared


def forget_process(pid: int) -> None:
    """Drop what only a living process has, its gauges. Its counters stay, so that sums do not fall."""
    if os.environ.get(VARIABLE):
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
