"""Importing and creating the app opens nothing: no database, no connection, no file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from saas.settings import ROOT

# What the interpreter reports as it happens; reading is what imports are.
PROGRAM = """
import sys
touched = []
def watch(event, details):
    # The standard library's `platform` asks the program `file` about the interpreter.
    if event == "subprocess.Popen" and details[0] == "file":
        return
    if event in ("socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.mkdir", "os.remove"):
        touched.append((event, str(details)))
    if event == "open" and isinstance(details[1], str) and set(details[1]) & set("wax+"):
        touched.append((event, str(details)))
sys.dont_write_bytecode = True
sys.addaudithook(watch)
from saas.app import create_app
{more}
print(touched)
"""


@pytest.mark.slow
@pytest.mark.parametrize("more", ["", "create_app()"], ids=["import", "create_app"])
def test_the_app_touches_nothing_before_the_first_request(more: str, tmp_path: Path) -> None:
    env = {"PATH": "", "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}", "SAAS_ENV": "test"}
    command = [sys.executable, "-c", PROGRAM.format(more=more)]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []
