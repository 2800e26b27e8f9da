"""Every fact names its source, and grows old where somebody sees it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from saas.facts import sources, tables
from saas.facts.sources import Source, list_data_files, list_stale_entries, read_sources, read_table

FIRST_CHECKED, LATER = date(2026, 11, 22), date(2028, 6, 1)


def source(checked_on: date, valid_until: date | None = None) -> Source:
    return Source("A publisher", "https://example.com", "2026", checked_on, valid_until)


def test_a_source_is_stale_after_four_hundred_days_or_after_its_last_valid_day() -> None:
    assert not source(date(2026, 1, 1)).is_stale(date(2027, 2, 5))
    assert source(date(2026, 1, 1)).is_stale(date(2027, 2, 6))
    assert not source(date(2026, 1, 1), valid_until=date(2026, 3, 31)).is_stale(date(2026, 3, 31))
    assert source(date(2026, 1, 1), valid_until=date(2026, 3, 31)).is_stale(date(2026, 4, 1))


def test_every_source_names_its_edition_and_the_day_it_was_checked() -> None:
    for file in list_data_files():
        named = [key for key, own in file.sources.items() if own.name and own.edition and own.url]
        assert named == list(file.sources), file.name
        assert file.oldest.checked_on >= FIRST_CHECKED


def test_nothing_is_stale_on_the_day_it_was_checked_and_every_entry_is_later() -> None:
    assert list_stale_entries(FIRST_CHECKED) == ()
    stale = {(entry.file, entry.key) for entry in list_stale_entries(LATER)}
    assert stale == {(file.name, key) for file in list_data_files() for key in file.sources}
    assert {("law.toml", "cobra_elect"), ("editorial.toml", ""), ("roles.csv", "onet")} <= stale


def test_our_own_judgments_are_marked_as_ours() -> None:
    editorial = {file.name for file in list_data_files() if file.oldest.is_editorial}
    assert {"editorial.toml", "categories.toml", "title_words.toml", "resume_words.toml", "aliases.csv"} <= editorial
    assert not {"law.toml", "states.csv", "roles.csv"} & editorial


def test_a_table_takes_over_a_shared_source_and_keeps_its_own_day() -> None:
    table = read_table("categories.toml")
    assert table.source.name == read_sources()["editorial"].name
    assert table.source.checked_on == date(2026, 11, 25)
    assert "source" not in table.entries


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources.toml").write_text("")
    monkeypatch.setattr(sources, "DATA", tmp_path)
    monkeypatch.setattr(tables, "DATA", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("prices.csv", "what,price\na,1\n"),
        ("prices.toml", "price = 1\n"),
        ("prices.toml", '[entry]\nname = "A publisher"\nprice = 1\n'),
    ],
)
def test_a_file_without_a_source_is_an_error_that_names_it(data_folder: Path, name: str, text: str) -> None:
    (data_folder / name).write_text(text)
    with pytest.raises(ValueError, match=f"facts/data/{name}"):
        list_data_files()
