"""What is asked, how often, and what it may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from saas.kernel.ids import new_public_id
from tests.bench.load import Ask
from tests.bench.testbed import WEBHOOK_SECRET, Testbed
from tests.fake_stripe import signed

WARM_UPS = 40
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en-US,en;q=0.5",
    # Every request on a connection of its own, as in the figures this is compared with.
    "Connection": "close",
}
PUBLIC = "/roles/accountant"


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a browser would carry: Ann's cookie, and the tag of the public page it has seen."""

    testbed: Testbed
    cookie: str
    etag: str

    def ann(self) -> dict[str, str]:
        return BROWSER | {"Cookie": self.cookie}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing measured. `asks` gives `count` requests, or one that stands for all; `goal` is in hellos."""

    name: str
    goal: float | None
    asks: Callable[[Visitor, int], list[Ask]]
    share: float = 1.0
    expect: int = 200
    is_hello: bool = False

    def count(self, requests: int) -> int:
        return max(1, round(requests * self.share))


def _get(path: str) -> Callable[[Visitor, int], list[Ask]]:
    return lambda _visitor, _count: [Ask("GET", path, BROWSER)]


def _as_ann(path: str) -> Callable[[Visitor, int], list[Ask]]:
    return lambda visitor, _count: [Ask("GET", path, visitor.ann())]


def _known(visitor: Visitor, _count: int) -> list[Ask]:
    return [Ask("GET", PUBLIC, BROWSER | {"If-None-Match": visitor.etag})]


def _stored(visitor: Visitor, count: int) -> list[Ask]:
    charge = visitor.testbed.a_charge()
    return [_delivery(charge | {"id": f"evt_{new_public_id()}"}) for _ in range(count)]


def _queued(_visitor: Visitor, count: int) -> list[Ask]:
    return [_delivery(completed(f"cs_test_{new_public_id(40)}")) for _ in range(count)]


def completed(session_id: str) -> dict[str, Any]:
    thing = {"id": session_id, "object": "checkout.session", "metadata": {"app": "careercanopy"}}
    return {
        "id": f"evt_{new_public_id()}", "object": "event", "type": "checkout.session.completed", "livemode": False,
        "api_version": "2026-10-28.endive", "data": {"object": thing},
    }  # fmt: skip


def _delivery(event: dict[str, Any]) -> Ask:
    letter = signed(event, WEBHOOK_SECRET)
    return Ask("POST", "/webhooks/stripe", letter["headers"] | {"Connection": "close"}, letter["data"])


HELLO = Point("bare Flask hello", None, _get("/"), is_hello=True)
POINTS = (
    HELLO,
    Point("public page, from memory", 0.8, _get(PUBLIC)),
    Point("public page, 304", 0.8, _known, expect=304),
    Point("public page, rendered", None, _get(f"{PUBLIC}?from=bench"), share=0.3),
    Point("health check", None, _get("/healthz"), share=0.5),
    Point("dashboard", 10, _as_ann("/dashboard"), share=0.4),
    Point("plan", None, _as_ann("/plan"), share=0.15),
    Point("webhook, kept with its job", 6, _queued, share=0.4),
    Point("webhook, kept and ignored", None, _stored, share=0.4),
)
