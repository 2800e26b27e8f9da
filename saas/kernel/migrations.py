"""Migrate the schema and write new migrations. Alembic migrates our tables, the job engine its own. Both run before the
app starts and never at import: processes that migrate at once fail with "table already exists"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from dbos import DBOS
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from saas.kernel import database_roles, jobs
from saas.kernel.db import open_engine, sqlite_url

HEAD = "head"


def migrate_database(
    url: str, scripts: Path, *, to: str = HEAD, roles: Mapping[str, str] | None = None, keys: Sequence[bytes] = ()
) -> None:
    """Migrate the database at `url`, as the owner of the tables. `roles` are the roles of PostgreSQL by process, and `keys`
    those that prove an account (`database_roles`). Without roles the owner is the role of every process."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        _migrate_own_tables(engine, scripts, to)
        if to == HEAD:
            DBOS.migrate(url, schema=jobs.SCHEMA)
            if engine.dialect.name == "postgresql":
                owner = str(engine.url.username)
                database_roles.apply_roles(engine, roles or dict.fromkeys(database_roles.PROCESSES, owner), keys)
    finally:
        engine.dispose()


def write_migration(words: str, scripts: Path) -> Path | None:
    """Write the migration from the newest schema to the models and return its file, or None if they agree. The schema is
    built in a temporary database, so the state of the developer's own does not matter."""
    before = set((scripts / "versions").glob("*.py"))
    with TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder) / "scratch.db")
        migrate_database(url, scripts)
        engine = open_engine(url)
        config = alembic_config(scripts)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            revision = "_".join(re.findall(r"[a-z0-9]+", words.lower()))
            command.revision(
                config, message=words, autogenerate=True, rev_id=revision, process_revision_directives=_drop_empty
            )
        engine.dispose()
    return next(iter(set((scripts / "versions").glob("*.py")) - before), None)


def _drop_empty(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
    """Write no file if nothing differs."""
    if directives[0].upgrade_ops is None or directives[0].upgrade_ops.is_empty():
        directives.clear()


def alembic_config(scripts: Path) -> Config:
    config = Config()
    # Alembic interpolates %, and a folder may have one in its name.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    return config


def _migrate_own_tables(engine: Engine, scripts: Path, to: str) -> None:
    config = alembic_config(scripts)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        is_down = to.startswith("-") or to == "base"
        (command.downgrade if is_down else command.upgrade)(config, to)


def schema_problems(engine: Engine, scripts: Path) -> list[str]:
    """What is wrong with the database, in words; empty when it is what this code was written for."""
    newest = ScriptDirectory(str(scripts)).get_current_head()
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return ["the database does not answer"]
    if current == newest:
        return []
    return [f"the database is at {current or 'no migration'} and should be at {newest}: run `saas migrate`"]
