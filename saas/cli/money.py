"""Commands about money: replay an event, compare our payments with Stripe's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from saas import settings
from saas.kernel import clock
from saas.kernel.db import open_engine
from saas.kernel.errors import Refusal
from saas.kernel.money import usd_of_cents
from saas.kernel.tenancy import unscoped
from saas.orders import inbox, reconciling
from saas.orders.gateway import StripeGateway


@click.group()
def stripe() -> None:
    """What came from Stripe."""


@stripe.command()
@click.argument("event_id")
def replay(event_id: str) -> None:
    """Fetch EVENT_ID from Stripe and do what it asks, if that was not done yet."""
    config = settings.load()
    gateway = StripeGateway(config)
    try:
        with unscoped(open_engine(config.database_url), "command: replay of one event") as session:
            outcome = inbox.receive(session, gateway, gateway.read_event(event_id), account_id=config.stripe_account_id)
    except Refusal as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{event_id}: {outcome}")


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day to compare; thirty days back if left out.")
def reconcile(since: datetime | None) -> None:
    """Compare our payments with Stripe's charges: same count, same sum, differences listed."""
    start = since.replace(tzinfo=UTC) if since else clock.now() - timedelta(days=30)
    config = settings.load()
    try:
        with unscoped(open_engine(config.database_url), "command: reconcile with Stripe") as session:
            report = reconciling.compare(session, StripeGateway(config), start)
    except Refusal as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"Since {start:%Y-%m-%d}: ours {report.our_count} payments, {usd_of_cents(report.our_cents)};")
    click.echo(f"Stripe {report.their_count} charges, {usd_of_cents(report.their_cents)}.")
    for line in report.differences:
        click.echo(f"  {line}")
    if report.differences:
        raise SystemExit(1)
    click.echo("No difference.")
