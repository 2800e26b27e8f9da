"""Data files: each is read by the program, and each is where staff see facts grow old."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient

from saas.facts.sources import UNSOURCED, list_data_files, list_stale_entries
from saas.facts.tables import DATA, read_toml
from tests.house.source import SAAS, python

FAR_AHEAD = date(2100, 1, 1)
FILES = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()} - set(UNSOURCED)


def test_every_data_file_names_its_source_and_grows_old() -> None:
    assert {file.name for file in list_data_files()} == FILES
    assert {entry.file for entry in list_stale_entries(FAR_AHEAD)} == FILES


def test_every_data_file_is_on_the_page_of_facts(sam: FlaskClient) -> None:
    page = sam.get("/admin/library/facts").text
    assert [name for name in sorted(FILES) if f">{name}</th>" not in page] == []


def test_every_shared_source_is_used_and_names_files_that_exist() -> None:
    named = {key: set(entry["files"]) for key, entry in read_toml("sources.toml").items()}
    assert {key: files - FILES for key, files in named.items() if files - FILES} == {}
    assert [key for key, files in named.items() if not files] == []


def test_every_data_file_is_read_by_the_program() -> None:
    """By its name, or with the folder it lies in."""
    program = "\n".join(file.read_text(encoding="utf-8") for file in python(SAAS))
    unread = [name for name in FILES if f'"{name}"' not in program and f'"{name.partition("/")[0]}"' not in program]
    assert unread == []
