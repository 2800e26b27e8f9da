"""The points that are measured: what is requested, how often, and what it may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from saas.kernel.ids import new_public_id
from tests.bench.load_client import BenchRequest
from tests.bench.testbed import WEBHOOK_SECRET, Testbed
from tests.local_stripe import signed

WARM_UPS = 40
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    # From one of our own pages, so that private pages are compressed as they are for readers.
    "Sec-Fetch-Site": "same-origin",
    "Accept-Language": "en-US,en;q=0.5",
    # Every request on a connection of its own, as in the figures this is compared with.
    "Connection": "close",
}
PUBLIC = "/roles/accountant"


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a browser knows: Ann's cookie, the ETag of the public page, and the address of its stylesheet."""

    testbed: Testbed
    cookie: str
    etag: str
    stylesheet: str

    def ann_headers(self) -> dict[str, str]:
        return BROWSER | {"Cookie": self.cookie}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing measured. `build_requests` gives `count` requests, or one that is sent `count` times; `goal` is in hellos,
    and `share` says which part of the requests of a round is enough."""

    name: str
    goal: float | None
    build_requests: Callable[[Visitor, int], list[BenchRequest]]
    share: float = 1.0
    expect: int = 200
    is_hello: bool = False

    def count(self, requests: int) -> int:
        return max(1, round(requests * self.share))


def _get_page(path: str) -> Callable[[Visitor, int], list[BenchRequest]]:
    return lambda _visitor, _count: [BenchRequest("GET", path, BROWSER)]


def _get_as_ann(path: str) -> Callable[[Visitor, int], list[BenchRequest]]:
    return lambda visitor, _count: [BenchRequest("GET", path, visitor.ann_headers())]


def _get_with_etag(visitor: Visitor, _count: int) -> list[BenchRequest]:
    return [BenchRequest("GET", PUBLIC, BROWSER | {"If-None-Match": visitor.etag})]


def _get_stylesheet(visitor: Visitor, _count: int) -> list[BenchRequest]:
    return [BenchRequest("GET", visitor.stylesheet, BROWSER)]


def _deliver_ignored_events(visitor: Visitor, count: int) -> list[BenchRequest]:
    charge = visitor.testbed.find_charge_event()
    return [_webhook_request(charge | {"id": f"evt_{new_public_id()}"}) for _ in range(count)]


def _deliver_checkout_events(_visitor: Visitor, count: int) -> list[BenchRequest]:
    return [_webhook_request(checkout_completed_event(f"cs_test_{new_public_id(40)}")) for _ in range(count)]


def checkout_completed_event(session_id: str) -> dict[str, Any]:
    checkout_session = {"id": session_id, "object": "checkout.session", "metadata": {"app": "careercanopy"}}
    return {
        "id": f"evt_{new_public_id()}",
        "object": "event",
        "type": "checkout.session.completed",
        "livemode": False,
        "api_version": "2026-10-28.endive",
        "data": {"object": checkout_session},
    }


def _webhook_request(event: dict[str, Any]) -> BenchRequest:
    request = signed(event, WEBHOOK_SECRET)
    return BenchRequest("POST", "/webhooks/stripe", request["headers"] | {"Connection": "close"}, request["data"])


HELLO = Point("bare Flask hello", None, _get_page("/"), is_hello=True)
POINTS = (
    HELLO,
    Point("public page, from memory", 0.8, _get_page(PUBLIC)),
    Point("public page, 304", 0.8, _get_with_etag, expect=304),
    Point("stylesheet, from memory", 0.8, _get_stylesheet),
    Point("public page, rendered", None, _get_page(f"{PUBLIC}?from=bench"), share=0.3),
    Point("health check", None, _get_page("/healthz"), share=0.5),
    Point("dashboard", 10, _get_as_ann("/dashboard"), share=0.4),
    Point("plan", None, _get_as_ann("/plan"), share=0.15),
    Point("webhook, kept with its job", 6, _deliver_checkout_events, share=0.4),
    Point("webhook, kept and ignored", None, _deliver_ignored_events, share=0.4),
)
