"""A long list of titles: by key, by a slip, by its beginning, by shared words; and which of several slugs comes first."""

from __future__ import annotations

import pytest

from saas.facts.occupations import pay_note, proxy_note, rating_note
from saas.facts.title_search import TitleIndex, is_about, merge_titles, stem

TITLES = [
    ("Bus Driver", "school", 1), ("Bus Driver", "shuttle", 2), ("Bus Driver", "transit", 1), ("School Bus Driver", "school", 0),
    ("Monkey Keeper", "zoo", 2), ("Postal Clerk", "post", 1), ("Recycling Worker", "waste", 1), ("Manager", "odd", 1),
    ("Welder", "welder", 0), ("Crew Member", "food", 2), ("Mill Worker", "mill", 2), ("Farm Worker", "farm", 2), ("Ranch Worker", "farm", 2),
]  # fmt: skip
WEIGHT = {"school": 1.0, "transit": 9.0, "shuttle": 50.0}


@pytest.fixture
def listing() -> TitleIndex:
    return TitleIndex(merge_titles(TITLES, lambda title, slug: WEIGHT.get(slug, 0.0)), WEIGHT)


def test_what_people_report_comes_first_and_then_the_likelier(listing: TitleIndex) -> None:
    assert listing.find_exact("busdriver") == ("transit", "school", "shuttle")


@pytest.mark.parametrize("key", ["manager", "crewmember", "nothing"])
def test_ranks_and_general_words_lead_nowhere(listing: TitleIndex, key: str) -> None:
    assert listing.find_exact(key) == ()


@pytest.mark.parametrize(
    ("typed", "is_sure", "found"),
    [
        ("yellow bus driver", True, ("transit", "school", "shuttle")),
        ("postal worker", True, ("post",)),
        ("recycling", True, ()),
        ("recycling", False, ("waste",)),
        ("welder something", True, ()),
        ("monkey", False, ()),
        ("worker", False, ()),
    ],
)
def test_shared_words_count_where_they_say_what_the_work_is(listing: TitleIndex, typed: str, is_sure: bool, found: tuple[str, ...]) -> None:  # fmt: skip
    assert listing.find_by_shared_words(typed.split(), is_sure=is_sure) == found


def test_a_slip_is_forgiven_in_a_long_word(listing: TitleIndex) -> None:
    assert listing.find_misspelled(["recyclng", "worker"]) == ("waste",)
    assert listing.find_misspelled(["mamager"]) == ()


def test_the_beginning_of_each_word_is_enough(listing: TitleIndex) -> None:
    assert listing.find_by_prefix(["bus", "dr"])[:2] == ("transit", "school")


@pytest.mark.parametrize(("word", "singular"), [("welders", "welder"), ("deputies", "deputy"), ("glass", "glass"), ("gas", "gas")])  # fmt: skip
def test_words_are_compared_in_the_singular(word: str, singular: str) -> None:
    assert stem(word) == singular


@pytest.mark.parametrize(("title", "word", "told"), [("recycling worker", "recycling", True), ("monkey keeper", "monkey", False)])  # fmt: skip
def test_a_title_is_about_its_last_telling_word(title: str, word: str, told: bool) -> None:
    assert is_about(title, word) is told


def test_a_note_names_the_wider_work_in_a_sentence() -> None:
    assert pay_note("exact", "Welders", "") == "Official pay for welders, employees across the country."
    assert "counts this work with registered nurses" in pay_note("parent", "Acute Care Nurses", "Registered Nurses")
    assert (
        rating_note("Taxi Driver", "shuttle drivers")
        == "Taxi Driver has no published ratings, so shuttle drivers stand in."
    )
    assert rating_note("Welder", "") == "" and proxy_note("exact", "Welders", "", "") is None
