"""Choices, states, roles and words of their own."""

from __future__ import annotations

import pytest

from saas.intake.answers.parsing import AnswerError, parse_answer
from saas.intake.questions.queries import seed_questionnaire


def answer(key: str, *sent: str, **more: object) -> object:
    question = seed_questionnaire().find_question(key)
    assert question is not None
    return parse_answer(question, {key: list(sent)}, **more)  # type: ignore[arg-type]


def test_a_choice_is_one_of_the_options() -> None:
    assert answer("employment", "laid-off") == "laid-off"


@pytest.mark.parametrize("sent", [(), ("laid-off", "leaving")])
def test_a_choice_is_exactly_one(sent: tuple[str, ...]) -> None:
    with pytest.raises(AnswerError, match=r"Choose one of the answers"):
        answer("employment", *sent)


@pytest.mark.parametrize(
    ("key", "sent"), [("employment", "retired"), ("constraints", "moon"), ("employment", "<b>" * 40)]
)
def test_an_unknown_option_is_named(key: str, sent: str) -> None:
    with pytest.raises(AnswerError, match=r"is not one of the answers here"):
        answer(key, sent)


def test_several_keep_the_order_of_the_options_and_each_once() -> None:
    assert answer("constraints", "hours", "remote", "hours") == ("remote", "hours")


def test_nobody_cannot_stand_beside_somebody() -> None:
    with pytest.raises(AnswerError, match=r"“Nobody yet” cannot stand beside another answer"):
        answer("told", "nobody", "family")


@pytest.mark.parametrize("sent", ["CA", "ca", "california", " California "])
def test_a_state_is_its_code_however_it_is_written(sent: str) -> None:
    assert answer("state", sent) == "CA"


@pytest.mark.parametrize(("sent", "sentence"), [("XX", "“XX” is not a state"), ("", "Choose the state")])
def test_what_is_no_state_is_said(sent: str, sentence: str) -> None:
    with pytest.raises(AnswerError, match=sentence):
        answer("state", sent)


def test_a_role_is_what_the_facts_say_it_is() -> None:
    assert answer("role", " RN ", resolve_role={"RN": "registered-nurse"}.get) == "registered-nurse"


def test_an_unknown_role_says_what_to_try_and_offers_what_may_be_meant() -> None:
    with pytest.raises(AnswerError, match=r"We do not know “nursing person” yet. Try the plain name") as refused:
        answer(
            "role", "nursing person", resolve_role=lambda text: None, suggest_roles=lambda text: ["Registered Nurse"]
        )
    assert refused.value.suggestions == ("Registered Nurse",)


def test_text_is_kept_as_written_but_for_what_cannot_be_stored() -> None:
    assert answer("own_words", "  one\r\ntwo\x00\ud800  ") == "one\ntwo"


def test_text_that_is_too_long_is_told_both_lengths() -> None:
    with pytest.raises(AnswerError, match=r"2,001 characters. There is room for 2,000"):
        answer("own_words", "x" * 2001)


def test_rows_come_numbered_or_together_and_empty_ones_are_left_out() -> None:
    question = seed_questionnaire().find_question("accomplishments")
    assert question is not None
    assert parse_answer(
        question, {"accomplishments-1": ["a"], "accomplishments-2": [" "], "accomplishments-3": ["c\nd"]}
    ) == (
        "a",
        "c d",
    )
    assert parse_answer(question, {"accomplishments": ["a", "b"]}) == ("a", "b")


@pytest.mark.parametrize(
    ("sent", "sentence"), [(("a", "b", "c", "d"), "You wrote 4. There is room for 3"), (("x" * 301,), "room for 300")]
)
def test_too_many_or_too_long_rows_are_refused(sent: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(AnswerError, match=sentence):
        answer("accomplishments", *sent)


def test_an_empty_answer_is_a_skip_where_the_question_is_optional_and_refused_elsewhere() -> None:
    refused = []
    for question in seed_questionnaire().all_questions:
        try:
            assert parse_answer(question, {}) is None, question.key
        except AnswerError:
            refused.append(question.key)
    assert refused == [question.key for question in seed_questionnaire().all_questions if not question.is_optional]
