"""A gunicorn on a free port of this machine, with the settings of production."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from saas.settings import ROOT
from tests.bench.process_stats import cpu_seconds, total_cpu_seconds

WORKERS = 2
START_TIMEOUT_SECONDS = 60.0
# CPU seconds within a fifth of a second that count as idle.
IDLE_CPU_SECONDS = 0.005


class Gunicorn:
    """`worker` is a gunicorn worker class; empty keeps the one of config/gunicorn.py."""

    def __init__(self, app: str, log: Path, env: Mapping[str, str] | None = None, *, worker: str = "") -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "config" / "gunicorn.py"), app]
        command += ["--worker-class", worker] if worker else []
        server_env = {"PORT": str(self.port), "WEB_CONCURRENCY": str(WORKERS)}
        self.began = time.monotonic()
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command, env={**os.environ, **(env or {}), **server_env}, cwd=ROOT, stdout=out, stderr=out
            )
        self._log = log
        self._master = psutil.Process(self._process.pid)

    def wait(self, path: str = "/") -> float:
        """Seconds from the start of the program to its first answer 200."""
        while time.monotonic() - self.began < START_TIMEOUT_SECONDS:
            if self._process.poll() is not None:
                break
            if self._answers(path):
                return time.monotonic() - self.began
            time.sleep(0.005)
        self.stop()
        raise RuntimeError(f"The server did not start: {self._log.read_text(errors='replace')[-2000:]}")

    def workers(self) -> list[psutil.Process]:
        return list(self._master.children())

    def wait_until_idle(self) -> None:
        """Wait until every worker has started and has nothing to do."""
        before = -1.0
        while len(self.workers()) < WORKERS or self.cpu_seconds_so_far() - before > IDLE_CPU_SECONDS:
            before = self.cpu_seconds_so_far()
            time.sleep(0.2)

    def cpu_seconds_so_far(self) -> float:
        """Of the master and the workers there are by now."""
        return cpu_seconds(self._master) + total_cpu_seconds(self.workers())

    def cpu_seconds(self) -> float:
        """Of the master and its workers; none may end meanwhile."""
        workers = self.workers()
        if len(workers) != WORKERS:
            raise RuntimeError(
                f"{len(workers)} workers are left of {WORKERS}: {self._log.read_text(errors='replace')[-2000:]}"
            )
        return cpu_seconds(self._master) + total_cpu_seconds(workers)

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=20)

    def _answers(self, path: str) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
