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

from saas.cli.machine import machine_problems, refuse_unfit_machine
from saas.jobs import CHECKS, alert_staff, list_chores, list_handlers, reencrypt
from saas.kernel import database_roles
from saas.kernel import migrations as schema
from saas.kernel.db import open_engine
from saas.kernel.errors import Refusal
from saas.kernel.monitoring import check_workers
from saas.kernel.tenancy import unscoped
from saas.kernel.worker import run_worker
from saas.settings import ROOT, Settings, load_settings, refuse_shared_secrets
from saas.shop.stripe.client import SdkStripeClient
from saas.shop.stripe.sweep import MAX_SKEW_SECONDS
from saas.web.logs import configure_logging

SCRIPTS = ROOT / "migrations"


@click.command()
def serve() -> None:
    """Serve the web application with gunicorn (PORT, WEB_CONCURRENCY)."""
    config = load_settings()
    refuse_shared_secrets(config, "web")
    refuse_unfit_machine(config)  # one clear refusal here instead of one per worker
    os.chdir(ROOT)
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        str(ROOT / "config" / "gunicorn.py"),
        "saas.wsgi:load_app()",
    ]
    os.execv(sys.executable, command)  # noqa: S606  # our own command


@click.command()
@click.option("--check", "is_check", is_flag=True, help="Only say whether a worker is alive, for a health check.")
def worker(*, is_check: bool) -> None:
    """Carry out queued jobs until stopped. Any number may run."""
    config = load_settings()
    if is_check:
        _check_workers(open_engine(config.worker_url))
        return
    refuse_shared_secrets(config, "worker")
    refuse_unfit_machine(config)
    configure_logging(config)
    # A job in each slot of each queue, and a few for the chores' own queries.
    engine = open_engine(config.worker_url, pool_size=10, max_overflow=40)
    gateway = SdkStripeClient(config)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_worker(
        engine,
        list_handlers(config, engine, gateway),
        list_chores(config, gateway),
        alert=alert_staff(engine),
        stop=stop,
    )


def _check_workers(engine: Engine) -> None:
    with unscoped(engine, "command: whether a worker is alive") as session:
        problems = check_workers(session).problems
    if problems:
        raise SystemExit(problems[0].sentence)


@click.command()
def doctor() -> None:
    """Check settings, database, migrations, Stripe and the workers, and say what is wrong and what waits for a person."""
    config = load_settings()
    faults, waiting = _findings(config, open_engine(config.command_url))
    for sentence in faults:
        click.echo(f"wrong: {sentence}")
    for sentence in waiting:
        click.echo(f"waiting: {sentence}")
    if faults:
        raise SystemExit(1)
    click.echo("Settings, database, migrations, library and workers are in order.")


def _findings(config: Settings, engine: Engine) -> tuple[list[str], list[str]]:
    """What is wrong, and what waits for a person."""
    faults = machine_problems(config) or schema.schema_problems(engine, SCRIPTS) or _role_faults(config)
    if faults:
        return faults, []
    with unscoped(engine, "command: doctor") as session:
        problems = [problem for check in CHECKS for problem in check(session).problems]
    faults += [problem.sentence for problem in problems if problem.is_fault]
    return faults + _stripe_faults(config), [problem.sentence for problem in problems if not problem.is_fault]


def _role_faults(config: Settings) -> list[str]:
    """Of every role whose URL is in these settings. One role for all processes is for development alone."""
    urls = {"web": config.database_url, "staff": config.staff_url, "worker": config.worker_url}
    if len(set(config.role_names.values())) < len(urls):
        urls = {"web": config.database_url} if config.is_production else {}
    faults = []
    for process, url in urls.items():
        if process in config.role_names:
            engine = open_engine(url)
            faults += database_roles.list_role_faults(engine, process, config.row_security_keys[0])
            engine.dispose()
    return faults


def _stripe_faults(config: Settings) -> list[str]:
    if not config.is_production and config.stripe_api_base and not _answers(config.stripe_api_base):
        return [f"the local Stripe at {config.stripe_api_base} does not answer: start it with `saas sandbox`"]
    return _account_faults(config)


def _account_faults(config: Settings) -> list[str]:
    """Whether the key belongs to the account we mean, and our clock agrees with Stripe's."""
    gateway = SdkStripeClient(config)
    try:
        account_id = gateway.get_account_id()
    except Refusal as refusal:
        return [f"Stripe does not take the key: {refusal.sentence}"]
    faults = []
    if config.stripe_account_id and account_id != config.stripe_account_id:
        faults.append(f"the key belongs to {account_id}, and STRIPE_ACCOUNT_ID is {config.stripe_account_id}")
    if abs(gateway.skew_seconds) > MAX_SKEW_SECONDS:
        faults.append(f"this machine's clock is {gateway.skew_seconds:+.0f} s off Stripe's")
    return faults


def _answers(address: str) -> bool:
    url = urlsplit(address)
    try:
        with socket.create_connection((url.hostname or "", url.port or 80), timeout=2):
            return True
    except OSError:
        return False


@click.command("reencrypt")
def encrypt_again() -> None:
    """Encrypt everything with the newest of DATA_KEYS, so that older ones can be taken out. The worker does it hourly."""
    engine = open_engine(load_settings().command_url)
    reencrypt(engine)
    click.echo("Everything is encrypted with the newest of DATA_KEYS.")
