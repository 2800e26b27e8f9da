"""The questions as written: complete, in order, and honest about skipping."""

from __future__ import annotations

import json

import pytest

from saas.intake.questions.queries import seed_questionnaire
from saas.intake.questions.question import Question

HEALTH = ("mood", "insurance", "insurance_end", "household", "age_40", "setting_strain")
# `/intake/<key>` shares its place with pages of a name.
PAGES = {"resume", "review", "submission"}
EVERY = pytest.mark.parametrize("question", seed_questionnaire().all_questions, ids=lambda question: question.key)


def test_keys_are_unique_and_at_most_six_come_before_paying() -> None:
    everything = seed_questionnaire().all_questions
    assert len({question.key for question in everything}) == len(everything)
    assert len(seed_questionnaire().list_questions("start")) <= 6


@EVERY
def test_every_question_says_why_and_optional_ones_what_skipping_changes(question: Question) -> None:
    assert question.why.endswith((".", "?"))
    assert bool(question.skip_effect) == question.is_optional


@EVERY
def test_every_question_has_what_its_kind_needs(question: Question) -> None:
    assert bool(question.options) == (question.kind in ("choice", "several"))
    assert (question.max is not None) == (question.kind in ("money", "number", "rows", "text"))
    assert bool(question.unit) == (question.kind in ("money", "number"))
    assert all(option.said for option in question.options) if question.options else question.said


@EVERY
def test_a_condition_looks_back_only_and_names_options_that_exist(question: Question) -> None:
    earlier = seed_questionnaire().all_questions[: seed_questionnaire().all_questions.index(question)]
    known = {before.key: before for before in earlier}
    for atom in question.when.atoms:
        assert atom.key in known or atom.key == "family"
        if atom.key in known and known[atom.key].options:
            assert all(known[atom.key].option(value) for value in atom.values)


@EVERY
def test_nothing_sensitive_about_money_or_health_is_required(question: Question) -> None:
    assert question.is_optional or (question.kind != "money" and question.key not in HEALTH)


def test_the_questions_can_be_given_away_as_json() -> None:
    given = json.loads(json.dumps(seed_questionnaire().to_dict()))["questions"]
    keys = {"key", "stage", "kind", "text", "why", "options", "unit", "min", "max", "optional", "when"}
    assert all(keys <= question.keys() for question in given)
    assert given[1]["options"][0] == {"value": "laid-off", "label": "I have been laid off"}


def test_no_question_has_the_address_of_a_page() -> None:
    assert not PAGES & set(seed_questionnaire().by_key)


def test_asking_for_a_question_that_is_not_there_gives_nothing() -> None:
    assert seed_questionnaire().find_question("shoe_size") is None
