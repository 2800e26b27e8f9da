"""What is published is what people are asked, in every process, a moment later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.intake.rules.questionnaire import asked_version, questionnaire
from saas.kernel.db import transaction
from saas.library.kinds.questions import QuestionPiece
from saas.library.pieces import actions, queries
from saas.library.pieces.models import Piece
from saas.library.seed.loading import load_seed_questions
from saas.plans import asking
from tests.people import SAM


@pytest.fixture(autouse=True)
def _as_in_the_files() -> Iterator[None]:
    asking.supply()
    yield
    asking.supply()


def publish(session: Session, slug: str, **fields: Any) -> None:
    shape = load_seed_questions()[slug].model_copy(update=fields)
    actions.write_draft(session, "question", slug, shape, SAM.email, base=1)
    actions.publish_revision(session, "question", slug, SAM.email, number=2)


def test_before_anything_is_published_the_files_are_asked() -> None:
    assert asked_version() == ""
    assert len(questionnaire().everything) == len(load_seed_questions())
    assert questionnaire() is questionnaire()


def test_what_is_planted_is_asked_as_the_files_say_it(session: Session, engine: Engine) -> None:
    before = questionnaire()
    asking.follow("1:today", engine)
    assert asked_version() == "1:today"
    assert questionnaire() is not before and questionnaire() == before


def test_a_published_text_is_asked_once_the_version_changed(session: Session, engine: Engine) -> None:
    asking.follow("1", engine)
    publish(session, "mood", text="How are you today?")
    asking.follow("1", engine)
    assert questionnaire().by_key["mood"].text == "How is today?"
    asking.follow("2", engine)
    assert questionnaire().by_key["mood"].text == "How are you today?"


def test_looking_again_at_the_same_version_reads_nothing(engine: Engine, statements: list[str]) -> None:
    asking.follow("1", engine)
    statements.clear()
    asking.follow("1", engine)
    asking.follow("", engine)
    assert statements == []


def test_another_version_is_read_in_one_statement(engine: Engine, statements: list[str]) -> None:
    asking.follow("1", engine)
    assert len(statements) == 1


def test_questions_are_asked_in_the_order_of_their_places(session: Session, engine: Engine) -> None:
    publish(session, "own-words", place=71)
    asking.follow("2", engine)
    keys = [question.key for question in questionnaire().questions("intake")]
    assert keys[:3] == ["level", "own_words", "years"]


def test_a_withdrawn_question_is_asked_no_more(session: Session, engine: Engine) -> None:
    actions.withdraw_piece(session, "question", "own-words", SAM.email)
    asking.follow("2", engine)
    assert questionnaire().get("own_words") is None


def test_a_library_without_questions_leaves_those_of_the_files(session: Session, engine: Engine) -> None:
    with transaction(session):
        for piece in session.query(Piece).where(Piece.kind == "question"):
            piece.published_revision_id = None
    asking.follow("2", engine)
    assert len(questionnaire().everything) == len(load_seed_questions()) and queries.load_questions(session) == {}


def test_a_question_is_handed_over_under_its_key() -> None:
    shape = QuestionPiece(place=7, stage="intake", kind="date", text="When?", why="So.", said="it was {value}")
    [table] = asking.tables({"last-day": shape})
    assert table["key"] == "last_day" and "place" not in table
