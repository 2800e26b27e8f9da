"""The voice, as far as a machine can hear it."""

from __future__ import annotations

import pytest

from saas.library.checks.voice import HABITS, find_phrases, find_voice_faults, has_too_many_dashes


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It will supercharge your search.", "hype: “…It will supercharge your search.…”"),
        ("Hurry, the list is short.", "urgency: “…Hurry, the list is short.…”"),
        ("Remember: you’ve got this.", "comfort: “…Remember: you've got this.…”"),
        ("The colour of the form.", "British spelling: “…The colour of the form.…”"),
        ("When it comes to forms, read.", "filled-in phrase: “…When it comes to forms, read.…”"),
        ("Send it today!", "exclamation mark: “Send it today!”"),
        ("Read the the form.", "a word twice: “the the”"),
        ("It is late — far too late — to ask.", "dashes for drama"),
    ],
)
def test_a_habit_is_named_with_what_stands_around_it(text: str, sentence: str) -> None:
    assert list(find_voice_faults(text)) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "File on Sunday. The claim counts from the week you file.",
        "The day you had had enough, and that that was said.",
        "Unlockable is another word, and so is self-careful.",
        "The Centre for Cities wrote it.",
        "a != b",
        "A range of 3–6 months.",
        "",
    ],
)
def test_plain_sentences_have_none(text: str) -> None:
    assert list(find_voice_faults(text)) == []


@pytest.mark.parametrize("name", HABITS)
def test_every_word_of_every_list_is_heard(name: str) -> None:
    assert [word for word in HABITS[name] if not find_phrases(f"so, {word.upper()}.", HABITS[name])] == []


def test_a_word_is_heard_as_a_whole_only() -> None:
    assert find_phrases("The greyhound was relearnt.", HABITS["British spelling"]) == []


@pytest.mark.parametrize(
    ("words", "dashes", "too_many"), [(10, 1, False), (10, 2, True), (1000, 3, False), (1000, 4, True)]
)
def test_dashes_are_counted_against_the_length(words: int, dashes: int, too_many: bool) -> None:
    text = " ".join(["word"] * (words - 2 * dashes) + ["a — b"] * dashes)
    assert has_too_many_dashes(text) is too_many
