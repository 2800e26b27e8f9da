"""The index of titles: exact, misspelled, by prefix, by shared words; and which slug comes first."""

from __future__ import annotations

import pytest

from saas.facts.title_search import Speller, TitleIndex, is_about, merge_titles, to_singular

TITLES = [
    ("Bus Driver", "school", 1),
    ("Bus Driver", "shuttle", 2),
    ("Bus Driver", "transit", 1),
    ("School Bus Driver", "school", 0),
    ("Monkey Keeper", "zoo", 2),
    ("Postal Clerk", "post", 1),
    ("Recycling Worker", "waste", 1),
    ("Manager", "odd", 1),
    ("Welder", "welder", 0),
    ("Crew Member", "food", 2),
    ("Mill Worker", "mill", 2),
    ("Farm Worker", "farm", 2),
    ("Ranch Worker", "farm", 2),
]
WEIGHT = {"school": 1.0, "transit": 9.0, "shuttle": 50.0}


@pytest.fixture
def index() -> TitleIndex:
    return TitleIndex(merge_titles(TITLES, lambda title, slug: WEIGHT.get(slug, 0.0)), WEIGHT)


def test_what_people_report_comes_first_and_then_the_likelier(index: TitleIndex) -> None:
    assert index.find_exact("busdriver") == ("transit", "school", "shuttle")


@pytest.mark.parametrize("key", ["manager", "crewmember", "nothing"])
def test_ranks_and_general_words_match_nothing(index: TitleIndex, key: str) -> None:
    assert index.find_exact(key) == ()


@pytest.mark.parametrize(
    ("typed", "is_sure", "slugs"),
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
def test_shared_words_count_where_they_say_what_the_work_is(
    index: TitleIndex, typed: str, is_sure: bool, slugs: tuple[str, ...]
) -> None:
    assert index.find_by_shared_words(typed.split(), is_sure=is_sure) == slugs


def test_a_typo_is_forgiven_in_a_long_word(index: TitleIndex) -> None:
    speller = Speller((), (index,))
    assert (speller.correct("recyclng"), speller.correct("bus")) == ("recycling", "bus")


def test_the_beginning_of_each_word_is_enough(index: TitleIndex) -> None:
    assert index.find_by_prefix(["bus", "dr"])[:2] == ("transit", "school")


@pytest.mark.parametrize(
    ("word", "singular"), [("welders", "welder"), ("deputies", "deputy"), ("glass", "glass"), ("gas", "gas")]
)
def test_words_are_compared_in_the_singular(word: str, singular: str) -> None:
    assert to_singular(word) == singular


@pytest.mark.parametrize(
    ("title", "word", "expected"), [("recycling worker", "recycling", True), ("monkey keeper", "monkey", False)]
)
def test_a_title_is_about_its_last_specific_word(title: str, word: str, expected: bool) -> None:
    assert is_about(title, word) is expected
