"""The sandbox's world: what it knows, what time it is, and what is due later."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from saas.sandbox.alarms import Alarms
from saas.sandbox.clock import Clock
from saas.sandbox.ids import Ids
from saas.sandbox.settings import SandboxSettings
from saas.sandbox.store import Store, Thing
from saas.sandbox.webhooks.rows import Rows

LOG_LENGTH = 5000


class World:
    """One running sandbox. `lock` guards every read and write; nothing slow happens under it."""

    def __init__(self, settings: SandboxSettings) -> None:
        self.settings = settings
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.store = Store(settings.state_file)
        self.rows = Rows(self.store)
        self.alarms = Alarms(self.store)
        self.ids = Ids(settings.seed)
        self.clock = Clock(float(self.memo("clock").get("ahead", 0.0)))
        self.requests: deque[Thing] = deque(maxlen=LOG_LENGTH)
        self.on_the_way = 0  # letters being sent right now
        self.faults: list[Thing] = []
        self.asking: Thing = {"id": None, "idempotency_key": None}
        self.address = settings.public_url

    def forget(self) -> None:
        """Empty the world; the clock keeps its lead, as time does not go back.

        Waits for letters on their way, so that nothing of the old world arrives in the new one.
        """
        self.store.clear()
        self.rows.forget()
        self.alarms.forget()
        self.changed.wait_for(lambda: not self.on_the_way, self.settings.delivery_timeout + 1)
        self.requests.clear()
        self.faults.clear()
        self.keep_memo("clock", {"ahead": self.clock.ahead})

    def new(self, kind: str, thing: Thing) -> Thing:
        """Keep a new thing under its own id."""
        return self.store.put(kind, thing["id"], thing)

    def save(self, thing: Thing) -> Thing:
        """Keep a changed API object; its kind is its `object`."""
        return self.store.put(thing["object"], thing["id"], thing)

    def memo(self, name: str) -> Thing:
        """A small private note, empty until first kept: settings of the moment, or what an object hides."""
        return self.store.find("memo", name) or {}

    def keep_memo(self, name: str, note: Thing) -> None:
        self.store.put("memo", name, note)

    def later(self, seconds: float, verb: str, target: str) -> None:
        """Set a timer: `verb` (a name in timers.VERBS) happens to `target` after `seconds`."""
        key = self.ids.new("timer")
        due = self.clock.moment() + seconds
        self.alarms.keep({"id": key, "due": due, "verb": verb, "target": target})
        self.changed.notify_all()

    def advance(self, seconds: float, run: Callable[[Thing], None]) -> None:
        """Move the clock forward, letting each timer happen at its own moment on the way."""
        goal = self.clock.moment() + seconds
        while timer := self.alarms.take(goal):
            self.clock.reach(timer["due"])
            run(timer)
        self.clock.reach(goal)
        self.keep_memo("clock", {"ahead": self.clock.ahead})
        self.changed.notify_all()
