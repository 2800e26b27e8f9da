"""Commands about the schema of the database."""

from __future__ import annotations

import click

from saas.kernel import migrations as schema
from saas.settings import ROOT, load_settings

SCRIPTS = ROOT / "migrations"


@click.command("migrate")
@click.option("--to", default=schema.HEAD, show_default=True, help="A revision, -1 for one back, or base.")
def migrate_schema(to: str) -> None:
    """Bring the database's schema up to date."""
    config = load_settings()
    owner = config.owner_database_url or config.database_url
    schema.migrate_database(owner, SCRIPTS, to=to, roles=config.role_names, keys=config.row_security_keys)
    click.echo(f"Database is at {to}.")


@click.command("migration")
@click.argument("words")
def write_migration(words: str) -> None:
    """Write a migration, named by WORDS, that makes of the newest schema what the models say."""
    file = schema.write_migration(words, SCRIPTS)
    if file is None:
        click.echo("The models and the newest migration agree; nothing was written.")
    else:
        click.echo(f"Wrote {file.relative_to(ROOT)}. Read it before `saas migrate`.")
