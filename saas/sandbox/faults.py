"""Faults asked for by tests: an endpoint, or the letters about a kind of event, fail as often as they say.

A fault of the API is {"method": "POST", "path": "/v1/refunds" (a prefix; * in a part matches any), "kind",
"times": 1}. Its kinds: status (with "status": 500, "code", "stored": false, "headers": {}) · timeout_before ·
timeout_after (with "seconds": 30) · drop_before · drop_after · delay (with "seconds": 1; slow but whole,
its key in use). Before means nothing was done; after means it was done and only the reply is lost.

A fault of the webhooks is {"event": "checkout.session.*", "kind", "times": 1, null for always}. Its kinds:
delay (with "seconds": 5 of the virtual clock) · duplicate (with "copies": 2) · reorder · lose · hold, which
are counted by event; and wrong_secret · old (with "seconds": 3600) · missing · api_version · livemode ·
account · amount · unknown_type (each with "value") · thin, which are counted by try.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from saas.sandbox.api.ask import Answer, Ask, as_answer
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.store import Thing
from saas.sandbox.webhooks.spoiling import count_down
from saas.sandbox.world import World

KINDS = ("status", "timeout_before", "timeout_after", "drop_before", "drop_after", "delay")
# Faults of the way, which an answer that is only repeated meets as well.
ON_THE_WAY = ("timeout_before", "timeout_after", "drop_before", "drop_after")
CODES = {429: "rate_limit", 409: "lock_timeout"}


def take_fault(world: World, ask: Ask, kinds: tuple[str, ...] = KINDS) -> Thing | None:
    """The first fault of these kinds that fits, counted down."""
    for fault in world.faults:
        if (
            "path" in fault
            and fault["kind"] in kinds
            and fault["method"] in ("*", ask.method)
            and _fits(fault["path"], ask.path)
        ):
            count_down(world, fault)
            return fault
    return None


def _fits(pattern: str, path: str) -> bool:
    return fnmatchcase(path, pattern) or path == pattern.rstrip("/")


def status_answer(fault: Thing) -> Answer:
    status = fault.get("status", 500)
    kind = "api_error" if status >= 500 else "invalid_request_error"
    refusal = ApiRefusal(
        "The sandbox was asked to fail here.", status=status, kind=kind, code=fault.get("code", CODES.get(status))
    )
    answer = as_answer(refusal.body, status)
    if fault.get("stored"):
        # Kept for its key: asking again would only bring it again.
        answer.headers["Stripe-Should-Retry"] = "false"
    answer.headers.update(fault.get("headers", {}))
    return answer


def lost(fault: Thing) -> Answer:
    """The reply nobody gets: a cut connection now, or after the client has given up."""
    return Answer(0, "", is_dropped=True, wait=fault.get("seconds", 30.0) if "timeout" in fault["kind"] else 0.0)
