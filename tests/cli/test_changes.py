"""Which files are followed while developing, and what begins anew after a change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from saas.cli.changes import SEED, Part, SourceFiles, parts_of
from saas.library.seed.loading import FOLDER
from saas.settings import ROOT


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name in ("saas/site", "templates/site", "config", "static"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "saas/site/views.py").write_text("a = 1\n")
    return tmp_path


def test_nothing_changed_is_no_change(source: Path) -> None:
    assert SourceFiles(source).changes() == set()


def test_a_file_that_is_written_made_or_removed_has_changed(source: Path) -> None:
    files = SourceFiles(source)
    os.utime(source / "saas/site/views.py", (1, 1))
    (source / "templates/site/new.html").touch()
    assert files.changes() == {"saas/site/views.py", "templates/site/new.html"}
    (source / "templates/site/new.html").unlink()
    assert files.changes() == {"templates/site/new.html"}


def test_what_python_and_editors_write_beside_it_is_no_change(source: Path) -> None:
    files = SourceFiles(source)
    (source / "saas/__pycache__").mkdir()
    for name in (
        "saas/__pycache__/views.cpython-311.pyc",
        "saas/__pycache__/x.py",
        "saas/site/.views.py.swp",
        "saas/site/.#views.py",
    ):
        (source / name).touch()
    assert files.changes() == set()


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("saas/site/views.py", {Part.PROGRAM}),
        ("config/default.toml", {Part.PROGRAM}),
        ("saas/facts/states.toml", {Part.PROGRAM}),
        (f"{SEED}guides/cobra.toml", {Part.LIBRARY}),
        (f"{SEED}loading.py", {Part.PROGRAM}),
        ("migrations/versions/x.py", {Part.SCHEMA}),
        ("saas/sandbox/app.py", {Part.SANDBOX}),
        ("templates/site/home.html", set()),
        ("templates/letters/orders/receipt.txt", {Part.LETTERS}),
    ],
)
def test_a_change_begins_anew_what_it_belongs_to(path: str, parts: set[Part]) -> None:
    assert parts_of(path) == parts


def test_the_library_is_where_it_is_looked_for() -> None:
    assert FOLDER.relative_to(ROOT).as_posix() + "/" == SEED
