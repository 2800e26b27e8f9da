"""A whole file of answers, in and out."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.answers.json_form import AnswersError, from_json, to_json
from saas.intake.answers.parsing import AnswerError, parse_answer
from saas.intake.questions.queries import seed_questionnaire
from saas.kernel.conditions import Answer

ANSWERS: dict[str, Answer] = {
    "role": "registered-nurse",
    "employment": "laid-off",
    "last_day": date(2026, 11, 20),
    "state": "CA",
    "years": 12,
    "severance_weeks": 6.5,
    "savings": 24000,
    "constraints": ("remote", "hours"),
    "accomplishments": ("I cut waits by 12%",),
    "own_words": "one\ntwo",
}


def test_answers_come_back_as_they_went() -> None:
    assert from_json(seed_questionnaire(), json.loads(json.dumps(to_json(ANSWERS)))) == ANSWERS


def test_a_null_is_a_skip_where_skipping_is_allowed() -> None:
    assert from_json(seed_questionnaire(), {"mood": None, "savings": None}) == {}


def test_every_fault_is_reported_at_once_and_by_key() -> None:
    bad = {
        "savings": "4,2x0",
        "last_day": "2026-02-30",
        "shoe_size": 9,
        "employment": "retired",
        "state": "CA",
        "hours": True,
    }
    with pytest.raises(AnswersError) as refused:
        from_json(seed_questionnaire(), bad)
    assert list(refused.value.faults) == ["savings", "last_day", "shoe_size", "employment", "hours"]
    assert refused.value.faults["last_day"] == "February 30 does not exist. Check the day and the month."
    assert "shoe_size: There is no such question." in str(refused.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("last_day", 20261120),
        ("last_day", "November 20"),
        ("constraints", "remote"),
        ("constraints", [1]),
        ("savings", {}),
        ("savings", -1),
        ("savings", float("nan")),
        ("savings", 1e30),
        ("own_words", 3),
        ("role", None),
        ("role", ["a"]),
        ("accomplishments", "a"),
    ],
)
def test_a_value_of_the_wrong_shape_is_a_fault_and_not_a_crash(key: str, value: object) -> None:
    with pytest.raises(AnswersError) as refused:
        from_json(seed_questionnaire(), {key: value})
    assert refused.value.faults[key].endswith(".")


def test_the_role_of_a_file_is_resolved_when_a_resolver_is_given() -> None:
    assert from_json(seed_questionnaire(), {"role": "RN"}, {"RN": "registered-nurse"}.get) == {
        "role": "registered-nurse"
    }


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(seed_questionnaire().all_questions), st.text(max_size=40))
def test_whatever_is_typed_gives_an_answer_or_a_sentence(question: object, text: str) -> None:
    known = seed_questionnaire().by_key[question.key]  # type: ignore[attr-defined]
    try:
        answer = parse_answer(
            known, {part: [text] for part in (known.key, f"{known.key}-month", f"{known.key}-day", f"{known.key}-year")}
        )
    except AnswerError as error:
        assert error.sentence.endswith(".")  # noqa: PT017  # either outcome is right
    else:
        assert answer is None or from_json(seed_questionnaire(), to_json({known.key: answer})) == {known.key: answer}
