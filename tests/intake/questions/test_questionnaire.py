"""The questions as written: complete, in order, and honest about skipping."""

from __future__ import annotations

import json

from saas.intake.questions.queries import seed_questionnaire
from saas.intake.questions.question import Question

HEALTH = ("mood", "insurance", "insurance_end", "household", "age", "circumstances", "setting_strain")
# `/intake/<key>` shares its place with these pages.
PAGES = {"resume", "review", "submission"}
QUESTIONS = seed_questionnaire().all_questions


def test_keys_are_unique_and_at_most_six_come_before_paying() -> None:
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    assert len(seed_questionnaire().list_questions("start")) <= 6


def test_every_question_says_why_and_an_optional_one_what_skipping_changes() -> None:
    assert [question.key for question in QUESTIONS if not question.why.endswith((".", "?"))] == []
    assert [question.key for question in QUESTIONS if bool(question.skip_effect) != question.is_optional] == []


def test_every_question_has_what_its_kind_needs() -> None:
    choices, bounded, measured = ("choice", "several"), ("money", "number", "rows", "text"), ("money", "number")
    assert [q.key for q in QUESTIONS if bool(q.options) != (q.kind in choices)] == []
    assert [q.key for q in QUESTIONS if (q.max is not None) != (q.kind in bounded)] == []
    assert [q.key for q in QUESTIONS if bool(q.unit) != (q.kind in measured)] == []
    assert [q.key for q in QUESTIONS if not q.options and not q.clause] == []
    assert [(q.key, option.value) for q in QUESTIONS for option in q.options if not option.clause] == []


def test_a_condition_looks_back_only_and_names_options_that_exist() -> None:
    known: dict[str, Question] = {}
    for question in QUESTIONS:
        for atom in question.when.atoms:
            assert atom.key in known or atom.key == "family", question.key
            if atom.key in known and known[atom.key].options:
                assert all(known[atom.key].option(value) for value in atom.values), question.key
        known[question.key] = question


def test_nothing_sensitive_about_money_or_health_is_required() -> None:
    required = [question for question in QUESTIONS if not question.is_optional]
    assert [question.key for question in required if question.kind == "money" or question.key in HEALTH] == []


def test_the_questions_can_be_exported_as_json() -> None:
    given = json.loads(json.dumps(seed_questionnaire().to_dict()))["questions"]
    keys = {"key", "stage", "kind", "text", "why", "options", "unit", "min", "max", "range_end", "optional", "when"}
    assert all(keys <= question.keys() for question in given)
    assert given[1]["options"][0] == {"value": "laid-off", "label": "I have been laid off"}


def test_no_question_has_the_address_of_a_page() -> None:
    assert not PAGES & set(seed_questionnaire().by_key)


def test_a_question_that_does_not_exist_is_not_found() -> None:
    assert seed_questionnaire().find_question("shoe_size") is None
