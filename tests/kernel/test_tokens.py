"""Marks inside published text: facts, slots, examples, and braces that are none of these."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.kernel.tokens import Token, find_tokens, plain_text, replace_tokens, stray_braces

TEXT = "Elect within {{fact:law.cobra_elect.days}}, {{slot:first_name}}: it is {{example:$4,200}} then."
FIGURES = {"law.cobra_elect.days": "60 days"}


def test_marks_are_found_in_their_order() -> None:
    assert list(find_tokens(TEXT)) == [("fact", "law.cobra_elect.days"), ("slot", "first_name"), ("example", "$4,200")]


def test_space_around_a_value_does_not_count() -> None:
    assert list(find_tokens("{{slot: name }}")) == [Token("slot", "name")]


def test_every_mark_is_written_out() -> None:
    assert replace_tokens("a {{slot:x}} b {{example:y}}", lambda token: f"<{token.kind} {token.value}>") == (
        "a <slot x> b <example y>"
    )


def test_plain_text_has_figures_brackets_and_examples() -> None:
    assert plain_text(TEXT, FIGURES.__getitem__) == "Elect within 60 days, [first name]: it is $4,200 then."


def test_what_a_figure_says_is_not_read_again_for_marks() -> None:
    assert plain_text("{{fact:x}}", {"x": "{{slot:y}}"}.__getitem__) == "{{slot:y}}"


def test_no_such_fact_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"law\.none"):
        plain_text("{{fact:law.none}}", FIGURES.__getitem__)


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        (TEXT, []),
        ("A brace { alone } is a brace.", []),
        ("{{fcat:law.x}}", ["{{fcat:law.x}}"]),
        ("{{slot:}}", ["{{slot:}}"]),
        ("{{slot:name}", ["{{"]),
        ("slot:name}}", ["}}"]),
        ("{{fact:{{slot:x}}}}", ["{{fact:}}"]),
    ],
)
def test_braces_that_are_no_mark_are_named_as_they_stand(text: str, stray: list[str]) -> None:
    assert stray_braces(text) == stray


@given(st.text(alphabet="{}:aslotfc ", max_size=60))
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    if not list(find_tokens(text)):
        assert replace_tokens(text, lambda _token: "!") == text
