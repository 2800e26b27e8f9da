"""Commands about money: replay an event, make an endpoint, compare our ledger with Stripe's balance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from saas import settings
from saas.kernel import clock
from saas.kernel.db import open_engine
from saas.kernel.errors import Refusal
from saas.kernel.money import format_cents
from saas.kernel.tenancy import unscoped
from saas.orders import reconciling
from saas.orders.gateway.stripe import StripeGateway
from saas.orders.inbox import handling
from saas.orders.inbox.handling import handle
from saas.orders.inbox.receiving import API_VERSION, HANDLED, receive
from saas.orders.queries import desk


@click.group()
def stripe() -> None:
    """What came from Stripe."""


@stripe.command()
@click.argument("event_id")
def replay(event_id: str) -> None:
    """Fetch EVENT_ID from Stripe if it is not here, and do what it asks once more."""
    config = settings.load()
    gateway = StripeGateway(config)
    try:
        with unscoped(open_engine(config.database_url), "command: replay of one event") as session:
            if desk.event(session, event_id) is None:
                event = gateway.read_event(event_id)
                receive(session, event, livemode=gateway.livemode, account_id=config.stripe_account_id)
            else:
                handling.replay(session, event_id)
            outcome = handle(session, gateway, event_id)
    except Refusal as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{event_id}: {outcome}")


@stripe.command()
@click.argument("url")
def listen(url: str) -> None:
    """Make a webhook endpoint at Stripe for URL, pinned to our API version, and print its signing secret once."""
    gateway = StripeGateway(settings.load())
    try:
        secret = gateway.make_endpoint(url, sorted(HANDLED), API_VERSION)
    except Refusal as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"STRIPE_WEBHOOK_SECRET={secret}")


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day to compare; thirty days back if left out.")
def reconcile(since: datetime | None) -> None:
    """Compare our ledger with Stripe's balance: same count, same sums, differences listed."""
    start = since.replace(tzinfo=UTC) if since else clock.now() - timedelta(days=30)
    config = settings.load()
    try:
        with unscoped(open_engine(config.database_url), "command: reconcile with Stripe") as session:
            report = reconciling.reconcile(session, StripeGateway(config), start, clock.now() + timedelta(days=1))
    except Refusal as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"Since {start:%Y-%m-%d}")
    for side, sums in (("ours", report.ours), ("Stripe", report.theirs)):
        money = ", ".join(format_cents(cents) for cents in (sums.amount_cents, sums.fee_cents, sums.net_cents))
        click.echo(f"  {side}: {sums.count} entries; amount, fees, net {money}")
    for one in report.differences:
        click.echo(f"  {one.sentence}")
    if report.differences:
        raise SystemExit(1)
    click.echo("No difference.")
