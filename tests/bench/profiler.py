"""Where a page's time goes: the profiler over many calls in this process, own time by function."""

from __future__ import annotations

import cProfile
import io
import pstats
from collections.abc import Callable

from saas.kernel.ids import new_public_id
from tests.bench.app_clients import deliver, signed_in
from tests.bench.compose_times import bind_compose
from tests.bench.testbed import Testbed
from tests.local_stripe import LocalStripe
from tests.people import ANN

CALLS = 200
LINES = 40
Call = Callable[[], object]


def _page(path: str) -> Callable[[Testbed], Call]:
    def prepare(testbed: Testbed) -> Call:
        client = signed_in(testbed.app(LocalStripe()), ANN)
        return lambda: client.get(path)

    return prepare


def _webhook(testbed: Testbed) -> Call:
    client = testbed.app(LocalStripe()).test_client()
    charge = {"object": "event", "type": "charge.updated", "livemode": False}
    return lambda: deliver(client, charge | {"id": f"evt_{new_public_id()}"})


def _compose(_testbed: Testbed) -> Call:
    return bind_compose("nurse-active-license")


PROFILED_CALLS: dict[str, Callable[[Testbed], Call]] = {
    "dashboard": _page("/dashboard"),
    "plan": _page("/plan"),
    "health": _page("/healthz"),
    "webhook": _webhook,
    "compose": _compose,
}


def profile(testbed: Testbed, name: str) -> str:
    """The costliest functions, twice: by their own time, and with what they call."""
    call = PROFILED_CALLS[name](testbed)
    for _ in range(20):
        call()
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(CALLS):
        call()
    profiler.disable()
    out = io.StringIO()
    stats = pstats.Stats(profiler, stream=out)
    stats.sort_stats("tottime").print_stats(LINES)
    stats.sort_stats("cumulative").print_stats(2 * LINES)
    return out.getvalue()
