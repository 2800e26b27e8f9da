"""Sending the answers in, without pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.intake.answers.actions import NotPaid, save_answer
from saas.intake.questions.queries import current_questionnaire
from saas.intake.submissions.actions import Incomplete, TooManySubmissions, submit_answers
from saas.intake.submissions.models import Submission
from saas.intake.submissions.queries import find_latest_submission
from saas.kernel import clock
from saas.kernel.db import transaction

REQUIRED = {
    "role": "elementary-teacher",
    "employment": "leaving",
    "state": "CA",
    "direction": "same",
    "level": "lead",
    "years": 9,
    "insurance": "own",
    "hours": 6.5,
}


@pytest.fixture
def answered(account: Session) -> Session:
    for key, value in REQUIRED.items():
        save_answer(account, key, value)  # type: ignore[arg-type]
    return account


def test_a_submission_holds_the_answers_in_use_alone(answered: Session) -> None:
    save_answer(answered, "employment", "laid-off")
    save_answer(answered, "severance", "unsigned")
    save_answer(answered, "severance_weeks", 8)
    save_answer(answered, "employment", "leaving")
    save_answer(answered, "last_day", date(2026, 11, 20))
    submission = submit_answers(answered)
    assert submission.answers == {**REQUIRED, "last_day": "2026-11-20"}
    assert submission.library_version == current_questionnaire(answered).version


def test_submitting_the_same_answers_twice_is_one_submission(answered: Session) -> None:
    first = submit_answers(answered)
    assert submit_answers(answered) is first
    save_answer(answered, "hours", 10)
    assert submit_answers(answered).public_id != first.public_id


def test_later_answers_do_not_reach_a_submission(answered: Session) -> None:
    submit_answers(answered)
    save_answer(answered, "hours", 10)
    answered.expire_all()
    latest = find_latest_submission(answered)
    assert latest is not None and latest.answers["hours"] == 6.5


def test_a_submission_cannot_be_edited(answered: Session) -> None:
    submission = submit_answers(answered)
    with pytest.raises(RuntimeError, match="is frozen"), transaction(answered):
        submission.answers = {}


def test_nothing_is_submitted_while_a_required_question_is_open(account: Session) -> None:
    with pytest.raises(Incomplete, match="7 questions still need an answer"):
        submit_answers(account)
    assert find_latest_submission(account) is None


def test_nothing_is_submitted_before_paying(unpaid_account: Session) -> None:
    with pytest.raises(NotPaid):
        submit_answers(unpaid_account)
    assert find_latest_submission(unpaid_account) is None


def test_changed_answers_are_taken_so_many_times_a_day(answered: Session) -> None:
    for turn in range(20):
        save_answer(answered, "hours", 5 + turn % 2)
        latest = submit_answers(answered)
    assert submit_answers(answered) is latest  # unchanged answers cost nothing and are never refused
    save_answer(answered, "hours", 5)
    with pytest.raises(TooManySubmissions, match=r"Your answers are saved\..*It works again in 24 hours"):
        submit_answers(answered)
    assert answered.scalar(select(func.count()).select_from(Submission)) == 20
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert submit_answers(answered).public_id != latest.public_id
