"""Slow clients: they hold threads for a bounded time, and others are answered while they go on."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

THREADS = 2
REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


@pytest.fixture
def port() -> Iterator[int]:
    """A server with two threads that bounds requests to one second."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", str(THREADS)]
    command += ["--timeout", "1", "--graceful-timeout", "0", "--no-control-socket", "--log-level", "error"]
    command += ["--worker-class", "saas.web.gunicorn_worker.BoundedThreadWorker", "tests.bench.hello_app:app"]
    with subprocess.Popen(command) as server:
        while server.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield port
        server.terminate()


def test_slow_clients_are_ended_and_others_answered(port: int) -> None:
    """As many as there are threads send a byte now and then and never finish; without a bound nobody else would be
    answered at all."""
    stop = threading.Event()
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(THREADS)]
        for connection in slow:
            connection.sendall(REQUEST + b"X-Slow: ")

        def drip() -> None:
            while not stop.wait(0.1):
                for connection in slow:
                    with suppress(OSError):
                        connection.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as quick:
                quick.sendall(REQUEST + b"\r\n")
                assert quick.recv(100).startswith(b"HTTP/1.1 200")
        finally:
            stop.set()
            thread.join()
