"""Real worker processes for tests, and a mail server that takes a letter and never answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from saas.settings import ROOT
from tests.databases import Database


@contextmanager
def worker(database: Database, mail_dir: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    env = {**os.environ, "SAAS_ENV": "test", **database.environment, "MAIL_DIR": str(mail_dir), **environment}
    process = subprocess.Popen([sys.executable, "-m", "saas", "worker"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(happened: Callable[[], object], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, f"not within {seconds:g} s"
        time.sleep(0.05)


@contextmanager
def silent_mail_server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server
