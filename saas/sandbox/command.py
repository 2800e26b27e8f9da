"""`saas sandbox`. `saas.cli` finds it by name, so that no other command imports this package."""

from __future__ import annotations

from pathlib import Path

import click

from saas.sandbox.server import run_until_stopped
from saas.sandbox.settings import WEBHOOK_SECRET


@click.command()
@click.option("--port", default=8003, show_default=True)
@click.option("--webhook-url", default=None, help="Where events are delivered; none are if left out.")
@click.option("--webhook-secret", default=WEBHOOK_SECRET, show_default=True)
@click.option(
    "--state", "state_file", type=click.Path(path_type=Path), default=None, help="A file to keep its state in."
)
def sandbox(port: int, webhook_url: str | None, webhook_secret: str, state_file: Path | None) -> None:
    """A local Stripe on 127.0.0.1 (key sk_test_sandbox)."""
    run_until_stopped(port, webhook_url, webhook_secret, state_file)
