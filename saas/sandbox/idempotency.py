"""Idempotency keys: the same key gives the first answer again, for 24 hours of the virtual clock."""

from __future__ import annotations

from saas.sandbox.api.ask import Answer, Ask
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.store import Thing
from saas.sandbox.world import World

KEPT = 24 * 3600


def reserve(world: World, ask: Ask) -> Answer | None:
    """Claim the key of this request, or answer with what it got the first time.

    Raises 400 `idempotency_error` for other parameters or another endpoint, 409
    while the first is at work.
    """
    key = ask.idempotency_key
    if key is None:
        return None
    known = world.store.find("idempotency", key)
    if known is None or known["at"] + KEPT < world.clock.moment():
        kept = {"at": world.clock.moment(), "asked": _fingerprint(ask), "answer": None}
        world.store.put("idempotency", key, kept)
        return None
    if known["asked"] != _fingerprint(ask):
        raise _other_request(key, known, ask)
    if known["answer"] is None:
        raise ApiRefusal(
            "There is currently another in-progress request using this Idempotent Key"
            " (that probably means you submitted twice, and the other request is still going through):"
            f" {key}.",
            status=409,
            kind="idempotency_error",
            code="idempotency_key_in_use",
        )
    answer = known["answer"]
    replayed = {"Idempotent-Replayed": "true", "Original-Request": answer["request"]}
    return Answer(answer["status"], answer["body"], replayed)


def fulfil(world: World, ask: Ask, answer: Answer, request_id: str) -> None:
    """Keep the answer for the key."""
    key = ask.idempotency_key
    known = world.store.find("idempotency", key) if key else None
    if key and known:
        kept = {"status": answer.status, "body": answer.body, "request": request_id}
        world.store.put("idempotency", key, known | {"answer": kept})


def release_key(world: World, ask: Ask) -> None:
    """The endpoint never began to act: the key is free again."""
    if ask.idempotency_key:
        world.store.remove("idempotency", ask.idempotency_key)


def _fingerprint(ask: Ask) -> Thing:
    return {"endpoint": f"{ask.method} {ask.path}", "pairs": sorted(map(list, ask.pairs))}


def _other_request(key: str, known: Thing, ask: Ask) -> ApiRefusal:
    if known["asked"]["endpoint"] != _fingerprint(ask)["endpoint"]:
        message = (
            f"Keys for idempotent requests can only be used for the same endpoint they were first used for"
            f" ('{known['asked']['endpoint']}' vs '{ask.method} {ask.path}')."
            f" Try using a key other than '{key}' if you meant to execute a different request."
        )
    else:
        message = (
            "Keys for idempotent requests can only be used with the same parameters they were first used"
            f" with. Try using a key other than '{key}' if you meant to execute a different request."
        )
    return ApiRefusal(message, kind="idempotency_error")
