"""The verbs, without pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.intake import actions, queries
from saas.intake.models import StartSheet
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.tenancy import unowned_session

TEACHER = {"family": "education", "role_title": "Teacher"}
REQUIRED = {
    "role": "teacher", "employment": "leaving", "state": "CA", "direction": "same", "level": "lead", "years": 9,
    "insurance": "own", "hours": 6.5,
}  # fmt: skip


@pytest.fixture
def answered(rows: Session) -> Session:
    for key, value in REQUIRED.items():
        actions.answer(rows, key, value)  # type: ignore[arg-type]
    return rows


@pytest.fixture
def visitors(app) -> Iterator[Session]:
    with unowned_session(app.extensions["engine"]) as session:
        yield session


def test_an_answer_replaces_the_earlier_one(rows: Session) -> None:
    actions.answer(rows, "last_day", date(2026, 11, 20))
    actions.answer(rows, "last_day", date(2026, 11, 21))
    assert queries.answers(rows) == {"last_day": date(2026, 11, 21)}


def test_a_skip_takes_the_answer_back_and_is_remembered(rows: Session) -> None:
    actions.answer(rows, "savings", 24000)
    actions.skip(rows, "savings")
    actions.skip(rows, "mood")
    assert queries.sheet(rows).answers == {}
    assert queries.sheet(rows).skipped == {"savings", "mood"}


def test_an_answer_whose_option_is_gone_is_open_again(rows: Session) -> None:
    actions.answer(rows, "mood", "elated")
    assert not queries.sheet(rows).settles("mood")


def test_a_submission_holds_the_answers_in_use_and_comes_back_as_they_were(answered: Session) -> None:
    actions.answer(answered, "severance_weeks", 8)
    actions.answer(answered, "last_day", date(2026, 11, 20))
    submission = actions.submit(answered, TEACHER)
    assert queries.submitted_answers(submission) == {**REQUIRED, "last_day": date(2026, 11, 20)}


def test_sending_the_same_answers_twice_is_one_submission(answered: Session) -> None:
    first = actions.submit(answered, TEACHER)
    assert actions.submit(answered, TEACHER) is first
    actions.answer(answered, "hours", 10)
    assert actions.submit(answered, TEACHER).public_id != first.public_id


def test_later_answers_do_not_reach_a_submission(answered: Session) -> None:
    first = actions.submit(answered, TEACHER)
    actions.answer(answered, "hours", 10)
    kept = queries.submission(answered, first.public_id)
    assert kept is not None
    assert queries.submitted_answers(kept)["hours"] == 6.5


def test_a_submission_cannot_be_edited(answered: Session) -> None:
    submission = actions.submit(answered, TEACHER)
    with pytest.raises(RuntimeError, match="is frozen"), transaction(answered):
        submission.answers = {}


def test_nothing_is_sent_in_while_a_required_question_is_open(rows: Session) -> None:
    with pytest.raises(actions.Incomplete, match="7 questions still need an answer"):
        actions.submit(rows, {})
    assert queries.latest_submission(rows) is None


def test_a_start_sheet_is_found_by_its_secret_alone(visitors: Session) -> None:
    token = actions.save_start_answer(visitors, None, "role", "teacher")
    assert actions.save_start_answer(visitors, token, "mood", None) == token
    assert queries.start_sheet(visitors, token).answers == {"role": "teacher"}
    assert queries.start_sheet(visitors, token).skipped == {"mood"}
    assert queries.start_sheet(visitors, "guess").answers == queries.start_sheet(visitors, None).answers == {}


def test_claiming_moves_the_answers_once_and_closes_the_sheet(visitors: Session, person) -> None:
    token = actions.save_start_answer(visitors, None, "role", "teacher")
    account_id = person("ann").account_id
    assert actions.claim_sheet(visitors, token, account_id) == 1
    assert actions.claim_sheet(visitors, token, account_id) == 0
    assert queries.answers(visitors) == {"role": "teacher"}
    assert queries.start_sheet(visitors, token).answers == {}


def test_claiming_never_changes_an_answer_the_account_has_given(visitors: Session, rows: Session) -> None:
    actions.answer(rows, "role", "paralegal")
    token = actions.save_start_answer(visitors, None, "role", "teacher")
    actions.save_start_answer(visitors, token, "state", "NY")
    assert actions.claim_sheet(visitors, token, rows.info["scope"]) == 1
    assert queries.answers(visitors) == {"role": "paralegal", "state": "NY"}


def test_writing_to_a_claimed_sheet_begins_a_new_one(visitors: Session, person) -> None:
    token = actions.save_start_answer(visitors, None, "role", "teacher")
    actions.claim_sheet(visitors, token, person("ann").account_id)
    assert actions.save_start_answer(visitors, token, "role", "paralegal") != token


def test_old_sheets_nobody_claimed_are_forgotten(visitors: Session) -> None:
    token = actions.save_start_answer(visitors, None, "role", "teacher")
    actions.forget_unclaimed(visitors, clock.now() - timedelta(days=1))
    assert queries.start_sheet(visitors, token).answers
    actions.forget_unclaimed(visitors, clock.now() + timedelta(days=1))
    assert visitors.scalar(select(StartSheet.id)) is None
