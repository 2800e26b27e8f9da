"""A question beside the others: what would keep people from being asked, each with its field and a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from saas.library.checks import questions
from saas.library.kinds.questions import QuestionContent
from saas.library.seed.loading import load_seed_questions as of_files

YES_NO = [{"value": word, "label": word, "said": f"you said {word}"} for word in ("yes", "no")]
KIND = "Answers that are kept were given to another kind of question. Withdraw this one and write a new one."


def asked(**more: Any) -> QuestionContent:
    given = {
        "place": 20,
        "stage": "intake",
        "kind": "date",
        "text": "When?",
        "why": "It counts.",
        "said": "it is {value}",
    }
    return QuestionContent.model_validate(given | more)


def choice(**more: Any) -> QuestionContent:
    return asked(kind="choice", said="", options=YES_NO, **more)


OTHERS = {
    "signed": choice(place=10),
    "signed-on": asked(place=30, when=["signed is yes"]),
    "role": asked(place=1, kind="role", stage="start"),
}
TABLE: list[tuple[QuestionContent, str, str]] = [
    (asked(kind="choice"), "options", "A choice has options, and other kinds have none."),
    (asked(options=YES_NO), "options", "A choice has options, and other kinds have none."),
    (asked(kind="choice", options=YES_NO * 2), "options", "“yes” stands there twice."),
    (asked(said=""), "said", "Nothing is written here: the plan says it back after “Because you said”."),
    (asked(said="it is {answer}"), "said", "The only mark here is {value}, the answer in words."),
    (asked(when=["shoes is red"]), "when", "No question is called “shoes”."),
    (asked(when=["signed_on answered"]), "when", "“signed_on” is asked later, and a condition looks back."),
    (asked(when=["signed is perhaps"]), "when", "“signed” cannot be answered with “perhaps”."),
    (
        asked(kind="number", unit="weeks"),
        "max",
        "Money, numbers, rows and text have a largest value, and other kinds have none.",
    ),
    (asked(kind="number", unit="weeks", min=9, max=3), "min", "It is larger than the largest value."),
    (asked(kind="money", max=3), "unit", "Money and numbers have a unit, and other kinds have none."),
    (asked(optional=True), "skip_effect", "A question that may be skipped says what that changes, and no other does."),
]


def faults_of(slug: str, own: QuestionContent) -> list[tuple[str, str]]:
    return [(str(path[0]), sentence) for path, sentence in questions.find_question_faults(slug, own, OTHERS)]


@pytest.mark.parametrize(("own", "field", "sentence"), TABLE, ids=[f"{row[1]}: {row[2][:40]}" for row in TABLE])
def test_a_fault_is_named_by_its_field_and_a_sentence(own: QuestionContent, field: str, sentence: str) -> None:
    assert faults_of("new", own) == [(field, sentence)]


@pytest.mark.parametrize(
    "own",
    [
        asked(when=["signed is yes", "family is clinical"]),
        choice(optional=True, skip_effect="Nothing."),
        asked(kind="money", unit="dollars", min=0, max=9),
    ],
)
def test_a_sound_question_has_none(own: QuestionContent) -> None:
    assert faults_of("new", own) == []


@pytest.mark.parametrize("slug", ["review", "2-days", "a" * 41])
def test_a_name_that_cannot_be_asked_for_is_named(slug: str) -> None:
    assert [field for field, _ in faults_of(slug, asked())] == ["text"]


def test_a_published_question_stays_of_its_kind() -> None:
    assert faults_of("signed-on", asked(place=30, kind="state", when=["signed is yes"])) == [("kind", KIND)]


def test_an_option_that_another_question_asks_for_stays() -> None:
    only_no = choice(place=10).model_copy(update={"options": choice().options[1:]})
    assert faults_of("signed", only_no) == [("options", "“When?”: “signed” cannot be answered with “yes”.")]


def test_a_question_does_not_move_behind_one_that_looks_back_to_it() -> None:
    assert faults_of("signed", choice(place=40)) == [
        ("place", "“When?” looks back to this question, and would come before it.")
    ]


def test_no_seventh_question_is_asked_before_paying() -> None:
    six = {f"early-{place}": asked(stage="start", place=place) for place in range(1, 7)}
    sentence = "Six questions at most are asked before paying."
    assert list(questions.find_question_faults("late", asked(stage="start"), six)) == [(("stage",), sentence)]
    assert list(questions.find_question_faults("early-6", asked(stage="start"), six)) == []


@pytest.mark.parametrize(
    ("slug", "begins"),
    [("role", "Plans are built on"), ("signed", "“When?” is asked depending"), ("signed-on", ""), ("none", "")],
)
def test_a_question_is_withdrawn_where_nothing_hangs_on_it(slug: str, begins: str) -> None:
    sentence = questions.withdrawal_refusal(slug, OTHERS)
    assert sentence.startswith(begins) and bool(sentence) == bool(begins)


@pytest.mark.parametrize("slug", of_files())
def test_the_questions_of_the_files_stand_beside_each_other(slug: str) -> None:
    assert list(questions.find_question_faults(slug, of_files()[slug], of_files())) == []
