"""`./run` makes the environment, and makes it anew where it was left half made, moved, or has lost its Python.

Python is real here; pip is a stand-in that notes what it was asked, so that nothing is downloaded.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from saas.settings import ROOT

STAND_IN = """#!/bin/sh
case "$1 ${2:-}" in
  "-m venv")
    "$REAL" -m venv --without-pip "$3"
    for site in "$3"/lib/python*/site-packages; do cp -r "$PIP" "$site/pip"; done ;;
  *) exec "$REAL" "$@" ;;
esac
"""
PIP = """
import os, sys, time
open("asked", "a").write(" ".join(sys.argv[1:]) + "\\n")
if os.path.exists("slow"):
    open("started", "w").close()
    time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "__main__.py").write_text(PIP)
    (tmp_path / "python").write_text(STAND_IN)
    (tmp_path / "python").chmod(0o755)
    project = tmp_path / "a folder, with 100% “odd” marks [#1]?"
    (project / "saas").mkdir(parents=True)
    shutil.copy(ROOT / "run", project / "run")
    (project / "requirements.lock").write_text("flask==3.1.3 --hash=sha256:0\n")
    (project / "saas" / "__main__.py").write_text("import sys; print(sys.prefix, *sys.argv[1:])")
    return project


def environment(folder: Path, **more: str) -> dict[str, str]:
    beside = folder.parent
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "REAL": sys.executable,
        "PIP": str(beside / "pip"),
        "PYTHON": str(beside / "python"),
        **more,
    }


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./run", *arguments], cwd=folder, env=environment(folder, **more), capture_output=True, text=True, check=False
    )


def installations(folder: Path) -> int:
    return len((folder / "asked").read_text().splitlines())


def is_whole(folder: Path) -> bool:
    done = run(folder, "hello")
    return (done.stdout, done.stderr) == (f"{folder / '.venv'} hello\n", "")


@pytest.fixture
def installed(folder: Path) -> Path:
    done = run(folder, "install")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_the_environment_is_made_from_the_lock_by_hash(installed: Path) -> None:
    assert "--require-hashes -r requirements.lock" in (installed / "asked").read_text()
    assert is_whole(installed)


def test_a_whole_environment_is_left_alone(installed: Path) -> None:
    assert run(installed, "install").stdout == ""
    assert installations(installed) == 1


def test_a_changed_lock_is_installed(installed: Path) -> None:
    (installed / "requirements.lock").write_text("flask==3.1.4 --hash=sha256:0\n")
    assert "Installing 1 packages" in run(installed, "install").stdout
    assert installations(installed) == 2


def lose_pip(folder: Path) -> None:
    [pip] = (folder / ".venv").glob("lib/python*/site-packages/pip")
    shutil.rmtree(pip)
    [mark] = (folder / ".venv").glob("lib/python*/site-packages/careercanopy.pth")
    mark.unlink()


def lose_python(folder: Path) -> None:
    for link in (folder / ".venv" / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/nowhere/python")


def change_python(folder: Path) -> None:
    """As an upgrade of the system's Python does: the link leads to another version, which has no packages."""
    [packages] = (folder / ".venv").glob("lib/python*")
    packages.rename(packages.with_name("python3.0"))


@pytest.mark.parametrize("damage", [lose_pip, lose_python, change_python])
def test_a_damaged_environment_is_made_anew(installed: Path, damage: object) -> None:
    assert callable(damage)
    damage(installed)
    assert "making it anew" in run(installed, "install").stdout
    assert is_whole(installed)


def test_a_moved_folder_has_its_environment_made_anew(installed: Path) -> None:
    moved = installed.rename(installed.with_name("moved"))
    assert "making it anew" in run(moved, "install").stdout
    assert is_whole(moved)


def test_an_interrupted_installation_is_begun_again(folder: Path) -> None:
    (folder / "slow").touch()
    process = subprocess.Popen(["./run", "install"], cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL)
    while not (folder / "started").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 130
    (folder / "slow").unlink()
    assert "making it anew" in run(folder, "install").stdout
    assert is_whole(folder)


def test_two_installations_do_not_meet(folder: Path) -> None:
    processes = [
        subprocess.Popen(["./run", "install"], cwd=folder, env=environment(folder), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.wait(60) for process in processes] == [0, 0]
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    assert installations(folder) == 1
    assert is_whole(folder)


def test_a_lock_that_a_killed_installation_left_is_no_obstacle(folder: Path) -> None:
    (folder / ".venv-lock").symlink_to("999999999")
    assert run(folder, "install").returncode == 0
    assert not (folder / ".venv-lock").is_symlink()


def test_a_python_that_does_not_do_is_refused_by_name(folder: Path) -> None:
    done = run(folder, "install", PYTHON="/bin/false")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "PYTHON names /bin/false, and CareerCanopy needs Python 3.11 or newer with the venv module.\n"


def test_a_colon_in_the_path_is_refused_in_a_sentence(folder: Path) -> None:
    renamed = folder.rename(folder.with_name("a:b"))
    done = run(renamed, "install")
    assert done.returncode == 1
    assert done.stderr.startswith("A Python environment cannot be made in a folder with a colon in its path: ")
