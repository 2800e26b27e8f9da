"""Commands about people: staff, and everything kept about one account."""

from __future__ import annotations

import json

import click

from saas import models as _all_tables  # noqa: F401  # mappers must know each other before the first query
from saas.accounts import actions
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
    with unscoped(open_engine(config.database_url), "command: staff grant") as session:
        try:
            actions.grant_staff(session, email)
        except Refusal as refusal:
            raise click.ClickException(refusal.sentence) from None
        secret = actions.issue_sign_in_link(session, email)
    click.echo(f"{email} is staff. One-time sign-in, good for twelve hours:")
    click.echo(f"{config.base_url.rstrip('/')}/sign-in/link/{secret}")


@click.command()
@click.argument("account")
def export(account: str) -> None:
    """Everything kept about ACCOUNT (its public id or a person's email), as JSON."""
    with unscoped(open_engine(load_settings().database_url), "command: export of one account") as session:
        account_id = find_account_id(session, account)
        if account_id is None:
            raise click.ClickException(f"There is no account {account}.")
        click.echo(json.dumps(export_account(session, account_id), ensure_ascii=False, indent=2, default=str))
