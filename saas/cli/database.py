"""Commands about the schema of the database."""

from __future__ import annotations

import click

from saas import settings
from saas.kernel import migrations as schema
from saas.settings import ROOT

SCRIPTS = ROOT / "migrations"


@click.command()
@click.option("--to", default=schema.HEAD, show_default=True, help="A revision, -1 for one back, or base.")
def migrate(to: str) -> None:
    """Bring the database's schema up to date."""
    config = settings.load()
    owner = config.owner_database_url or config.database_url
    schema.migrate_database(owner, SCRIPTS, to=to, app_url=config.database_url)
    click.echo(f"Database is at {to}.")
