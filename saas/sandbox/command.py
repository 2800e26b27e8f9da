"""`saas sandbox`. `saas.cli` finds it by name, so that no other command imports this package."""

from __future__ import annotations

from pathlib import Path

import click

from saas.sandbox.server import run_until_stopped
from saas.sandbox.settings import WEBHOOK_SECRET, SandboxSettings


@click.command()
@click.option("--port", default=8003, show_default=True)
@click.option("--webhook-url", default=None, help="Where events are delivered; none are if left out.")
@click.option("--webhook-secret", default=WEBHOOK_SECRET, show_default=True)
@click.option(
    "--state", "state_file", type=click.Path(path_type=Path), default=None, help="A file to keep its state in."
)
@click.option("--clock-shift", default=0.0, help="Seconds that its time is ahead of the real time.")
def sandbox(
    port: int, webhook_url: str | None, webhook_secret: str, state_file: Path | None, clock_shift: float
) -> None:
    """A local Stripe on 127.0.0.1 (key sk_test_sandbox)."""
    settings = SandboxSettings(
        webhook_url=webhook_url, webhook_secret=webhook_secret, state_file=state_file, clock_shift=clock_shift
    )
    run_until_stopped(settings, port)
