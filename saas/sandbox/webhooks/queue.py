"""The queue of webhook deliveries, with indexes for the questions asked on every request."""

from __future__ import annotations

from heapq import heappop, heappush

from saas.sandbox.store import Json, Store

UNFINISHED = ("waiting", "sending", "held")


class DeliveryQueue:
    """Delivery rows by event, and the waiting ones by time: scanning all of them would slow a busy sandbox down.

    A row: {id, event, type, endpoint, status, due, after, tries}. `after` is the id of the row that must be tried first.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.clear()
        for row in store.list_all("delivery"):
            # What the last run was sending may have arrived or not: send it again, as Stripe would.
            self.put(row | {"status": "waiting"} if row["status"] == "sending" else row)

    def clear(self) -> None:
        self._ids_by_event: dict[str, list[str]] = {}
        self._waiting: dict[str, Json] = {}
        self._undelivered: set[str] = set()
        self._followers: dict[str, list[Json]] = {}  # rows that follow another, by its id
        self._heap: list[tuple[float, int, str]] = []
        self._pushed = 0

    def put(self, row: Json) -> Json:
        ids = self._ids_by_event.setdefault(row["event"], [])
        if not self._store.find("delivery", row["id"]) or row["id"] not in ids:
            ids.append(row["id"])
        self._waiting.pop(row["id"], None)
        self._store.put("delivery", row["id"], row)
        if row["status"] == "waiting":
            self._waiting[row["id"]] = row
            self._enqueue(row)
        if row["tries"]:
            for follower in self._followers.pop(row["id"], []):
                self._push(follower)
        self._update_undelivered(row["event"])
        return row

    def take_due(self, now: float) -> Json | None:
        """The earliest waiting row that is due and follows no other."""
        while self._heap and self._heap[0][0] <= now:
            due, _, key = heappop(self._heap)
            row = self._waiting.get(key)
            if row and row["due"] == due:  # else it was sent or postponed since
                return row
        return None

    def is_known(self, row: Json) -> bool:
        return self._store.find("delivery", row["id"]) is not None

    def is_undelivered(self, event_id: str) -> bool:
        """True while an endpoint that should have the event has not answered 2xx."""
        return event_id in self._undelivered

    def list_waiting(self) -> list[Json]:
        return list(self._waiting.values())

    def list_for_event(self, event_id: str) -> list[Json]:
        return [self._store.get("delivery", key) for key in self._ids_by_event.get(event_id, [])]

    def list_with_status(self, *statuses: str) -> list[Json]:
        return [row for row in self._store.list_all("delivery") if row["status"] in statuses]

    def _enqueue(self, row: Json) -> None:
        before = self._store.find("delivery", row["after"]) if row["after"] else None
        if before and not before["tries"]:
            self._followers.setdefault(before["id"], []).append(row)
        else:
            self._push(row)

    def _push(self, row: Json) -> None:
        self._pushed += 1
        heappush(self._heap, (row["due"], self._pushed, row["id"]))

    def _update_undelivered(self, event_id: str) -> None:
        delivered: dict[str, bool] = {}
        for row in self.list_for_event(event_id):
            delivered[row["endpoint"]] = delivered.get(row["endpoint"], False) or row["status"] == "delivered"
        if all(delivered.values()):
            self._undelivered.discard(event_id)
        else:
            self._undelivered.add(event_id)
