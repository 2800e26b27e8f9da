"""What of a piece can be found, and by which words."""

from __future__ import annotations

import pytest

from saas.library.kinds.articles import StatePage
from saas.library.search.entries import build_entries
from tests.library.examples import ARTICLE, faq, guide, role, script, step, term


def test_a_page_is_one_entry() -> None:
    [entry] = build_entries("guide", "reading-an-offer", guide())
    assert (entry.href, entry.kind, entry.title) == ("/guides/reading-an-offer", "guide", "A title")
    assert (entry.words, entry.summary) == ("reading an offer", "A description.")
    assert entry.body.startswith("A lead.\n\nIs it number a?")


def test_every_question_is_an_entry_that_opens_its_answer() -> None:
    entries = list(build_entries("faq", "first-week", faq()))
    assert [entry.href for entry in entries] == [f"/faq#first-week-{place}" for place in range(1, 6)]
    assert {(entry.title, entry.body, entry.summary) for entry in entries} == {("Is it so?", "It is.", "A title")}


def test_a_step_is_not_found_by_strangers() -> None:
    assert list(build_entries("step", "file-claim", step())) == []


def test_a_card_is_found_by_every_word_it_is_linked_from() -> None:
    [entry] = build_entries("term", "rsu", term(title="RSU", matches=("RSU", "restricted stock")))
    assert entry.words == "rsu · RSU · restricted stock"


@pytest.mark.parametrize(
    ("name", "typed"), [("non-compete", "noncompete"), ("401(k) plan", "401k plan"), ("H-1B", "H1B")]
)
def test_a_card_is_found_by_its_name_without_signs(name: str, typed: str) -> None:
    [entry] = build_entries("term", "x", term(matches=(name,)))
    assert typed in entry.words.split(" · ")


def test_a_role_page_is_found_by_every_role_it_covers() -> None:
    [entry] = build_entries("role", "designer", role(covers=("designer", "ux-designer")))
    assert entry.words == "designer · ux designer"


@pytest.mark.parametrize("title", ["Ohio: file first", "Ohio unemployment: file first"])
def test_a_state_is_found_by_its_letters_and_as_unemployment(title: str) -> None:
    sections = [{"heading": "How?", "body": "So."}] * 3
    [entry] = build_entries("state", "oh", StatePage.model_validate(ARTICLE | {"title": title, "sections": sections}))
    assert entry.words == "oh · Ohio unemployment insurance"


def test_marks_are_written_out_and_signs_of_markdown_are_gone() -> None:
    page = guide(lead="**In** {{fact:law.x}}, see [the card](/glossary#x): {{example:$5}}.")
    [entry] = build_entries("guide", "x", page, {"law.x": "60 days"}.__getitem__)
    assert "In 60 days, see the card: $5." in entry.body


def test_what_is_kept_for_searching_holds_no_figure() -> None:
    [entry] = build_entries("guide", "x", guide(lead="In {{fact:law.x}} days."))
    assert "In  days." in entry.body


def test_what_is_not_on_the_page_is_not_searched() -> None:
    [entry] = build_entries("script", "x", script())
    assert "Dana" not in entry.body
