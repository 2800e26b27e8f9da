"""The words of a piece: which fields are sentences of ours, and which of them a reader reads on the page."""

from __future__ import annotations

from typing import Any

import pytest

from saas.library.kinds.fields import Content
from saas.library.kinds.text import count_words, iter_prose, page_text, strip_markdown
from tests.library.examples import guide, role, script, step, term


def paths(content: Content) -> set[str]:
    return {".".join(map(str, path)) for path, _ in iter_prose(content)}


def test_every_sentence_comes_with_its_place() -> None:
    assert (("sections", 1, "heading"), "Is it number b?") in list(iter_prose(guide()))


@pytest.mark.parametrize(
    "given",
    [
        {"read_next": [{"href": "/guides", "why": "More."}]},
        {"sources": [{"name": "A law", "url": "https://x.gov", "checked_on": "2026-11-25"}]},
    ],
)
def test_names_addresses_and_days_are_no_sentences(given: dict[str, Any]) -> None:
    added = paths(guide(**given)) - paths(guide())
    assert added <= {"read_next.0.why"}


def test_a_condition_is_no_sentence() -> None:
    assert paths(step()) == {"title", "why"}


def test_the_when_of_a_variation_is_a_sentence() -> None:
    assert "variations.2.when" in paths(script())


def test_the_page_a_card_leads_to_is_no_sentence() -> None:
    assert "see" not in paths(term(see="/guides/x"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [the **card**](/glossary#x).", "See the card."),
        ("A _quiet_ word, `as is`.", "A quiet word, as is."),
        ("# Heading\n> said\n- item", "Heading\nsaid\n- item"),
        ("[brackets] and snake_case and a > b", "[brackets] and snake_case and a > b"),
        ("| a | b |", " a  b "),
    ],
)
def test_signs_of_markdown_are_taken_out(text: str, shown: str) -> None:
    assert strip_markdown(text) == shown


@pytest.mark.parametrize("field", ["variations.0.name", "stage", "channel", "slots.0.name"])
def test_what_names_something_is_no_sentence(field: str) -> None:
    assert field not in paths(script())


def test_an_empty_field_is_no_sentence() -> None:
    assert "subject" not in paths(script())


@pytest.mark.parametrize("given", [{"readings": [{"place": 1, "text": "Quartz."}]}, {"description": "Quartz."}])
def test_what_stands_in_a_plan_or_a_search_result_is_not_on_the_page(given: dict[str, Any]) -> None:
    assert "Quartz" not in page_text(role(**given))


def test_the_page_has_its_fields_in_their_order() -> None:
    assert page_text(guide()).split("\n\n")[:4] == ["A title", "A lead.", "Is it number a?", "It is."]


@pytest.mark.parametrize(
    ("lead", "shown"),
    [("In {{fact:law.x.days}}.", "In 60 days."), ("Hi {{slot:name}}.", "Hi name."), ("{{example:$5}}", "$5")],
)
def test_marks_are_written_out(lead: str, shown: str) -> None:
    assert shown in page_text(guide(lead=lead), {"law.x.days": "60 days"}.__getitem__)


def test_without_figures_the_key_stands_there() -> None:
    assert "In law.x.days." in page_text(guide(lead="In {{fact:law.x.days}}."))


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("Two words.", 2), ("$1,200.50 a month", 3), ("it’s a 9-to-5", 3), ("— … —", 0), ("U.S. law", 2)],
)
def test_words_are_counted_as_a_reader_counts_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_card_counts_its_five_lines() -> None:
    assert count_words(page_text(term())) == 2 + 5 * 2
