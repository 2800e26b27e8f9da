"""`saas questions` and `saas seed`."""

from __future__ import annotations

import json

from saas.intake.questions.queries import seed_questionnaire
from tests.cli.conftest import Command


def test_questions_as_json_are_all_questions_with_the_same_keys(saas: Command) -> None:
    listed = json.loads(saas("questions", "--json").output)
    assert [question["key"] for question in listed["questions"]] == [
        question.key for question in seed_questionnaire().all_questions
    ]
    assert len({tuple(question) for question in listed["questions"]}) == 1


def test_questions_for_a_reader_are_a_line_each(saas: Command) -> None:
    assert len(saas("questions").output.splitlines()) == len(seed_questionnaire().all_questions)


def test_seeding_again_changes_nothing(saas: Command) -> None:
    done = saas("seed")
    assert (done.exit_code, done.output) == (0, "Library: nothing changed.\n")


def test_help_lists_every_command(saas: Command) -> None:
    shown = saas("--help").output
    for command in (
        "serve",
        "worker",
        "sandbox",
        "up",
        "migrate",
        "seed",
        "doctor",
        "sessions",
        "staff",
        "export",
        "questions",
        "compose",
        "reconcile",
    ):
        assert f"\n  {command} " in shown
