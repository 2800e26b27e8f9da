"""What people answer and write lies encrypted in the database, and no other account can be shown it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, Text, cast, select, text, update
from sqlalchemy.orm import Session

from saas.intake.answers.actions import save_answer, save_start_answer
from saas.intake.answers.models import Answer, StartSheet
from saas.jobs import reencrypt
from saas.kernel import encryption
from saas.kernel.db import transaction
from saas.kernel.encryption import DecryptionError
from saas.kernel.reencryption import list_encrypted_columns
from saas.kernel.tenancy import account_session, unowned_session
from saas.plans.models import Plan, PlanStep
from saas.settings import DEVELOPMENT_DATA_KEY
from tests.encrypted import decrypt_dump
from tests.people import ANN, BEA, Person, account_of

WORDS = "nobody knows about the second mortgage"
NEW = "a new secret of more than thirty-two characters"


@pytest.fixture
def with_new_secret(app: Flask) -> Iterator[None]:
    encryption.use_secrets([NEW, DEVELOPMENT_DATA_KEY])
    yield
    encryption.use_secrets([DEVELOPMENT_DATA_KEY])


@pytest.fixture
def ann_session(engine: Engine, session: Session) -> Iterator[Session]:
    """Ann’s own session."""
    with account_session(engine, account_of(session, ANN)) as ann_session:
        yield ann_session


def stored_values(session: Session) -> list[str]:
    """Every value of every encrypted column, as it lies in the database."""
    session.rollback()
    return [
        value.removeprefix('"')
        for model, name in list_encrypted_columns()
        for value in session.scalars(select(cast(getattr(model, name), Text)))
        if value
    ]


def test_the_columns_are_those_with_answers_words_and_plans() -> None:
    assert {f"{model.__tablename__}.{name}" for model, name in list_encrypted_columns()} == {
        "answers.value",
        "submissions.answers",
        "start_sheets.answers",
        "plans.title",
        "plans.outline",
        "plans.occasion",
        "plan_steps.because",
        "plan_steps.note",
        "second_factors.secret",
    }


def test_nothing_lies_there_in_clear(session: Session, ann_session: Session, engine: Engine) -> None:
    save_answer(ann_session, "own_words", WORDS)
    with unowned_session(engine) as visitor:
        save_start_answer(visitor, None, "role", "accountant")
    with transaction(ann_session):
        ann_session.execute(update(PlanStep).where(PlanStep.position == 1).values(note=WORDS))
    values = stored_values(session)
    assert len(values) > 100
    assert [value for value in values if not value.startswith(encryption.current_prefix())] == []
    assert WORDS in decrypt_dump(" ".join(values))
    assert ann_session.scalar(select(Answer.value).where(Answer.question_key == "own_words")) == WORDS
    assert ann_session.scalar(select(PlanStep.note).where(PlanStep.note != "")) == WORDS


def test_a_row_with_somebody_elses_words_is_not_shown(session: Session, ann_session: Session, engine: Engine) -> None:
    """Whoever can write to the database copies a value into an account of their own."""
    save_answer(ann_session, "own_words", WORDS)
    bea = account_of(session, BEA)
    session.rollback()  # read what is there now, not in the session’s old snapshot
    stored = session.scalar(select(cast(Answer.value, Text)).where(Answer.question_key == "own_words"))
    with account_session(engine, bea) as hers:
        save_answer(hers, "own_words", "mine")
    with transaction(session):
        session.execute(
            text("UPDATE answers SET value = :stored WHERE account_id = :bea AND question_key = 'own_words'"),
            {"stored": stored, "bea": bea},
        )
    with account_session(engine, bea) as hers, pytest.raises(DecryptionError, match="another account"):
        hers.scalars(select(Answer.value)).all()


def test_a_session_without_an_account_writes_no_value(session: Session) -> None:
    with pytest.raises(Exception, match="write it in the session of its account"), transaction(session):
        session.execute(update(Plan).values(occasion=WORDS))


@pytest.mark.usefixtures("with_new_secret")
def test_after_a_rotation_everything_is_encrypted_again(
    session: Session, ann_session: Session, engine: Engine, as_: Callable[[Person], FlaskClient]
) -> None:
    with unowned_session(engine) as visitor:
        token = save_start_answer(visitor, None, "role", "accountant")
    before = ann_session.execute(
        select(Plan.outline, PlanStep.because).join(PlanStep, PlanStep.plan_id == Plan.id).order_by(PlanStep.position)
    ).all()
    ann_session.rollback()
    reencrypt(engine)
    encryption.use_secrets([NEW])
    assert [value for value in stored_values(session) if not value.startswith(encryption.current_prefix())] == []
    after = ann_session.execute(
        select(Plan.outline, PlanStep.because).join(PlanStep, PlanStep.plan_id == Plan.id).order_by(PlanStep.position)
    ).all()
    assert before == after
    assert session.scalar(select(StartSheet.answers).where(StartSheet.id == token)) == {"role": "accountant"}
    assert as_(ANN).get("/dashboard").status_code == 200


def test_what_was_written_before_there_were_keys_is_read_and_then_encrypted(
    session: Session, ann_session: Session, engine: Engine
) -> None:
    save_answer(ann_session, "own_words", "new")
    with transaction(session):
        session.execute(
            text("UPDATE answers SET value = :plain WHERE question_key = 'own_words'"), {"plain": f'"{WORDS}"'}
        )
    question = select(Answer.value).where(Answer.question_key == "own_words")
    ann_session.rollback()
    assert ann_session.scalar(question) == WORDS
    ann_session.rollback()
    reencrypt(engine)
    assert [value for value in stored_values(session) if WORDS in value] == []
    ann_session.rollback()
    assert ann_session.scalar(question) == WORDS
