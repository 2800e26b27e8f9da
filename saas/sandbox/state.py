"""The state of one running sandbox: its objects, its clock, and what is due later."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from random import Random

from saas.sandbox.settings import SandboxSettings
from saas.sandbox.store import Json, Store
from saas.sandbox.webhooks.queue import DeliveryQueue

LOG_LENGTH = 5000
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_FORMATS = {
    "checkout.session": ("cs_test_a1", 56),
    "payment_intent": ("pi_3", 23),
    "charge": ("ch_3", 23),
    "refund": ("re_3", 23),
    "event": ("evt_1", 23),
    "balance_transaction": ("txn_3", 23),
    "customer": ("cus_", 14),
    "payment_method": ("pm_1", 23),
    "product": ("prod_", 14),
    "price": ("price_1", 23),
    "item": ("li_1", 23),
    "webhook_endpoint": ("we_1", 23),
    "request": ("req_", 14),
    "delivery": ("dlv_", 12),
    "dispute": ("du_1", 23),
    "warning": ("issfr_1", 23),
    "payout": ("po_1", 23),
    "coupon": ("", 8),
    "promotion_code": ("promo_1", 23),
    "discount": ("di_1", 23),
    "invoice": ("in_1", 23),
    "line_item": ("il_1", 23),
    "tax_rate": ("txr_1", 23),
    "timer": ("tmr_", 12),
    "secret": ("whsec_", 32),
    "fault": ("flt_", 8),
}


class Sandbox:
    """The whole state of one sandbox. `lock` guards every read and write; nothing slow happens while it is held."""

    def __init__(self, settings: SandboxSettings) -> None:
        self.settings = settings
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.store = Store(settings.state_file)
        self.deliveries = DeliveryQueue(self.store)
        self.timers = TimerHeap(self.store)
        self.ids = Ids(settings.seed)
        self.clock = Clock(float(self.get_note("clock").get("ahead", 0.0)), settings.clock_shift)
        self.requests: deque[Json] = deque(maxlen=LOG_LENGTH)
        self.in_flight = 0  # webhook requests being sent right now
        self.faults: list[Json] = []
        # The `request` of events emitted now: what caused them.
        self.current_request: Json = {"id": None, "idempotency_key": None}
        self.base_url = settings.public_url

    def reset(self) -> None:
        """Forget everything. The clock stays ahead by as much, because time does not go back.

        Waits for webhook requests in flight, so that none of them arrives in what comes next.
        """
        self.store.clear()
        self.deliveries.clear()
        self.timers.clear()
        self.changed.wait_for(lambda: not self.in_flight, self.settings.delivery_timeout + 1)
        self.requests.clear()
        self.faults.clear()
        self.set_note("clock", {"ahead": self.clock.ahead})

    def add(self, kind: str, obj: Json) -> Json:
        """Store a new object under its own id."""
        return self.store.put(kind, obj["id"], obj)

    def save(self, obj: Json) -> Json:
        """Store a changed API object; its kind is its `object`."""
        return self.store.put(obj["object"], obj["id"], obj)

    def get_note(self, name: str) -> Json:
        """A private JSON object beside the API objects, empty until first set: a mode, or what an object hides."""
        return self.store.find("memo", name) or {}

    def set_note(self, name: str, note: Json) -> None:
        self.store.put("memo", name, note)

    def schedule(self, seconds: float, verb: str, target: str) -> None:
        """Set a timer: `verb` (a name in `timers.TIMER_ACTIONS`) is done to the object `target` after `seconds`."""
        key = self.ids.new("timer")
        due = self.clock.time() + seconds
        self.timers.add({"id": key, "due": due, "verb": verb, "target": target})
        self.changed.notify_all()

    def advance(self, seconds: float, run: Callable[[Json], None]) -> None:
        """Move the clock forward and run each timer at its own moment on the way."""
        goal = self.clock.time() + seconds
        while timer := self.timers.pop_due(goal):
            self.clock.advance_to(timer["due"])
            run(timer)
        self.clock.advance_to(goal)
        self.set_note("clock", {"ahead": self.clock.ahead})
        self.changed.notify_all()


class Clock:
    """Real time plus what was added to it. Seconds since 1970; it never goes back by itself.

    `ahead` is kept from run to run; `shift` is this run's alone, as the shop's CLOCK_SHIFT is.
    """

    def __init__(self, ahead: float = 0.0, shift: float = 0.0) -> None:
        self.ahead = ahead
        self.shift = shift

    def time(self) -> float:
        return time.time() + self.shift + self.ahead

    def now(self) -> int:
        """Whole seconds, as API objects carry them."""
        return int(self.time())

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("The clock only moves forward.")
        self.ahead += seconds

    def advance_to(self, moment: float) -> None:
        """Move forward to a moment; one that is past already changes nothing."""
        self.ahead += max(0.0, moment - self.time())


class Ids:
    """Creates ids that look like Stripe's: a prefix for the kind, then letters and digits. The same seed gives the same
    sequence."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = Random(seed)  # noqa: S311 - ids of play money; a seed has to repeat them

    def new(self, kind: str) -> str:
        prefix, length = ID_FORMATS[kind]
        return prefix + self.letters(length)

    def letters(self, length: int) -> str:
        return "".join(self._random.choices(ALPHABET, k=length))


class TimerHeap:
    """Timers {id, due, verb, target}, earliest first. The store keeps them over a restart; the heap orders them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heap: list[tuple[float, int, str]] = []
        self._pushed = 0
        for timer in store.list_all("timer"):
            self._push(timer)

    def add(self, timer: Json) -> None:
        self._store.put("timer", timer["id"], timer)
        self._push(timer)

    def pop_due(self, until: float) -> Json | None:
        """Remove and return the earliest timer due at or before `until`."""
        if not self._heap or self._heap[0][0] > until:
            return None
        key = heappop(self._heap)[2]
        timer = self._store.get("timer", key)
        self._store.remove("timer", key)
        return timer

    def clear(self) -> None:
        self._heap.clear()

    def _push(self, timer: Json) -> None:
        # The running number keeps timers of one moment in the order they were set.
        self._pushed += 1
        heappush(self._heap, (timer["due"], self._pushed, timer["id"]))
