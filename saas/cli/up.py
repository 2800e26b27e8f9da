"""`saas up`: everything at once for development: migrate, seed, then shop, worker and local Stripe under one roof.

A child that dies is started again with growing pauses. SIGTERM or Ctrl-C ends all of them; none is left behind.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from urllib.request import urlopen

import click

from saas import settings
from saas.accounts import actions
from saas.kernel.db import open_engine
from saas.kernel.tenancy import unscoped
from saas.settings import ROOT

STAFF = "staff@careercanopy.example"
LONGEST_PAUSE = 10.0
PATIENCE = 15.0


@dataclass
class Child:
    """One process of the house; `tries` counts starts since it last ran well."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    tries: int = 0
    start_at: float = field(default_factory=time.monotonic)

    def start(self, env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "saas", *self.arguments]
        # A session of its own, so that Ctrl-C reaches the supervisor alone and it ends the rest in order.
        self.process = subprocess.Popen(command, env=env, cwd=ROOT, start_new_session=True)  # noqa: S603  # our own commands
        self.start_at = time.monotonic()

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def revive(self, env: dict[str, str]) -> None:
        self.tries = 1 if time.monotonic() - self.start_at > 30 else self.tries + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2**self.tries)
        click.echo(f"{self.name} ended and is started again in {pause:g} s.", err=True)
        time.sleep(pause)
        self.start(env)


@click.command()
def up() -> None:
    """Start everything for development; PORT moves the shop, and the rest stays beside it."""
    has_own_stripe = not (os.environ.get("STRIPE_SECRET_KEY") or os.environ.get("STRIPE_API_BASE"))
    env = _environment(has_own_stripe=has_own_stripe)
    os.environ.update(env)
    signal.signal(signal.SIGTERM, _as_interrupt)
    _refuse_taken(env["PORT"], *([env["SANDBOX_PORT"]] if has_own_stripe else []))
    _run(["migrate"], env)
    _run(["seed"], env)
    children = [Child("shop", ["serve"]), Child("worker", ["worker"])]
    if has_own_stripe:
        children.insert(0, Child("sandbox", _sandbox(env)))
    try:
        for child in children:
            child.start(env)
        _wait_for(env)
        _tell(env, has_own_stripe=has_own_stripe)
        while True:
            time.sleep(0.5)
            for child in children:
                if child.is_dead():
                    child.revive(env)
    except KeyboardInterrupt:
        click.echo("\nStopping.")
    finally:
        _stop(children)


def _refuse_taken(*ports: str) -> None:
    """Somebody else's answer on the port would look like our own."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", int(port)))
            except OSError:
                free = int(port) + 100
                sentence = f"Port {port} is in use. Stop the other program, or run PORT={free} ./run."
                raise click.ClickException(sentence) from None


def _environment(*, has_own_stripe: bool) -> dict[str, str]:
    port = int(os.environ.get("PORT", "8000"))
    own = {
        "PORT": str(port),
        "BASE_URL": os.environ.get("BASE_URL", f"http://127.0.0.1:{port}"),
        "SANDBOX_PORT": os.environ.get("SANDBOX_PORT", str(port + 3)),
        "INSTANCE_DIR": os.environ.get("INSTANCE_DIR", str(ROOT / "instance")),
    }
    own["PROMETHEUS_MULTIPROC_DIR"] = f"{own['INSTANCE_DIR']}/metrics-{port}"
    if has_own_stripe:
        own["STRIPE_API_BASE"] = f"http://127.0.0.1:{own['SANDBOX_PORT']}"
    return {**os.environ, **own}


def _sandbox(env: dict[str, str]) -> list[str]:
    """The local Stripe's command: it calls this shop, and signs with the secret that the shop expects."""
    secret = settings.load().webhook_secrets[0]
    hook = f"http://127.0.0.1:{env['PORT']}/webhooks/stripe"
    state = f"{env['INSTANCE_DIR']}/sandbox-{env['SANDBOX_PORT']}.db"
    return [
        "sandbox",
        "--port",
        env["SANDBOX_PORT"],
        "--webhook-url",
        hook,
        "--webhook-secret",
        secret,
        "--state",
        state,
    ]


def _run(arguments: list[str], env: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", "saas", *arguments], env=env, cwd=ROOT, check=False)  # noqa: S603  # our own commands
    if done.returncode:
        raise SystemExit(done.returncode)


def _wait_for(env: dict[str, str]) -> None:
    """Until the shop answers, so that what is printed next works at once."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{env['PORT']}/readyz", timeout=2):  # our own address
                return
        except OSError:
            time.sleep(0.1)
    raise click.ClickException(
        f"The shop does not answer on port {env['PORT']}. Is another program using it? PORT=8100 ./run moves it."
    )


def _tell(env: dict[str, str], *, has_own_stripe: bool) -> None:
    config = settings.load()
    with unscoped(open_engine(config.database_url), "command: staff grant") as session:
        actions.grant_staff(session, STAFF)
        secret = actions.issue_sign_in_link(session, STAFF)
    base = env["BASE_URL"].rstrip("/")
    click.echo(f"""
  shop      {base}
  admin     {base}/sign-in/link/{secret}   (works once, as {STAFF})
  mailbox   {base}/_mailbox""")
    if has_own_stripe:
        click.echo(f"  sandbox   {config.stripe_api_base}   (local Stripe; pay with 4242 4242 4242 4242)")
    click.echo("\nCtrl-C stops everything.", nl=True)


def _stop(children: list[Child]) -> None:
    alive = [child.process for child in children if child.process and child.process.poll() is None]
    for process in alive:
        _signal(process, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    for process in alive:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    """To the child's whole group: gunicorn's workers go with their master even when that was killed."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _as_interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
