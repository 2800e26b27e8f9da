"""The rows of the outbox, with the two questions asked of them all the time answered from an index."""

from __future__ import annotations

from saas.sandbox.store import Store, Thing

UNFINISHED = ("waiting", "sending", "held")


class Rows:
    """Delivery rows by event, and those waiting. Scanning all of them would slow a busy sandbox down."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of_event: dict[str, list[str]] = {}
        self._waiting: dict[str, Thing] = {}
        for row in store.all("delivery"):
            # A row a former run was sending may have arrived or not: send it again, as Stripe would.
            self.keep(row | {"status": "waiting"} if row["status"] == "sending" else row)

    def keep(self, row: Thing) -> Thing:
        if not self._store.find("delivery", row["id"]) or row["id"] not in self._ids(row["event"]):
            self._ids(row["event"]).append(row["id"])
        self._waiting.pop(row["id"], None)
        if row["status"] == "waiting":
            self._waiting[row["id"]] = row
        return self._store.put("delivery", row["id"], row)

    def is_known(self, row: Thing) -> bool:
        return self._store.find("delivery", row["id"]) is not None

    def is_free(self, row: Thing) -> bool:
        """False while the row it has to follow was not tried yet."""
        before = self._store.find("delivery", row["after"]) if row["after"] else None
        return before is None or bool(before["tries"])

    def waiting(self) -> list[Thing]:
        return list(self._waiting.values())

    def of_event(self, event_id: str) -> list[Thing]:
        return [self._store.get("delivery", key) for key in self._of_event.get(event_id, [])]

    def with_status(self, *statuses: str) -> list[Thing]:
        return [row for row in self._store.all("delivery") if row["status"] in statuses]

    def forget(self) -> None:
        self._of_event.clear()
        self._waiting.clear()

    def _ids(self, event_id: str) -> list[str]:
        return self._of_event.setdefault(event_id, [])
