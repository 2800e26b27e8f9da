"""A whole storm: start everything, let everybody buy while faults are injected, wait for quiet, and check the books."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import Engine, func, select

from saas.kernel.db import open_engine
from saas.kernel.jobs import LETTERS, MONEY, client
from saas.kernel.tenancy import unscoped
from saas.settings import load
from saas.shop.stripe.client import SdkStripeClient
from saas.shop.stripe.models import EventState, StripeEvent
from saas.shop.stripe.snapshots import NewPromotionCode
from tests.databases import Database, PostgresDatabase, SqliteDatabase
from tests.storm.books import violations
from tests.storm.faults import FaultInjector
from tests.storm.people import LOOKING, Life, Storm
from tests.storm.stack import StormStack

AT_ONCE = 6
CALM_SECONDS = 420.0
# Bank debits, slow refunds and late balances come within a minute of Stripe's time.
A_MINUTE = 61


@dataclass(frozen=True)
class Outcome:
    """`faults`, `kills` and `did` count what happened, by name."""

    seed: int
    purchases: int
    seconds: float
    faults: Counter[str]
    kills: dict[str, int]
    did: Counter[str]
    wrong: list[str]

    def told(self) -> str:
        head = f"seed {self.seed}: {self.purchases} people in {self.seconds:.0f} s, killed {self.kills}"
        parts = [
            f"  {count:5} {name}" for counted in (self.faults, self.did) for name, count in sorted(counted.items())
        ]
        end = [f"WRONG {one}" for one in self.wrong] or ["nothing is wrong"]
        return "\n".join([head, *parts, *end])


def blow(purchases: int, seed: int, database: str, *, kills: int, pause: float = 0.7, minutes: float = 60.0) -> Outcome:
    """Nobody new comes after `minutes`, however many of the `purchases` are left."""
    began = time.monotonic()
    with _running(database) as (stack, engine):
        storm = Storm(stack, engine, _gateway(stack))
        storm.gateway.create_promotion_code(NewPromotionCode("FIFTH", percent_off=20), f"fifth-{seed}")
        storm.gateway.create_promotion_code(NewPromotionCode("FREE", percent_off=100), f"free-{seed}")
        injector = FaultInjector(stack, seed, pause, kills)
        injector.start()
        seeds = [Random(f"{seed}:{number}").getrandbits(32) for number in range(purchases)]
        lives = _everybody(storm, seeds, began + minutes * 60)
        injector.clear()
        _calm(stack, engine)
        wrong = [*stack.fallen(), *violations(stack, engine, storm.gateway)]
        return Outcome(seed, len(lives), time.monotonic() - began, injector.injected, stack.killed, storm.did, wrong)


def _everybody(storm: Storm, seeds: list[int], until: float) -> list[Life]:
    """All who came. Time passes at Stripe, so that debits bounce, and who met that comes again."""

    def one(seed: int) -> Life | None:
        if time.monotonic() > until:
            return None
        life = Life(storm, seed)
        life.live()
        return life

    with ThreadPoolExecutor(AT_ONCE) as pool:
        lives = [life for life in pool.map(one, seeds) if life]
        storm.stack.tell("clock", advance=A_MINUTE)
        list(pool.map(Life.come_again, lives))
    return lives


def _gateway(stack: StormStack) -> SdkStripeClient:
    return SdkStripeClient(load(saas_env="test", base_url=stack.shop, stripe_api_base=stack.stripe))


@contextlib.contextmanager
def _running(database: str) -> Iterator[tuple[StormStack, Engine]]:
    with tempfile.TemporaryDirectory(prefix="careercanopy-storm-") as name:
        built: Database = PostgresDatabase(Path(name)) if database == "postgres" else SqliteDatabase(Path(name))
        built.build()
        stack, engine = StormStack(Path(name), built.app_url), open_engine(built.app_url, pool_size=AT_ONCE * 3)
        try:
            stack.start()
            yield stack, engine
        finally:
            stack.stop()
            engine.dispose()
            built.close()


def _calm(stack: StormStack, engine: Engine) -> None:
    """Until nothing is under way: Stripe's time goes on, letters arrive, sweeps find what was lost, workers finish."""
    until = time.monotonic() + CALM_SECONDS
    for _ in range(2):
        stack.tell("clock", advance=A_MINUTE)
        stack.tell("webhooks/settle", seconds=20)
    swept = time.monotonic() + 14  # two sweeps
    while time.monotonic() < until and (time.monotonic() < swept or _is_busy(engine)):
        time.sleep(0.5)


def _is_busy(engine: Engine) -> bool:
    undone, queues = ["ENQUEUED", "PENDING", "DELAYED"], [MONEY.name, LETTERS.name]
    if client(engine).list_workflows(status=undone, queue_name=queues, limit=1, load_input=False, load_output=False):
        return True
    with unscoped(engine, LOOKING) as session:
        waiting = StripeEvent.state.in_((EventState.RECEIVED, EventState.PARKED))
        return bool(session.scalar(select(func.count(StripeEvent.id)).where(waiting)))
