"""Commands about money: replay an event, make an endpoint, compare our ledger with Stripe's balance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from saas.kernel import clock
from saas.kernel.db import open_engine
from saas.kernel.errors import Refusal
from saas.kernel.money import format_cents
from saas.kernel.tenancy import unscoped
from saas.settings import load_settings
from saas.shop.stripe import inbox
from saas.shop.stripe import reconcile as reconciling
from saas.shop.stripe.client import API_VERSION, SdkStripeClient
from saas.shop.stripe.inbox import HANDLED_TYPES, apply_event, receive_event
from saas.shop.stripe.queries import find_event


@click.group("stripe")
def stripe_commands() -> None:
    """What came from Stripe."""


@stripe_commands.command("replay")
@click.argument("event_id")
def replay_event(event_id: str) -> None:
    """Fetch EVENT_ID from Stripe if it is not here, and do what it asks once more."""
    config = load_settings()
    client = SdkStripeClient(config)
    try:
        with unscoped(open_engine(config.command_url), "command: replay of one event") as session:
            if find_event(session, event_id) is None:
                event = client.retrieve_event(event_id)
                receive_event(session, event, livemode=client.livemode, account_id=config.stripe_account_id)
            else:
                inbox.replay_event(session, event_id, force=True)
            outcome = apply_event(session, client, event_id)
    except Refusal as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{event_id}: {outcome}")


@stripe_commands.command("listen")
@click.argument("url")
def create_endpoint(url: str) -> None:
    """Make a webhook endpoint at Stripe for URL, pinned to our API version, and print its signing secret once."""
    client = SdkStripeClient(load_settings())
    try:
        secret = client.create_webhook_endpoint(url, sorted(HANDLED_TYPES), API_VERSION)
    except Refusal as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"STRIPE_WEBHOOK_SECRET={secret}")


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day to compare; thirty days back if left out.")
def reconcile(since: datetime | None) -> None:
    """Compare our ledger with Stripe's balance: same count, same sums, differences listed."""
    start = since.replace(tzinfo=UTC) if since else clock.now() - timedelta(days=30)
    config = load_settings()
    try:
        with unscoped(open_engine(config.command_url), "command: reconcile with Stripe") as session:
            report = reconciling.reconcile_period(
                session, SdkStripeClient(config), start, clock.now() + timedelta(days=1)
            )
    except Refusal as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"Since {start:%Y-%m-%d}")
    for side, sums in (("ours", report.ours), ("Stripe", report.theirs)):
        money = ", ".join(format_cents(cents) for cents in (sums.amount_cents, sums.fee_cents, sums.net_cents))
        click.echo(f"  {side}: {sums.count} entries; amount, fees, net {money}")
    for difference in report.differences:
        click.echo(f"  {difference.sentence}")
    if report.differences:
        raise SystemExit(1)
    click.echo("No difference.")
