"""Commands about people: staff, and everything kept about one account."""

from __future__ import annotations

import json

import click

from saas import models as _all_tables  # noqa: F401  # mappers must know each other before the first query
from saas.accounts import actions
from saas.accounts.events.actions import record_view
from saas.accounts.events.queries import EventFilter, list_events
from saas.accounts.events.rules import KINDS
from saas.accounts.queries import find_account_id
from saas.kernel.db import open_engine
from saas.kernel.errors import Refusal
from saas.kernel.tenancy import unscoped
from saas.privacy.queries import export_account
from saas.settings import load_settings


@click.group("staff")
def staff_commands() -> None:
    """Who may enter /admin."""


@staff_commands.command("grant")
@click.argument("email")
def grant_staff_rights(email: str) -> None:
    """Make EMAIL staff, and print a link that signs them in once."""
    config = load_settings()
    with unscoped(open_engine(config.command_url), "command: staff grant") as session:
        try:
            actions.grant_staff(session, email)
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from None
        secret = actions.issue_sign_in_link(session, email)
    click.echo(f"{email} is staff. One-time sign-in, good for twelve hours:")
    click.echo(f"{config.base_url.rstrip('/')}/sign-in/link/{secret}")


@click.command("events")
@click.option("--kind", type=click.Choice(sorted(KINDS)), help="Only events of this kind.")
@click.option("--account", default="", help="Only what concerns this account (public id or email).")
@click.option("--limit", default=50, show_default=True, help="How many, newest first.")
def list_log(kind: str | None, account: str, limit: int) -> None:
    """List security events and staff acts, newest first, a line each."""
    with unscoped(open_engine(load_settings().command_url), "command: events") as session:
        account_id = find_account_id(session, account) if account else None
        if account and account_id is None:
            raise click.ClickException(f"There is no account {account}.")
        for event in list_events(session, EventFilter(kind=kind or "", account_id=account_id), limit):
            fields = [
                f"{event.occurred_at:%Y-%m-%d %H:%M:%S}",
                event.label,
                event.person or event.actor,
                f"account={event.account}" if event.account else "",
                event.subject,
                *(
                    f"{name}: {event.before.get(name)} -> {value}" if name in event.before else f"{name}={value}"
                    for name, value in event.after.items()
                ),
                f"from={event.source}" if event.source else "",
            ]
            click.echo("  ".join(filter(None, fields)))


@click.command()
@click.argument("account")
def export(account: str) -> None:
    """Everything kept about ACCOUNT (its public id or a person's email), as JSON."""
    with unscoped(open_engine(load_settings().command_url), "command: export of one account") as session:
        account_id = find_account_id(session, account)
        if account_id is None:
            raise click.ClickException(f"There is no account {account}.")
        record_view(session, "account_exported", account_id=account_id)
        click.echo(json.dumps(export_account(session, account_id), ensure_ascii=False, indent=2, default=str))
