"""Bring the schema up or down: our tables by Alembic, the job engine's by itself. Run before the app, never by it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from dbos import DBOS
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from saas.kernel import jobs
from saas.kernel.db import open_engine

HEAD = "head"


def migrate_database(url: str, scripts: Path, *, to: str = HEAD, app_url: str = "") -> None:
    """Migrate the database at `url`, as the owner of the tables. `app_url` names the role that the app connects as."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine(url)
    _alembic(engine, scripts, to)
    role = make_url(app_url).username if app_url and app_url != url else None
    if to == HEAD:
        DBOS.migrate(url, schema=jobs.SCHEMA, application_role=role)
    if role and engine.dialect.name == "postgresql":
        _let_in(engine, role)
    engine.dispose()


def alembic_config(scripts: Path) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(scripts))
    settings.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    return settings


def _alembic(engine: Engine, scripts: Path, to: str) -> None:
    settings = alembic_config(scripts)
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        down = to.startswith("-") or to == "base"
        (command.downgrade if down else command.upgrade)(settings, to)


def _let_in(engine: Engine, role: str) -> None:
    """The app's role may read and write rows, and owns nothing: row security does not bind an owner."""
    quoted = engine.dialect.identifier_preparer.quote(role)
    with engine.begin() as connection:
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}"))
        connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}"))


def schema_problems(engine: Engine, scripts: Path) -> list[str]:
    """What is wrong with the database, in words; empty when it is what this code was written for."""
    wanted = ScriptDirectory(str(scripts)).get_current_head()
    try:
        with engine.connect() as connection:
            held = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return ["the database does not answer"]
    return (
        []
        if held == wanted
        else [f"the database is at {held or 'no migration'} and should be at {wanted}: run `saas migrate`"]
    )


def owns_tables(engine: Engine) -> bool:
    with engine.connect() as connection:
        owned = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        return bool(connection.execute(owned).scalar_one())
