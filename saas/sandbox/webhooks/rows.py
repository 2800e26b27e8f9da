"""The rows of the outbox, with the questions asked of them all the time answered from an index."""

from __future__ import annotations

from heapq import heappop, heappush

from saas.sandbox.store import Store, Thing

UNFINISHED = ("waiting", "sending", "held")


class Rows:
    """Delivery rows by event, and the waiting ones by time. Scanning all of them would slow a busy sandbox down."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.forget()
        for row in store.all("delivery"):
            # A row a former run was sending may have arrived or not: send it again, as Stripe would.
            self.keep(row | {"status": "waiting"} if row["status"] == "sending" else row)

    def forget(self) -> None:
        self._of_event: dict[str, list[str]] = {}
        self._waiting: dict[str, Thing] = {}
        self._missed: set[str] = set()
        self._behind: dict[str, list[Thing]] = {}  # rows that follow another, by its id
        self._heap: list[tuple[float, int, str]] = []
        self._pushed = 0

    def keep(self, row: Thing) -> Thing:
        ids = self._of_event.setdefault(row["event"], [])
        if not self._store.find("delivery", row["id"]) or row["id"] not in ids:
            ids.append(row["id"])
        self._waiting.pop(row["id"], None)
        self._store.put("delivery", row["id"], row)
        if row["status"] == "waiting":
            self._waiting[row["id"]] = row
            self._line_up(row)
        if row["tries"]:
            for follower in self._behind.pop(row["id"], []):
                self._push(follower)
        self._count(row["event"])
        return row

    def take(self, now: float) -> Thing | None:
        """The earliest waiting row that is due and has nobody to wait for."""
        while self._heap and self._heap[0][0] <= now:
            due, _, key = heappop(self._heap)
            row = self._waiting.get(key)
            if row and row["due"] == due:  # else it was sent or put off since
                return row
        return None

    def is_known(self, row: Thing) -> bool:
        return self._store.find("delivery", row["id"]) is not None

    def has_missed(self, event_id: str) -> bool:
        """True while an endpoint that should have an event has not said 2xx to it."""
        return event_id in self._missed

    def waiting(self) -> list[Thing]:
        return list(self._waiting.values())

    def of_event(self, event_id: str) -> list[Thing]:
        return [self._store.get("delivery", key) for key in self._of_event.get(event_id, [])]

    def with_status(self, *statuses: str) -> list[Thing]:
        return [row for row in self._store.all("delivery") if row["status"] in statuses]

    def _line_up(self, row: Thing) -> None:
        before = self._store.find("delivery", row["after"]) if row["after"] else None
        if before and not before["tries"]:
            self._behind.setdefault(before["id"], []).append(row)
        else:
            self._push(row)

    def _push(self, row: Thing) -> None:
        self._pushed += 1
        heappush(self._heap, (row["due"], self._pushed, row["id"]))

    def _count(self, event_id: str) -> None:
        done: dict[str, bool] = {}
        for row in self.of_event(event_id):
            done[row["endpoint"]] = done.get(row["endpoint"], False) or row["status"] == "delivered"
        if all(done.values()):
            self._missed.discard(event_id)
        else:
            self._missed.add(event_id)
