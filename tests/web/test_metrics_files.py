"""Counters are shared between processes by files, and a disk without room costs the counters and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import Histogram
from prometheus_client.mmap_dict import mmap_key

from saas.app import create_app
from saas.settings import ROOT
from saas.web import metrics_files
from tests.apps import make_settings

# Two processes count under one master, as gunicorn's workers do, and one of them shows the sum.
PROGRAM = """
import os, sys
from saas.web import metrics_files
from prometheus_client import Counter, generate_latest
counter = Counter("pages", "Pages", ["name"])
metrics_files.empty_folder()
{before}
for number in range(2):
    if os.fork() == 0:
        metrics_files.allocate_files()
        counter.labels("home").inc()
        os._exit(0)
for _ in range(2):
    assert os.wait()[1] == 0
metrics_files.allocate_files()
counter.labels("home").inc()
print(generate_latest(metrics_files.registry()).decode())
"""
NO_ROOM = """
from pathlib import Path
def write_bytes(self, data):
    raise OSError(28, "No space left on device")
Path.write_bytes = write_bytes
"""


def counted(folder: Path, before: str = "") -> float:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before=before)], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PROMETHEUS_MULTIPROC_DIR": str(folder), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    [line] = [line for line in done.stdout.splitlines() if line.startswith("pages_total{")]
    return float(line.split()[-1])


@pytest.mark.parametrize("name", ["metrics", "a [b] % c"])
def test_the_counters_of_all_processes_are_summed(tmp_path: Path, name: str) -> None:
    assert counted(tmp_path / name) == 3


def test_counters_of_processes_that_are_gone_are_not_summed_in(tmp_path: Path) -> None:
    counted(tmp_path / "metrics")
    assert counted(tmp_path / "metrics") == 3


def test_on_a_full_disk_each_process_counts_for_itself(tmp_path: Path) -> None:
    assert counted(tmp_path / "metrics", NO_ROOM) == 1


def test_where_no_folder_can_be_made_each_process_counts_for_itself(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert counted(tmp_path / "file" / "metrics") == 1


def test_every_block_of_a_file_is_on_the_disk_before_it_is_mapped(tmp_path: Path) -> None:
    counted(tmp_path / "metrics")
    files = list((tmp_path / "metrics").glob("*.db"))
    assert files
    assert [file.name for file in files if file.stat().st_blocks * 512 < file.stat().st_size] == []


STATUSES = (200, 204, 302, 303, 304, 308, 400, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503)


def test_no_file_has_to_grow() -> None:
    """What grows gets no blocks, and on a full disk that is the end of the process. Counted with every status that any
    address may answer with, and half as many addresses again."""
    endpoints = [*create_app(make_settings()).view_functions, "none"]
    counters = [("http_requests_total", (endpoint, str(status))) for endpoint in endpoints for status in STATUSES]
    buckets = [*map(str, Histogram.DEFAULT_BUCKETS), "sum", "count"]
    numbers = [("http_request_seconds_bucket", (endpoint, bucket)) for endpoint in endpoints for bucket in buckets]
    needed = {
        "counter": bytes_of(counters, "Requests that reached Flask"),
        "histogram": bytes_of(numbers, "Time in Flask"),
    }
    assert {kind: size for kind, size in needed.items() if size * 1.5 > metrics_files.BYTES[kind]} == {}


def bytes_of(values: list[tuple[str, tuple[str, str]]], help_text: str) -> int:
    """A length, the name padded to eight bytes, a number and a moment, as prometheus_client writes each value."""
    keys = (mmap_key(name, name, ["endpoint", "status"], list(labels), help_text) for name, labels in values)
    return sum(4 + len(key.encode()) + 8 + 16 for key in keys)
