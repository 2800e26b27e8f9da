"""The doorway of every API request: key, version, endpoint, idempotency, faults, parameters, verb, expand."""

from __future__ import annotations

import time

from saas.sandbox.api.ask import Answer, Ask, as_answer
from saas.sandbox.api.table import ENDPOINTS, find_endpoint
from saas.sandbox.auth import authenticate, version_asked
from saas.sandbox.expand import expanded
from saas.sandbox.faults import KINDS, ON_THE_WAY, lost, status_answer, take_fault
from saas.sandbox.idempotency import fulfil, release_key, reserve
from saas.sandbox.parameters import checked
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.settings import API_VERSION
from saas.sandbox.store import Thing
from saas.sandbox.timers import run_due_timers
from saas.sandbox.world import World


def answer(world: World, ask: Ask) -> Answer:
    """Answer one request; never raises for anything the client did."""
    with world.lock:
        request_id = world.ids.new("request")
        if not world.settings.public_url:
            world.address = ask.address
    note: Thing = {"id": request_id, "fault": None}
    try:
        given = _answer(world, ask, note)
    except ApiRefusal as refusal:
        given = as_answer(refusal.body, refusal.status)
    given.headers["Request-Id"] = request_id
    advice = _advice(given)
    if advice:
        given.headers.setdefault("Stripe-Should-Retry", advice)
    given.headers["Stripe-Version"] = API_VERSION
    if ask.idempotency_key:
        given.headers["Idempotency-Key"] = ask.idempotency_key
    _log(world, ask, given, note)
    return given


def _advice(given: Answer) -> str | None:
    """`Stripe-Should-Retry`: a conflict passes by itself, a mistake does not; the rest is the client's choice."""
    if given.status == 409:
        return "true"
    if 400 <= given.status < 500 and given.status != 429:
        return "false"
    return None


def _answer(world: World, ask: Ask, note: Thing) -> Answer:
    authenticate(ask.headers)
    version_asked(ask.headers)
    name, ids = find_endpoint(ask.method, ask.path)
    with world.lock:
        replayed = reserve(world, ask)
        fault = take_fault(world, ask, ON_THE_WAY if replayed else KINDS)
    note["fault"] = fault and fault["kind"]
    if replayed:
        return lost(fault) if fault else replayed
    if fault and fault["kind"] in ("timeout_before", "drop_before"):
        release_key(world, ask)
        return lost(fault)
    if fault and fault["kind"] == "status":
        return _refuse(world, ask, fault, note)
    if fault and fault["kind"] == "delay":
        time.sleep(fault.get("seconds", 1.0))  # the key stays claimed meanwhile
    given = _act(world, ask, name, ids, note)
    return lost(fault) if fault and fault["kind"].endswith("_after") else given


def _refuse(world: World, ask: Ask, fault: Thing, note: Thing) -> Answer:
    """A failure on purpose: forgotten like one at the edge, or `stored` like one inside the endpoint."""
    given = status_answer(fault)
    with world.lock:
        if fault.get("stored"):
            fulfil(world, ask, given, note["id"])
        else:
            release_key(world, ask)
    return given


def _act(world: World, ask: Ask, name: str, ids: tuple[str, ...], note: Thing) -> Answer:
    """Check the parameters, act, and keep the answer for the key if anything began."""
    with world.lock:
        run_due_timers(world)
        world.asking = {"id": note["id"], "idempotency_key": ask.idempotency_key}
        try:
            given = as_answer(_perform(world, ask, name, ids))
        except ApiRefusal as refusal:
            if not refusal.settled:
                release_key(world, ask)
                raise
            given = as_answer(refusal.body, refusal.status)
        fulfil(world, ask, given, note["id"])
        return given


def _perform(world: World, ask: Ask, name: str, ids: tuple[str, ...]) -> Thing:
    asked = checked(name, ask.pairs)
    paths = asked.pop("expand", [])
    return expanded(world, ENDPOINTS[name](world, asked, *ids), paths)


def _log(world: World, ask: Ask, given: Answer, note: Thing) -> None:
    entry = {
        **note,
        "at": world.clock.now(),
        "method": ask.method,
        "path": ask.path,
        "params": dict(ask.pairs),
        "idempotency_key": ask.idempotency_key,
        "status": given.status,
        "replayed": "Idempotent-Replayed" in given.headers,
    }
    with world.lock:
        world.requests.append(entry)
