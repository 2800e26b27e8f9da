"""`saas shell`: an interactive Python with a session, the models and the settings."""

from __future__ import annotations

import code
import readline
import rlcompleter
from typing import Any

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.accounts.queries import find_account_id
from saas.kernel import clock
from saas.kernel.db import open_engine, transaction
from saas.kernel.tenancy import account_session, unscoped
from saas.models import Base
from saas.settings import load_settings


@click.command("shell")
@click.option("--account", help="See what this account sees: its public id or a person's email.")
@click.option("--write", "may_write", is_flag=True, help="Allow changes: `with transaction(session): …`.")
def open_shell(account: str | None, may_write: bool) -> None:
    """Open an interactive Python over all accounts, or over one. The database refuses changes without --write."""
    config = load_settings()
    engine = open_engine(config.command_url, is_read_only=not may_write)
    with _session(engine, account) as session:
        names: dict[str, Any] = {
            "session": session,
            "settings": config,
            "engine": engine,
            "clock": clock,
            "select": select,
            "transaction": transaction,
        }
        classes = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
        readline.set_completer(rlcompleter.Completer(names | classes).complete)
        readline.parse_and_bind("tab: complete")
        scope = f"the account of {account}" if account else "all accounts"
        banner = f"A session over {scope}, {'with changes' if may_write else 'read-only'}. Names: {', '.join(names)}, and every table's class."
        code.interact(banner, local=names | classes, exitmsg="")
    engine.dispose()


def _session(engine: Engine, account: str | None) -> Session:
    """The session as a context manager; over all accounts, or owned by one."""
    if account is None:
        return unscoped(engine, "command: shell")
    with unscoped(engine, "command: shell") as session:
        account_id = find_account_id(session, account)
    if account_id is None:
        raise click.ClickException(f"There is no account {account}.")
    return account_session(engine, account_id)
