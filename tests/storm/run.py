"""One run: start everything, let everybody buy while faults are injected, wait until it is quiet, check the invariants."""

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
from saas.kernel.jobs import LETTERS, MONEY, engine_client
from saas.kernel.tenancy import unscoped
from saas.settings import load_settings
from saas.shop.stripe.client import SdkStripeClient
from saas.shop.stripe.models import EventState, StripeEvent
from saas.shop.stripe.snapshots import NewPromotionCode
from tests.databases import Database, PostgresDatabase, SqliteDatabase
from tests.storm.buyers import REASON, Buyer, StormContext
from tests.storm.faults import FaultInjector
from tests.storm.invariants import find_violations
from tests.storm.stack import StormStack

CONCURRENT_BUYERS = 6
QUIET_TIMEOUT = 420.0
# Seconds of Stripe's clock after which bank debits, slow refunds and late balances are done.
STRIPE_MINUTE = 61


@dataclass(frozen=True)
class StormReport:
    """`faults`, `kills` and `actions` count what happened, by name; `violations` are sentences."""

    seed: int
    purchases: int
    seconds: float
    faults: Counter[str]
    kills: dict[str, int]
    actions: Counter[str]
    violations: list[str]

    def summary(self) -> str:
        head = f"seed {self.seed}: {self.purchases} people in {self.seconds:.0f} s, killed {self.kills}"
        parts = [
            f"  {count:5} {name}" for counted in (self.faults, self.actions) for name, count in sorted(counted.items())
        ]
        end = [f"WRONG {violation}" for violation in self.violations] or ["nothing is wrong"]
        return "\n".join([head, *parts, *end])


def run_storm(
    purchases: int, seed: int, database: str, *, kills: int, pause: float = 0.7, minutes: float = 60.0
) -> StormReport:
    """Nobody new comes after `minutes`, however many of the `purchases` are left."""
    started_at = time.monotonic()
    with _running(database) as (stack, engine):
        context = StormContext(stack, engine, _make_client(stack))
        context.client.create_promotion_code(NewPromotionCode("FIFTH", percent_off=20), f"fifth-{seed}")
        context.client.create_promotion_code(NewPromotionCode("FREE", percent_off=100), f"free-{seed}")
        injector = FaultInjector(stack, seed, pause, kills)
        injector.start()
        seeds = [Random(f"{seed}:{number}").getrandbits(32) for number in range(purchases)]
        buyers = _let_all_buy(context, seeds, started_at + minutes * 60)
        injector.clear()
        _wait_until_quiet(stack, engine)
        violations = [*stack.find_crashed(), *find_violations(stack, engine, context.client)]
        return StormReport(
            seed,
            len(buyers),
            time.monotonic() - started_at,
            injector.injected,
            stack.killed,
            context.actions,
            violations,
        )


def _let_all_buy(context: StormContext, seeds: list[int], until: float) -> list[Buyer]:
    """Everybody who came in time. Then a minute passes at Stripe, and those whose bank debit failed buy again."""

    def buy(seed: int) -> Buyer | None:
        if time.monotonic() > until:
            return None
        buyer = Buyer(context, seed)
        buyer.buy_and_react()
        return buyer

    with ThreadPoolExecutor(CONCURRENT_BUYERS) as pool:
        buyers = [buyer for buyer in pool.map(buy, seeds) if buyer]
        context.stack.control("clock", advance=STRIPE_MINUTE)
        list(pool.map(Buyer.buy_again, buyers))
    return buyers


def _make_client(stack: StormStack) -> SdkStripeClient:
    return SdkStripeClient(load_settings(saas_env="test", base_url=stack.shop, stripe_api_base=stack.stripe))


@contextlib.contextmanager
def _running(database: str) -> Iterator[tuple[StormStack, Engine]]:
    with tempfile.TemporaryDirectory(prefix="careercanopy-storm-") as name:
        built: Database = PostgresDatabase(Path(name)) if database == "postgres" else SqliteDatabase(Path(name))
        built.build()
        stack, engine = (
            StormStack(Path(name), built.environment),
            open_engine(built.worker_url, pool_size=CONCURRENT_BUYERS * 3),
        )
        try:
            stack.start()
            yield stack, engine
        finally:
            stack.stop()
            engine.dispose()
            built.close()


def _wait_until_quiet(stack: StormStack, engine: Engine) -> None:
    """Until nothing is in progress: time passes at Stripe, deliveries arrive, sweeps find what was lost, workers finish."""
    until = time.monotonic() + QUIET_TIMEOUT
    for _ in range(2):
        stack.control("clock", advance=STRIPE_MINUTE)
        stack.control("webhooks/settle", seconds=20)
    after_two_sweeps = time.monotonic() + 14
    while time.monotonic() < until and (time.monotonic() < after_two_sweeps or _is_busy(engine)):
        time.sleep(0.5)


def _is_busy(engine: Engine) -> bool:
    unfinished, queues = ["ENQUEUED", "PENDING", "DELAYED"], [MONEY.name, LETTERS.name]
    if engine_client(engine).list_workflows(
        status=unfinished, queue_name=queues, limit=1, load_input=False, load_output=False
    ):
        return True
    with unscoped(engine, REASON) as session:
        waiting = StripeEvent.state.in_((EventState.RECEIVED, EventState.PARKED))
        return bool(session.scalar(select(func.count(StripeEvent.id)).where(waiting)))
