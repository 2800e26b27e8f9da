"""Answering, without pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.intake.answers import actions, queries
from saas.intake.answers.models import Answer, StartSheet
from saas.intake.answers.parsing import AnswerError
from saas.intake.questions.queries import seed_questionnaire
from saas.intake.questions.question import AnswerSheet
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.kernel.tenancy import unowned_session


@pytest.fixture
def visitor_session(app: Flask) -> Iterator[Session]:
    with unowned_session(app.extensions["engine"]) as session:
        yield session


def sheet_of(session: Session) -> AnswerSheet:
    return queries.load_sheet(session, seed_questionnaire())


def start_sheet_of(session: Session, token: str | None) -> AnswerSheet:
    return queries.load_start_sheet(session, seed_questionnaire(), token)


def test_an_answer_replaces_the_earlier_one(account: Session) -> None:
    actions.save_answer(account, "last_day", date(2026, 11, 20))
    actions.save_answer(account, "last_day", date(2026, 11, 21))
    assert sheet_of(account).answers == {"last_day": date(2026, 11, 21)}


def test_a_skip_takes_the_answer_back_and_is_remembered(account: Session) -> None:
    actions.save_answer(account, "savings", 24000)
    actions.skip_question(account, "savings")
    actions.skip_question(account, "mood")
    assert sheet_of(account).answers == {}
    assert sheet_of(account).skipped == {"savings", "mood"}


def test_an_answer_whose_option_is_gone_is_open_again(account: Session) -> None:
    with transaction(account):
        account.add(Answer(account_id=account.info["scope"], question_key="mood", value="elated"))
    assert not sheet_of(account).settles("mood")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mood", "elated"),
        ("savings", -1),
        ("years", "nine"),
        ("role", "circus-artist"),
        ("last_day", "2026-02-30"),
        ("accomplishments", ("a", "b", "c", "d")),
        ("state", None),
    ],
)
def test_an_answer_that_the_question_does_not_take_is_refused_whoever_sends_it(
    account: Session, key: str, value: object
) -> None:
    with pytest.raises(AnswerError):
        actions.save_answer(account, key, value)  # type: ignore[arg-type]
    assert not sheet_of(account).settles(key)


def test_a_question_that_does_not_exist_cannot_be_answered(account: Session, visitor_session: Session) -> None:
    with pytest.raises(NotFound):
        actions.save_answer(account, "shoe_size", 9)
    with pytest.raises(NotFound):
        actions.save_start_answer(visitor_session, None, "shoe_size", 9)
    assert visitor_session.scalar(select(StartSheet.id)) is None


def test_a_question_that_is_not_asked_cannot_be_answered(account: Session) -> None:
    actions.save_answer(account, "role", "elementary-teacher")
    with pytest.raises(actions.NotAsked):
        actions.save_answer(account, "license", "active")
    actions.save_answer(account, "role", "registered-nurse")
    actions.save_answer(account, "license", "active")
    assert sheet_of(account).answers["license"] == "active"


def test_a_later_question_cannot_be_answered_before_an_account(visitor_session: Session) -> None:
    with pytest.raises(actions.NotAsked):
        actions.save_start_answer(visitor_session, None, "savings", 24000)
    assert visitor_session.scalar(select(StartSheet.id)) is None


def test_before_paying_an_account_answers_the_questions_of_the_start_alone(unpaid_account: Session) -> None:
    actions.save_answer(unpaid_account, "role", "registered-nurse")
    for refused in (
        lambda: actions.save_answer(unpaid_account, "savings", 24000),
        lambda: actions.add_rows(unpaid_account, "accomplishments", ["I cut waits"]),
    ):
        with pytest.raises(actions.NotPaid, match="after paying"):
            refused()
    assert sheet_of(unpaid_account).answers == {"role": "registered-nurse"}


def test_rows_are_added_all_or_none(account: Session) -> None:
    actions.add_rows(account, "accomplishments", ["one", "two"])
    with pytest.raises(AnswerError, match="room for 1 more"):
        actions.add_rows(account, "accomplishments", ["three", "four"])
    assert sheet_of(account).rows("accomplishments") == ("one", "two")


def test_a_start_sheet_is_found_by_its_secret_alone(visitor_session: Session) -> None:
    token = actions.save_start_answer(visitor_session, None, "role", "registered-nurse")
    assert actions.save_start_answer(visitor_session, token, "mood", None) == token
    assert start_sheet_of(visitor_session, token) == AnswerSheet({"role": "registered-nurse"}, frozenset({"mood"}))
    assert start_sheet_of(visitor_session, "guess") == start_sheet_of(visitor_session, None) == AnswerSheet()


def test_claiming_moves_the_answers_once_and_closes_the_sheet(
    visitor_session: Session, person: Callable[[str], Person]
) -> None:
    token = actions.save_start_answer(visitor_session, None, "role", "registered-nurse")
    account_id = person("ann").account_id
    assert actions.claim_start_sheet(visitor_session, token, account_id) == 1
    assert actions.claim_start_sheet(visitor_session, token, account_id) == 0
    assert sheet_of(visitor_session).answers == {"role": "registered-nurse"}
    assert start_sheet_of(visitor_session, token).answers == {}


def test_claiming_never_changes_an_answer_the_account_has_given(visitor_session: Session, account: Session) -> None:
    actions.save_answer(account, "role", "paralegal")
    token = actions.save_start_answer(visitor_session, None, "role", "registered-nurse")
    actions.save_start_answer(visitor_session, token, "state", "NY")
    assert actions.claim_start_sheet(visitor_session, token, account.info["scope"]) == 1
    assert sheet_of(visitor_session).answers == {"role": "paralegal", "state": "NY"}


def test_answering_on_a_claimed_sheet_begins_a_new_one(
    visitor_session: Session, person: Callable[[str], Person]
) -> None:
    token = actions.save_start_answer(visitor_session, None, "role", "registered-nurse")
    actions.claim_start_sheet(visitor_session, token, person("ann").account_id)
    assert actions.save_start_answer(visitor_session, token, "role", "paralegal") != token
