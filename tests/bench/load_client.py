"""The visitor: a process of its own that asks a bounded number of times, each on a connection of its own.

Reads one job as JSON from its input: {port, asks: [[method, path, headers, body], …], times, threads}. Writes
{statuses: {code: count}} and nothing else. How long it takes says nothing; the server's CPU time is read outside.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

THREADS = 2
# The shop is asked under its own name, as a proxy would ask.
HOST = "shop.test"


@dataclass(frozen=True, slots=True)
class BenchRequest:
    """One request. The headers are those of a browser unless said otherwise."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""


class UnexpectedStatus(RuntimeError):
    """A page that fails is cheap, so its cost would be a lie."""


def send_requests(port: int, asks: list[BenchRequest], *, times: int = 1, expect: int = 200) -> int:
    """Ask everything `times` over from another process; gives the number of requests. Raises UnexpectedStatus."""
    rows = [[ask.method, ask.path, ask.headers, ask.body] for ask in asks]
    job = json.dumps({"port": port, "asks": rows, "times": times, "threads": THREADS})
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load_client"], input=job, capture_output=True, text=True, check=True
    )
    statuses = json.loads(done.stdout)["statuses"]
    if set(statuses) != {str(expect)}:
        raise UnexpectedStatus(f"{asks[0].method} {asks[0].path} answered {statuses}, expected {expect} every time.")
    return int(sum(statuses.values()))


def _answer(port: int, method: str, path: str, headers: dict[str, str], body: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body or None, {"Host": HOST, **headers})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def _run(port: int, asks: list[list[Any]], times: int, threads: int) -> Counter[int]:
    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(lambda ask: _answer(port, *ask), asks * times))


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"statuses": _run(**json.load(sys.stdin))}))
