"""A worker with jobs of the tests' own: `python -m tests.kernel.worker_program DATABASE_URL LOG [CHORE SECONDS]…`

Everything that happens is a line of the log: what, with what, in which process, when. `LOG` is also the memory of jobs
that fail a number of times: each counts its own lines.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from saas.kernel.chores import Chore
from saas.kernel.db import open_engine
from saas.kernel.errors import PermanentFailure
from saas.kernel.jobs import LETTERS, MONEY, Failure, Handler, Job
from saas.kernel.liveness import Pace
from saas.kernel.worker import run_worker

# A tenth of the real pace, so that a test that waits for a takeover takes a second.
FAST = Pace(beat_seconds=0.1, watch_seconds=0.2, gone_after_seconds=1.0, stop_seconds=1.0, max_takeovers=1)
QUICK = Job("quick", MONEY)
SLOW = Job("slow", MONEY)
TWO_STEPS = Job("two_steps", MONEY)
FAILS_TWICE = Job("fails_twice", MONEY)
HOPELESS = Job("hopeless", MONEY, max_attempts=2)
REFUSED = Job("refused", MONEY)
RECORDED = Job("recorded_failure", LETTERS, max_attempts=1)
KILLER = Job("killer", MONEY)
# What a person wrote, and an error may quote.
PRIVATE = "a secret word"


class Log:
    """Lines that several processes append to one file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def write(self, what: str, *details: object) -> None:
        line = " ".join(map(str, (what, *details, os.getpid(), f"{time.monotonic():.2f}")))
        with self.file.open("a", encoding="utf-8") as out:
            out.write(line + "\n")

    def lines(self, what: str) -> list[list[str]]:
        """The details of each line of one kind, with the process and the monotonic time as the last two."""
        text = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
        words = (line.split(" ") for line in text.splitlines())
        return [rest for first, *rest in words if first == what]

    def count(self, what: str) -> int:
        return len(self.lines(what))


def handlers(log: Log) -> list[Handler]:
    def quick(number: int) -> None:
        log.write("quick", number)

    def slow(seconds: float) -> None:
        log.write("slow", "starts")
        for _ in range(
            round(seconds * 10)
        ):  # in pieces, so that a process that was stopped has its time still before it
            time.sleep(0.1)
        log.write("slow-done")

    def first(_seconds: float) -> None:
        log.write("first")

    def second(seconds: float) -> None:
        log.write("second")
        time.sleep(seconds)
        log.write("second-done")

    def fails_twice() -> None:
        log.write("fails_twice")
        if log.count("fails_twice") < 3:
            raise RuntimeError(PRIVATE)

    def hopeless() -> None:
        log.write("hopeless")
        raise RuntimeError(PRIVATE)

    def refused() -> None:
        log.write("refused")
        raise PermanentFailure("the answer is no")

    def fails_and_is_recorded() -> None:
        raise RuntimeError

    def record(failure: Failure) -> None:
        log.write("recorded", failure.key, failure.attempts, failure.reason)

    def kills_its_worker() -> None:
        log.write("killer")
        os.kill(os.getpid(), signal.SIGKILL)

    return [
        Handler(QUICK, (quick,)),
        Handler(SLOW, (slow,)),
        Handler(TWO_STEPS, (first, second)),
        Handler(FAILS_TWICE, (fails_twice,)),
        Handler(HOPELESS, (hopeless,)),
        Handler(REFUSED, (refused,)),
        Handler(RECORDED, (fails_and_is_recorded,), record),
        Handler(KILLER, (kills_its_worker,)),
    ]


def chores(log: Log, wanted: list[str]) -> list[Chore]:
    def long(seconds: float) -> Callable[[Engine], None]:
        def run(_engine: Engine) -> None:
            log.write("long")
            time.sleep(seconds)
            log.write("long-done")

        return run

    def broken(_engine: Engine) -> None:
        log.write("broken")
        raise RuntimeError(PRIVATE)

    def tick(_engine: Engine) -> None:
        log.write("tick")

    requested = []
    for name, seconds in zip(wanted[::2], wanted[1::2], strict=True):
        run = {"long": long(float(seconds)), "broken": broken, "tick": tick}[name]
        requested.append(Chore(name, run, 1))
    return requested


def main(url: str, file: str, *wanted: str) -> None:
    log = Log(Path(file))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    log.write("started")
    run_worker(
        open_engine(url),
        handlers(log),
        chores(log, list(wanted)),
        alert=lambda key, _: log.write("alert", key),
        stop=stop,
        pace=FAST,
    )
    log.write("stopped")


if __name__ == "__main__":
    main(*sys.argv[1:])
