"""`saas up`: everything at once for development: migrate, seed, then shop, worker and local Stripe.

A child that ends is started again with growing pauses, and what a changed file belongs to begins anew. SIGINT, SIGTERM
and the end of the terminal end all of them; none is left behind.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import click

from saas import settings
from saas.accounts.second_factors.actions import set_up_for_development
from saas.accounts.sign_in_links.actions import issue_sign_in_link
from saas.accounts.staff.actions import grant_staff
from saas.cli.changes import Part, SourceFiles, parts_of
from saas.cli.instance import hold_instance
from saas.cli.machine import is_port_free, refuse_unfit_machine
from saas.cli.processes import Child, Supervisor, saas_command
from saas.kernel.clock import parse_shift
from saas.kernel.db import open_engine
from saas.kernel.tenancy import unscoped
from saas.settings import Settings, load_settings

STAFF = "staff@careercanopy.example"
REMIND_SECONDS = 15.0


@click.command("up")
def start_everything() -> None:
    """Start everything for development; PORT moves the shop, and the rest stays beside it."""
    has_sandbox = not (os.environ.get("STRIPE_SECRET_KEY") or os.environ.get("STRIPE_API_BASE"))
    os.environ.update(_environment(has_sandbox=has_sandbox))
    config = load_settings()
    refuse_unfit_machine(config)
    env = dict(os.environ)
    supervisor = Supervisor()
    supervisor.install_signal_handlers()
    with hold_instance(config.instance_dir, config.base_url.rstrip("/"), config.stripe_api_base):
        _refuse_taken_ports(env["PORT"], *([env["SANDBOX_PORT"]] if has_sandbox else []))
        _prepare(supervisor, env)
        try:
            if has_sandbox:
                supervisor.add(Child("sandbox", _sandbox_command(config, env), env))
            shop, worker = Child("shop", saas_command("serve"), env), Child("worker", saas_command("worker"), env)
            follower = Follower(supervisor, env)
            supervisor.add(shop)
            supervisor.add(worker)
            if _wait_until_ready(supervisor, env["PORT"]):
                _print_addresses(config, has_sandbox=has_sandbox)
            while supervisor.tick():
                follower.follow_changes()
        finally:
            supervisor.stop()
    click.echo("\nStopped.")


def _environment(*, has_sandbox: bool) -> dict[str, str]:
    """What the children are told, where the developer has not said otherwise."""
    port = int(os.environ.get("PORT", "8000"))
    sandbox_port = os.environ.get("SANDBOX_PORT", str(port + 3))
    instance = os.environ.get("INSTANCE_DIR", str(settings.ROOT / "instance"))
    env = {
        "PORT": str(port),
        "BASE_URL": os.environ.get("BASE_URL", f"http://127.0.0.1:{port}"),
        "SANDBOX_PORT": sandbox_port,
        "INSTANCE_DIR": instance,
        "PROMETHEUS_MULTIPROC_DIR": f"{instance}/metrics-{port}",
        "GUNICORN_RELOAD": os.environ.get("GUNICORN_RELOAD", "1"),
    }
    return env | ({"STRIPE_API_BASE": f"http://127.0.0.1:{sandbox_port}"} if has_sandbox else {})


def _refuse_taken_ports(*ports: str) -> None:
    """Somebody else's answer on the port would look like our own."""
    for port in ports:
        if not is_port_free(int(port)):
            raise click.ClickException(
                f"Port {port} is in use by another program. Stop that, or run PORT={int(port) + 100} ./run."
            )


def _prepare(supervisor: Supervisor, env: Mapping[str, str]) -> None:
    """The schema and the library, before anything runs that needs them."""
    for name in ("migrate", "seed"):
        code = supervisor.run_to_end(Child(name, saas_command(name), env))
        if code or supervisor.is_stopping:
            raise SystemExit(code)


def _sandbox_command(config: Settings, env: Mapping[str, str]) -> list[str]:
    """The local Stripe's command: it calls this shop, and signs with the secret that the shop expects."""
    options = {
        "--port": env["SANDBOX_PORT"],
        "--webhook-url": f"http://127.0.0.1:{env['PORT']}/webhooks/stripe",
        "--webhook-secret": config.webhook_secrets[0],
        "--state": f"{env['INSTANCE_DIR']}/sandbox-{env['SANDBOX_PORT']}.db",
        "--clock-shift": str(parse_shift(config.clock_shift).total_seconds()),
    }
    return saas_command("sandbox", *(word for option in options.items() for word in option))


def _wait_until_ready(supervisor: Supervisor, port: str) -> bool:
    """Until the shop answers, however long that takes on this machine; False when everything is to stop."""
    open_url = build_opener(ProxyHandler({})).open  # our own address is not asked for through a proxy
    began = reminded = time.monotonic()
    while supervisor.tick():
        try:
            with open_url(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return True
        except HTTPError as error:
            if error.code == 500:
                click.echo(f"The shop has an error: http://127.0.0.1:{port} shows it.", err=True)
                return True
        except OSError:
            pass  # not yet
        if time.monotonic() - reminded > REMIND_SECONDS:
            reminded = time.monotonic()
            click.echo(f"Waiting for the shop to answer on port {port} ({reminded - began:.0f} s so far) …", err=True)
    return False


def _print_addresses(config: Settings, *, has_sandbox: bool) -> None:
    with unscoped(open_engine(config.command_url), "command: staff") as session:
        set_up_for_development(session, grant_staff(session, STAFF))
        secret = issue_sign_in_link(session, STAFF)
    base = config.base_url.rstrip("/")
    click.echo(f"""
  shop      {base}
  admin     {base}/sign-in/link/{secret}   (works once, as {STAFF})
  code      ./run staff code {STAFF}   (the second factor of staff)
  mailbox   {base}/_mailbox""")
    if has_sandbox:
        click.echo(f"  sandbox   {config.stripe_api_base}   (local Stripe; pay with 4242 4242 4242 4242)")
    if config.clock_shift:
        click.echo(f"  clock     {config.clock_shift} ahead")
    click.echo("\n`./run demo` makes people in every state. Changed files are followed. Ctrl-C stops everything.")


class Follower:
    """Begins anew what changed files belong to, once no more of them change: a pull writes one after the other."""

    def __init__(self, supervisor: Supervisor, env: Mapping[str, str]) -> None:
        self._supervisor = supervisor
        self._env = env
        self._files = SourceFiles()
        self._changed = set[str]()
        # What failed is tried again after the next change, which may be the one that mends it.
        self._failed = set[Part]()

    def follow_changes(self) -> None:
        """Called again and again."""
        newly_changed = self._files.changes()
        self._changed |= newly_changed
        if newly_changed or not self._changed:
            return
        parts = set[Part]().union(*map(parts_of, self._changed))
        if parts:
            names = sorted(self._changed)
            click.echo(f"Changed: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}")
            self._begin_anew(parts | self._failed)
        self._changed = set()

    def _begin_anew(self, parts: set[Part]) -> None:
        self._failed = {
            part
            for part, command in ((Part.SCHEMA, "migrate"), (Part.LIBRARY, "seed"))
            if part in parts and self._supervisor.run_to_end(Child(command, saas_command(command), self._env))
        }
        for child in self._supervisor.children:
            if child.name == "sandbox" and Part.SANDBOX in parts:
                child.restart()
            elif child.name == "shop" and Part.PROGRAM in parts:
                child.reload()
            elif child.name == "worker" and {Part.PROGRAM, Part.LETTERS} & parts:
                child.restart()
