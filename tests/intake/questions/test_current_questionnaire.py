"""What is published is what people are asked, in every process, a second later."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from saas.intake.questions import queries as questions
from saas.intake.questions.queries import (
    build_questionnaire,
    current_questionnaire,
    forget_questionnaires,
    seed_questionnaire,
)
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.db import transaction
from saas.library.kinds.questions import QuestionContent
from saas.library.pieces import actions, queries
from saas.library.pieces.models import Piece
from saas.library.seed.loading import load_seed_questions
from tests.people import SAM


def publish(session: Session, slug: str, **fields: Any) -> None:
    content = load_seed_questions()[slug].model_copy(update=fields)
    actions.write_draft(session, "question", slug, content, SAM.email, base=1)
    actions.publish_revision(session, "question", slug, SAM.email, number=2)


def tables_read(statements: list[str]) -> list[str]:
    """The first table of each SELECT that reads one."""
    return [statement.partition("FROM ")[2].split()[0] for statement in statements if "FROM " in statement]


def reread(session: Session) -> Questionnaire:
    """As after the second in which a version is believed."""
    forget_questionnaires()
    return current_questionnaire(session)


def test_the_published_library_asks_what_the_seed_files_say(session: Session) -> None:
    assert current_questionnaire(session) == seed_questionnaire()
    assert current_questionnaire(session).version == queries.library_version(session)
    assert seed_questionnaire().version == ""


def test_a_published_text_is_asked_a_second_later(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert current_questionnaire(session).by_key["mood"].text == "How is today?"
    publish(session, "mood", text="How are you today?")
    assert current_questionnaire(session).by_key["mood"].text == "How is today?"
    monkeypatch.setattr(questions, "VERSION_SECONDS", 0)
    assert current_questionnaire(session).by_key["mood"].text == "How are you today?"


def test_within_a_second_no_statement_is_needed(session: Session, statements: list[str]) -> None:
    current_questionnaire(session)
    statements.clear()
    current_questionnaire(session)
    assert statements == []


def test_the_same_version_costs_one_statement_a_second_and_another_version_two(
    session: Session, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current_questionnaire(session)
    monkeypatch.setattr(questions, "VERSION_SECONDS", 0)
    statements.clear()
    assert current_questionnaire(session) is before
    assert tables_read(statements) == ["publications"]
    publish(session, "mood", text="How are you today?")
    statements.clear()
    assert current_questionnaire(session) is not before
    assert tables_read(statements) == ["publications", "pieces"]


def test_questions_are_asked_in_the_order_of_their_places(session: Session) -> None:
    publish(session, "own-words", place=71)
    keys = [question.key for question in reread(session).list_questions("intake")]
    assert keys[:3] == ["level", "own_words", "years"]


def test_a_withdrawn_question_is_asked_no_more(session: Session) -> None:
    actions.withdraw_piece(session, "question", "own-words", SAM.email)
    assert reread(session).find_question("own_words") is None


def test_a_library_without_questions_leaves_those_of_the_seed_files(session: Session) -> None:
    with transaction(session):
        for piece in session.query(Piece).where(Piece.kind == "question"):
            piece.published_revision_id = None
    assert reread(session) is seed_questionnaire()


def test_a_question_is_asked_under_its_key(app: Flask) -> None:
    piece = QuestionContent(place=7, stage="intake", kind="date", text="When?", why="So.", said="it was {value}")
    [question] = build_questionnaire({"last-day": piece}).all_questions
    assert question.key == "last_day"
