"""A whole storm: the house is built and started, everybody lives, it blows, it calms down, and the books are read."""

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

from dbos import DBOSClient
from sqlalchemy import Engine, func, select

from saas.kernel.db import open_engine
from saas.kernel.jobs import SCHEMA
from saas.kernel.tenancy import unscoped
from saas.orders.gateway.calls import NewCode
from saas.orders.gateway.stripe import StripeGateway
from saas.orders.models.inbox import EventState, StripeEvent
from saas.settings import load
from tests.databases import House, PostgresHouse, SqliteHouse
from tests.storm.books import violations
from tests.storm.house import StormHouse
from tests.storm.people import LOOKING, Life, Storm
from tests.storm.weather import Weather

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
    with _running(database) as (house, engine):
        storm = Storm(house, engine, _gateway(house))
        storm.gateway.make_code(NewCode("FIFTH", percent_off=20), f"fifth-{seed}")
        storm.gateway.make_code(NewCode("FREE", percent_off=100), f"free-{seed}")
        weather = Weather(house, seed, pause, kills)
        weather.start()
        seeds = [Random(f"{seed}:{number}").getrandbits(32) for number in range(purchases)]
        lives = _everybody(storm, seeds, began + minutes * 60)
        weather.clear()
        _calm(house, engine)
        wrong = [*house.fallen(), *violations(house, engine, storm.gateway)]
        return Outcome(seed, len(lives), time.monotonic() - began, weather.made, house.killed, storm.did, wrong)


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
        storm.house.tell("clock", advance=A_MINUTE)
        list(pool.map(Life.come_again, lives))
    return lives


def _gateway(house: StormHouse) -> StripeGateway:
    return StripeGateway(load(saas_env="test", base_url=house.shop, stripe_api_base=house.stripe))


@contextlib.contextmanager
def _running(database: str) -> Iterator[tuple[StormHouse, Engine]]:
    with tempfile.TemporaryDirectory(prefix="careercanopy-storm-") as name:
        built: House = PostgresHouse(Path(name)) if database == "postgres" else SqliteHouse(Path(name))
        built.build()
        house, engine = StormHouse(Path(name), built.app_url), open_engine(built.app_url, pool_size=AT_ONCE * 3)
        try:
            house.start()
            yield house, engine
        finally:
            house.stop()
            engine.dispose()
            built.close()


def _calm(house: StormHouse, engine: Engine) -> None:
    """Until nothing is under way: Stripe's time goes on, letters arrive, sweeps find what was lost, workers finish."""
    until = time.monotonic() + CALM_SECONDS
    for _ in range(2):
        house.tell("clock", advance=A_MINUTE)
        house.tell("webhooks/settle", seconds=20)
    swept = time.monotonic() + 14  # two sweeps
    while time.monotonic() < until and (time.monotonic() < swept or _is_busy(engine)):
        time.sleep(0.5)


def _is_busy(engine: Engine) -> bool:
    client = DBOSClient(system_database_engine=engine, dbos_system_schema=SCHEMA, lazy=True)
    if client.list_workflows(status=["ENQUEUED", "PENDING"], limit=1, load_input=False, load_output=False):
        return True
    with unscoped(engine, LOOKING) as session:
        waiting = StripeEvent.state.in_((EventState.RECEIVED, EventState.PARKED))
        return bool(session.scalar(select(func.count(StripeEvent.id)).where(waiting)))
