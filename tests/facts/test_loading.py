"""Facts are read once, are small, cannot be changed, and ship with their notices."""

from __future__ import annotations

import dataclasses
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from saas.facts import loading
from saas.facts.loading import load_facts
from saas.facts.sources import read_sources
from saas.facts.tables import DATA

FIRST = load_facts().destinations("registered-nurse")[0]
EXAMPLES = [
    FIRST,
    FIRST.pay,
    FIRST.pay.source,
    load_facts().roles()[0],
    load_facts().states()[0],
    load_facts().laws["cobra_elect"],
    load_facts(),
]


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
def test_no_field_can_be_set(value: Any) -> None:
    name = dataclasses.fields(value)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, None)


@pytest.mark.parametrize("table", ["by_slug", "by_origin", "by_state", "wage_indexes", "laws", "by_specialty"])
def test_no_entry_can_be_added(table: str) -> None:
    with pytest.raises(TypeError):
        getattr(load_facts(), table)["new"] = None


def test_facts_are_read_once() -> None:
    assert load_facts() is load_facts()


def test_facts_take_less_than_ten_megabytes() -> None:
    tracemalloc.start()
    fresh = loading.load_facts.__wrapped__()
    used_bytes = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert fresh.role("accountant") == load_facts().role("accountant")
    assert used_bytes < 10_000_000


def test_the_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*.*")) < 3_000_000


def test_every_source_names_its_edition_and_the_day_it_was_checked() -> None:
    assert all(source.name and source.edition and source.checked_on.year >= 2026 for source in read_sources().values())


@pytest.mark.parametrize(
    "words", ["O*NET", "CC BY 4.0", "Bureau of Labor Statistics", "has not approved, endorsed, or tested"]
)
def test_the_notice_ships_with_the_tables(words: str) -> None:
    assert words in (DATA / "NOTICE.md").read_text(encoding="utf-8")


def test_no_private_survey_is_in_the_tables() -> None:
    assert [path.name for path in DATA.rglob("*.*") if "medscape" in path.read_text(encoding="utf-8").lower()] == []


def test_no_table_carries_raw_cosine() -> None:
    assert [path.name for path in Path(DATA).glob("*.csv") if "cosine" in path.read_text(encoding="utf-8")] == []
