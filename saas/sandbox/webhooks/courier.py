"""Couriers: threads that carry letters. Only they wait for the receiver, and they hold no lock meanwhile."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from saas.sandbox.store import Thing
from saas.sandbox.timers import run_due_timers
from saas.sandbox.webhooks.letter import letter
from saas.sandbox.webhooks.outbox import note_try, take_due
from saas.sandbox.world import World

HEARTBEAT = 0.05


class Couriers:
    """Starts and stops the threads of one world: a heart for timers, and several couriers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stopped = threading.Event()
        works = [self._beat, *[self._carry] * world.settings.couriers]
        self._threads = [threading.Thread(target=work, daemon=True) for work in works]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        with self._world.lock:
            self._world.changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=1)

    def _beat(self) -> None:
        while not self._stopped.wait(HEARTBEAT):
            with self._world.lock:
                run_due_timers(self._world)

    def _carry(self) -> None:
        while not self._stopped.is_set():
            with self._world.lock:
                row = take_due(self._world)
                if row is None:
                    self._world.changed.wait(HEARTBEAT)
                    continue
                sent = letter(self._world, row)
            result = send(*sent, timeout=self._world.settings.delivery_timeout)
            with self._world.lock:
                note_try(self._world, row, result)


def send(url: str, body: bytes, headers: dict[str, str], timeout: float) -> Thing:
    """One try. A redirect is not followed: to Stripe it is a failure, as is any error on the way."""
    began = time.monotonic()
    status, error = None, None
    try:
        status = _answer_of(url, body, headers, timeout)
    except (OSError, HTTPException, ValueError) as problem:  # ValueError: an address nobody can call
        error = type(problem).__name__
    took = round(time.monotonic() - began, 3)
    return {"at": int(time.time()), "status": status, "error": error, "seconds": took}


def _answer_of(url: str, body: bytes, headers: dict[str, str], timeout: float) -> int:
    target = urlsplit(url)
    kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
    with closing(kind(target.hostname or "", target.port, timeout=timeout)) as link:
        link.request("POST", target.path + (f"?{target.query}" if target.query else ""), body, headers)
        return link.getresponse().status
