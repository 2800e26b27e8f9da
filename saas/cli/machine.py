"""What the program assumes of the machine it is started on, checked before it starts.

Each problem is a sentence for whoever started it. What would only cost convenience is no problem here: a folder for
metrics that cannot be written costs the counters (`saas.web.metrics`).
"""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from saas.kernel.db import OLDEST_SQLITE
from saas.settings import Settings


def machine_problems(settings: Settings) -> list[str]:
    """What keeps the program from running here, in sentences; empty where nothing does."""
    return [*_sqlite_problems(settings), *_folder_problems(settings)]


def refuse_unfit_machine(settings: Settings) -> None:
    """Raise SystemExit with one sentence that names everything the machine lacks."""
    if problems := machine_problems(settings):
        raise SystemExit(f"CareerCanopy cannot start: {'; '.join(problems)}.")


def _sqlite_problems(settings: Settings) -> Iterator[str]:
    if make_url(settings.database_url).get_backend_name() != "sqlite":
        return
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        yield f"this Python's SQLite is {sqlite3.sqlite_version}, and {oldest} or newer is needed"
        return
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    except sqlite3.OperationalError:
        yield "this Python's SQLite was built without full-text search (FTS5), which the search page needs"
    finally:
        connection.close()


def _folder_problems(settings: Settings) -> Iterator[str]:
    """Folders that are written to while the program runs. Missing ones are created."""
    url = make_url(settings.database_url)
    folders = {"MAIL_DIR": settings.mail_dir}
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        folders["DATABASE_URL"] = Path(url.database or "").parent
    for name, folder in folders.items():
        if folder and (problem := folder_problem(folder)):
            yield f"{problem}; {name} names another place"


def folder_problem(folder: Path) -> str | None:
    """Why files cannot be created in the folder, which is made if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return f"the folder {folder} cannot be made ({(error.strerror or str(error)).lower()})"
    return None if os.access(folder, os.W_OK | os.X_OK) else f"the folder {folder} cannot be written"


def is_port_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
