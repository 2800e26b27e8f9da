"""Run several calls at the same moment, each in its own thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def run_at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    """What the calls return, in the order given. Raises what the first of them raised."""
    barrier = threading.Barrier(len(calls))

    def wait_and_call(call: Callable[[], Answer]) -> Answer:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(wait_and_call, calls))
