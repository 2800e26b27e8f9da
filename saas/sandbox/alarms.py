"""What is due later, earliest first: a heap beside the store, so that nobody looks at all of it."""

from __future__ import annotations

from heapq import heappop, heappush

from saas.sandbox.store import Store, Thing


class Alarms:
    """Timers {id, due, verb, target}. The store keeps them over a restart; the heap orders them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heap: list[tuple[float, int, str]] = []
        self._set = 0
        for timer in store.all("timer"):
            self._push(timer)

    def keep(self, timer: Thing) -> None:
        self._store.put("timer", timer["id"], timer)
        self._push(timer)

    def take(self, until: float) -> Thing | None:
        """Remove and return the earliest timer due at or before `until`."""
        if not self._heap or self._heap[0][0] > until:
            return None
        key = heappop(self._heap)[2]
        timer = self._store.get("timer", key)
        self._store.remove("timer", key)
        return timer

    def forget(self) -> None:
        self._heap.clear()

    def _push(self, timer: Thing) -> None:
        # The running number keeps timers of one moment in the order they were set.
        self._set += 1
        heappush(self._heap, (timer["due"], self._set, timer["id"]))
