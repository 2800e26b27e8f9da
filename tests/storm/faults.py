"""What goes wrong: webhooks lost, doubled, late and out of order; answers that never come; processes killed."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import requests
from requests import RequestException

from tests.storm.stack import StormStack

# (weight, fault): faults as the local Stripe's control API takes them.
FAULTS: tuple[tuple[int, dict[str, Any]], ...] = (
    (6, {"event": "*", "kind": "duplicate", "times": 10}),
    (6, {"event": "*", "kind": "reorder", "times": 6}),
    (5, {"event": "*", "kind": "lose", "times": 4}),
    (4, {"event": "*", "kind": "delay", "seconds": 3, "times": 6}),
    (2, {"event": "*", "kind": "wrong_secret", "times": 2}),
    (2, {"event": "*", "kind": "old", "times": 2}),
    (4, {"path": "/v1/*", "kind": "drop_before", "times": 2}),
    (4, {"method": "POST", "path": "/v1/*", "kind": "drop_after", "times": 2}),
    (2, {"method": "POST", "path": "/v1/*", "kind": "status", "status": 500, "times": 1}),
    (2, {"path": "/v1/*", "kind": "status", "status": 429, "times": 2}),
    (1, {"method": "POST", "path": "/v1/refunds", "kind": "status", "status": 500, "stored": True, "times": 2}),
)
VICTIMS = ("worker0", "shop", "worker1")


@dataclass(eq=False)
class FaultInjector(threading.Thread):
    """Injects a fault every `pause` seconds, and now and then kills a process, until `clear` is called."""

    stack: StormStack
    seed: int
    pause: float
    kills: int
    injected: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._random = Random(self.seed)
        self._stopped = threading.Event()

    def run(self) -> None:
        ticks = 0
        while not self._stopped.wait(self.pause):
            ticks += 1
            [(_, fault)] = self._random.choices(FAULTS, [weight for weight, _ in FAULTS])
            self._inject(fault)
            if self.kills and ticks % 4 == 2:
                self.kills -= 1
                self.stack.kill(VICTIMS[(ticks // 4) % len(VICTIMS)], self._random)

    def _inject(self, fault: dict[str, Any]) -> None:
        try:
            self.stack.control("faults", **fault)
        except RequestException:
            return
        self.injected[f"{fault['kind']} {fault.get('event') or fault['path']}"] += 1

    def clear(self) -> None:
        """Stop, and remove the faults that are left."""
        self._stopped.set()
        self.join(30)
        requests.delete(f"{self.stack.stripe}/_sandbox/faults", timeout=30).raise_for_status()
