"""An answer in words: as it follows "Because you said", and alone."""

from __future__ import annotations

from datetime import date

import pytest

from saas.intake.questions.queries import seed_questionnaire
from saas.intake.questions.question import Question
from saas.kernel.conditions import Answer


def sample(question: Question) -> Answer:
    if question.options:
        return question.options[0].value if question.kind == "choice" else (question.options[0].value,)
    samples: dict[str, Answer] = {
        "role": "teacher",
        "state": "CA",
        "date": date(2026, 11, 20),
        "rows": ("I ran a ward",),
    }
    return samples.get(question.kind, "my words" if question.kind == "text" else 12)


def test_every_answer_has_a_clause_that_fits_a_sentence_and_no_slot_is_left_empty() -> None:
    questions = seed_questionnaire().all_questions
    clauses = {q.key: seed_questionnaire().answer_clause(q.key, {q.key: sample(q)}) or "" for q in questions}
    assert [key for key, clause in clauses.items() if not clause or "{" in clause] == []
    assert [key for key, clause in clauses.items() if not (clause[0].islower() or clause[0] in "$0123456789")] == []
    assert [key for key, clause in clauses.items() if clause.endswith(".")] == []


@pytest.mark.parametrize(
    ("key", "answer", "clause"),
    [
        ("employment", "laid-off", "you have been laid off"),
        ("last_day", date(2026, 11, 20), "your last paid day is November 20, 2026"),
        ("spending", 4200, "a month costs you $4,200"),
        ("other_income", 0, "no other income comes in"),
        ("years", 1, "you have 1 year in this work"),
        ("years", 12.5, "you have 12.5 years in this work"),
        ("applications", 0, "you have sent no applications"),
        ("applications", 1200, "you have sent 1,200 applications"),
        ("state", "DC", "you worked in the District of Columbia"),
        ("role", "physical-therapist", "your work is physical therapist"),
        (
            "constraints",
            ("remote", "stay", "hours"),
            "the next job has to be remote, you cannot move and you need fixed or reduced hours",
        ),
        (
            "accomplishments",
            ("I built a clinic", "I cut waits by 12%"),
            "you wrote “I built a clinic” and “I cut waits by 12%”",
        ),
    ],
)
def test_an_answer_is_a_clause_in_plain_words(key: str, answer: Answer, clause: str) -> None:
    assert seed_questionnaire().answer_clause(key, {key: answer}) == clause


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Registered Nurse", "registered nurse"),
        ("UX Researcher", "UX researcher"),
        ("Chief of Staff", "chief of staff"),
        ("QA Engineer", "QA engineer"),
    ],
)
def test_the_title_of_the_role_is_used_where_it_is_known(title: str, words: str) -> None:
    assert (
        seed_questionnaire().answer_clause("role", {"role": "some-slug", "role_title": title})
        == f"your work is {words}"
    )


@pytest.mark.parametrize("answers", [{}, {"told": ()}, {"own_words": ""}])
def test_what_was_not_answered_has_no_clause(answers: dict[str, Answer]) -> None:
    assert all(
        seed_questionnaire().answer_clause(key, answers) is None for key in ("told", "own_words", "role", "unknown")
    )


def test_a_derived_key_answers_with_what_it_was_concluded_from() -> None:
    answers: dict[str, Answer] = {"role": "teacher", "last_day": date(2026, 1, 2)}
    assert seed_questionnaire().answer_clause("family", answers) == "your work is teacher"
    assert seed_questionnaire().answer_clause("days_since_last_day", answers) == "your last paid day is January 2, 2026"


def test_an_answer_typed_by_a_person_is_never_taken_for_a_slot() -> None:
    assert (
        seed_questionnaire().answer_clause("accomplishments", {"accomplishments": ("{value} {0}",)})
        == "you wrote “{value} {0}”"
    )


def test_answers_are_checked_in_the_words_they_were_chosen_by() -> None:
    answers: dict[str, Answer] = {"told": ("partner", "friends"), "savings": 12000}
    assert seed_questionnaire().answer_text("told", answers) == "Partner or closest person; Friends"
    assert seed_questionnaire().answer_text("savings", answers) == "$12,000"
    assert seed_questionnaire().answer_text("spending", answers) is None
