"""The order of what was found."""

from __future__ import annotations

import pytest

from saas.library.kinds.spec import Kind
from saas.library.search.entries import Entry
from saas.library.search.parsing import Idea
from saas.library.search.ranking import rank_entries, score_entry


def entry(title: str, words: str = "", kind: Kind = "guide", summary: str = "") -> Entry:
    return Entry(f"/{title}", kind, title, words, summary, "")


def first(query: str, *entries: Entry) -> str:
    return rank_entries([], entries, [Idea(word) for word in query.split()])[0].title


COBRA = entry("COBRA", "cobra · COBRA coverage", "term")
GUIDE = entry("COBRA or the marketplace: compare", "cobra or marketplace")


@pytest.mark.parametrize(
    ("query", "title"), [("cobra", COBRA.title), ("cobra marketplace", GUIDE.title), ("marketplace", GUIDE.title)]
)
def test_the_page_whose_name_it_is_comes_first(query: str, title: str) -> None:
    assert first(query, GUIDE, COBRA) == title
    assert first(query, COBRA, GUIDE) == title


def test_filler_is_no_part_of_a_name() -> None:
    script = entry("Ask someone to be your reference", "ask for a reference", "script")
    assert score_entry(script, [Idea("ask"), Idea("reference")]) > score_entry(
        script._replace(words="ask a new reference"), [Idea("ask"), Idea("reference")]
    )


def test_what_stands_before_the_colon_is_a_name() -> None:
    assert first("alaska", entry("Work in Alaska"), entry("Alaska: a dividend to plan around")).startswith("Alaska:")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (entry("Severance"), entry("Pay", summary="severance")),
        (entry("Pay", "x y severance"), entry("Pay", summary="severance")),
        (entry("Pay", summary="severance"), entry("Pay")),
        (entry("A severance guide"), entry("A severance guide", kind="faq")),
    ],
)
def test_a_title_answers_better_than_a_summary_and_a_summary_than_the_text(better: Entry, worse: Entry) -> None:
    assert score_entry(better, [Idea("severance")]) > score_entry(worse, [Idea("severance")])


def test_what_was_typed_counts_for_more_than_what_means_the_same() -> None:
    idea = Idea("kids", ("children",))
    scores = [score_entry(entry(f"Of {word} and work"), [idea]) for word in ("kids", "children", "parents")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


@pytest.mark.parametrize(
    ("typed", "title"),
    [("negotiating", "We negotiate"), ("nego", "We negotiate"), ("laid off", "You are laid off now")],
)
def test_a_word_counts_by_its_stem_and_a_phrase_as_it_is(typed: str, title: str) -> None:
    assert score_entry(entry(title), [Idea(typed)]) > score_entry(entry("They went"), [Idea(typed)])
    assert score_entry(entry("Off, then laid"), [Idea("laid off")]) == score_entry(
        entry("They went"), [Idea("laid off")]
    )


def test_pages_that_answer_alike_stay_in_the_databases_order() -> None:
    alike = [entry(f"Page {place}", summary="severance") for place in range(9)]
    assert rank_entries(alike, [], [Idea("severance")]) == alike


def test_the_databases_order_never_outweighs_a_name() -> None:
    many = [entry(f"Page {place}", summary="cobra") for place in range(100)]
    assert rank_entries([], [*many, COBRA], [Idea("cobra")])[0] == COBRA


def test_a_page_that_speaks_of_everything_has_an_advantage_and_stands_once() -> None:
    first_entry, other = (entry(title, summary="severance") for title in ("One", "Other"))
    assert rank_entries([other], [first_entry, other], [Idea("severance"), Idea("pay")]) == [other, first_entry]


def test_a_title_can_answer_better_than_a_page_that_mentions_everything() -> None:
    script = entry("Ask for better severance terms", "severance ask", "script")
    assert rank_entries([entry("Teachers")], [script], [Idea("negotiate"), Idea("severance")])[0] == script


def test_without_ideas_nothing_is_decided() -> None:
    assert rank_entries([], [GUIDE, COBRA], []) in ([GUIDE, COBRA], [COBRA, GUIDE])
