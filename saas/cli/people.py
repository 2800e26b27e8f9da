"""Commands about people: staff, and everything kept about one account."""

from __future__ import annotations

import json
from typing import Any

import click
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from saas import models, settings
from saas.accounts import actions
from saas.kernel.db import open_engine
from saas.kernel.tenancy import Owned, unscoped


@click.group()
def staff() -> None:
    """Who may enter /admin."""


@staff.command()
@click.argument("email")
def grant(email: str) -> None:
    """Make EMAIL staff, and print a link that signs them in once."""
    config = settings.load()
    with unscoped(open_engine(config.database_url), "command: staff grant") as session:
        actions.grant_staff(session, email)
        secret = actions.issue_sign_in_link(session, email)
    click.echo(f"{email} is staff. One-time sign-in, good for twelve hours:")
    click.echo(f"{config.base_url.rstrip('/')}/sign-in/link/{secret}")


@click.command()
@click.argument("account")
def export(account: str) -> None:
    """Everything kept about ACCOUNT (its public id or a person's email), as JSON."""
    with unscoped(open_engine(settings.load().database_url), "command: export of one account") as session:
        account_id = _find(session, account)
        if account_id is None:
            raise click.ClickException(f"There is no account {account}.")
        click.echo(json.dumps(_everything(session, account_id), ensure_ascii=False, indent=2, default=str))


def _find(session: Session, account: str) -> int | None:
    person = models.accounts.Person
    named = select(models.accounts.Account.id).where(models.accounts.Account.public_id == account)
    by_email = select(person.account_id).where(person.email == account.lower())
    return session.scalar(named) or session.scalar(by_email)


def _everything(session: Session, account_id: int) -> dict[str, Any]:
    owned = (mapper.class_ for mapper in models.Base.registry.mappers if issubclass(mapper.class_, Owned))
    rows = {
        kind.__tablename__: [_row(row) for row in session.scalars(select(kind).where(kind.account_id == account_id))]
        for kind in sorted(owned, key=lambda kind: str(kind.__tablename__))
    }
    people = select(models.accounts.Person.email).where(models.accounts.Person.account_id == account_id)
    return {"people": list(session.scalars(people)), **rows}


def _row(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs if column.key not in ("id", "account_id")}
