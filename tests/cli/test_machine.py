"""What the program assumes of the machine is checked before it starts, and refused in sentences."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from saas.cli.machine import folder_problem, machine_problems, refuse_unfit_machine
from saas.kernel.db import open_engine, sqlite_url
from saas.settings import ROOT, Settings
from tests.apps import make_settings

NOBODY = 65534


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(instance_dir=tmp_path)


def test_a_fit_machine_has_no_problem(settings: Settings) -> None:
    assert machine_problems(settings) == []


def test_an_old_sqlite_is_refused_with_its_version(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")
    assert machine_problems(settings) == ["this Python's SQLite is 3.34.1, and 3.35.0 or newer is needed"]


def test_an_old_sqlite_does_not_matter_beside_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    url = "postgresql+psycopg://app_rt@db/careercanopy"
    assert machine_problems(make_settings(instance_dir=tmp_path, database_url=url)) == []


def test_a_folder_that_is_a_file_is_named_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = make_settings(instance_dir=tmp_path, mail_dir=tmp_path / "file" / "mail")
    with pytest.raises(SystemExit, match=r"cannot start: the folder .*/file/mail cannot be made .*MAIL_DIR"):
        refuse_unfit_machine(settings)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else to be refused")
def test_a_folder_of_somebody_else_is_a_sentence(tmp_path: Path) -> None:
    program = f"""
import os
from pathlib import Path
from saas.cli.machine import folder_problem
os.setuid({NOBODY})
print(folder_problem(Path("/var/lib")))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "the folder /var/lib cannot be written\n", done.stderr
    assert folder_problem(tmp_path) is None


def test_the_default_database_lies_in_the_instance_folder(tmp_path: Path) -> None:
    assert make_settings(instance_dir=tmp_path).database_url == sqlite_url(tmp_path / "careercanopy.db")


@pytest.mark.parametrize(
    "name", ["100%", "who?", "a#b", "two words", "it's", 'a "b"', "Müller", "[1]", "a;b", "%41", "a&b=c"]
)
def test_a_database_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    engine = open_engine(make_settings(instance_dir=folder).database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE things (id INTEGER)")
    engine.dispose()
    assert [file.name for file in folder.iterdir() if file.suffix == ".db"] == ["careercanopy.db"]


def test_a_moment_of_the_job_engine_is_known_on_every_sqlite(tmp_path: Path) -> None:
    """On Python 3.12 and newer DBOS writes it as a column's default, and SQLite before 3.42 makes NULL of it."""
    engine = open_engine(sqlite_url(tmp_path / "x.db"))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE t (a INTEGER, at INTEGER NOT NULL DEFAULT (unixepoch('subsec') * 1000))"
        )
        connection.exec_driver_sql("INSERT INTO t (a) VALUES (1)")
        assert connection.exec_driver_sql("SELECT at FROM t").scalar_one() > 1_700_000_000_000
    engine.dispose()
