"""Commands that run something: the web server, the worker, a check-up."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from urllib.parse import urlsplit

import click
from sqlalchemy import Engine

from saas import settings
from saas.jobs import CHORES, follow_money_by, money_chores, send_letters_by, send_plan_letters_by
from saas.kernel import migrations as schema
from saas.kernel import worker as jobs_worker
from saas.kernel.db import open_engine
from saas.kernel.errors import Refusal
from saas.orders.gateway.stripe import StripeGateway
from saas.orders.sweeping import MOST_SKEW_SECONDS
from saas.plans import asking
from saas.settings import ROOT, Settings
from saas.web.logs import configure_logging

SCRIPTS = ROOT / "migrations"


@click.command()
def serve() -> None:
    """Serve the web application with gunicorn (PORT, WEB_CONCURRENCY)."""
    settings.load()  # one clear refusal here instead of one per worker
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        str(ROOT / "config" / "gunicorn.py"),
        "saas.app:create_app_from_env()",
    ]
    os.execv(sys.executable, command)  # noqa: S606  # our own command


@click.command()
def worker() -> None:
    """Carry out queued jobs until stopped. Any number may run."""
    asking.supply()
    config = settings.load()
    configure_logging(config)
    engine = open_engine(config.database_url)
    send_letters_by(config)
    send_plan_letters_by(config, engine)
    gateway = StripeGateway(config)
    follow_money_by(config, engine, gateway)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    jobs_worker.run(engine, stop, (*CHORES, *money_chores(config, gateway)))


@click.command()
def doctor() -> None:
    """Check settings, database and migrations, and say what is wrong."""
    config = settings.load()
    faults = _faults(config, open_engine(config.database_url))
    for fault in faults:
        click.echo(f"wrong: {fault}")
    if faults:
        raise SystemExit(1)
    click.echo("Settings, database, migrations and library are in order.")


def _faults(config: Settings, engine: Engine) -> list[str]:
    faults = schema.schema_problems(engine, SCRIPTS)
    if engine.dialect.name == "postgresql" and not faults and schema.owns_tables(engine):
        faults.append("the app's database role owns tables, so row security does not bind it")
    if not config.is_production and config.stripe_api_base and not _answers(config.stripe_api_base):
        faults.append(f"the local Stripe at {config.stripe_api_base} does not answer: start it with `saas sandbox`")
        return faults
    return faults + _faults_of_stripe(config)


def _faults_of_stripe(config: Settings) -> list[str]:
    """Whether the key belongs to the account we mean, and our clock agrees with Stripe's."""
    gateway = StripeGateway(config)
    try:
        account_id = gateway.account_id()
    except Refusal as refusal:
        return [f"Stripe does not take the key: {refusal.sentence}"]
    faults = []
    if config.stripe_account_id and account_id != config.stripe_account_id:
        faults.append(f"the key belongs to {account_id}, and STRIPE_ACCOUNT_ID is {config.stripe_account_id}")
    if abs(gateway.skew_seconds) > MOST_SKEW_SECONDS:
        faults.append(f"this machine's clock is {gateway.skew_seconds:+.0f} s off Stripe's")
    return faults


def _answers(address: str) -> bool:
    url = urlsplit(address)
    try:
        with socket.create_connection((url.hostname or "", url.port or 80), timeout=2):
            return True
    except OSError:
        return False
