"""The verbs of answering. Each is one transaction. A value of None is a skip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.intake import queries
from saas.intake.models import Answer, StartSheet, Submission
from saas.intake.rules.json_form import to_json
from saas.intake.rules.questionnaire import asked_version, questionnaire
from saas.intake.rules.reading.texts import joined
from saas.intake.rules.shapes import Json
from saas.kernel import clock, conditions
from saas.kernel.db import transaction
from saas.kernel.errors import Refusal
from saas.kernel.tenancy import bind_account


class Incomplete(Refusal):
    """A question that has to be answered is still open."""


def save_start_answer(session: Session, token: str | None, key: str, value: conditions.Answer | None) -> str:
    """Keep one answer on the visitor's sheet, and return the sheet's secret; a new one where there was no open sheet."""
    with transaction(session):
        sheet = _open_sheet(session, token) or StartSheet(answers={})
        # A new dict, because a change inside the old one is not seen.
        sheet.answers = {**sheet.answers, key: _json(key, value)}
        sheet.updated_at = clock.now()
        session.add(sheet)
        session.flush()
        return sheet.id


def claim_sheet(session: Session, token: str, account_id: int) -> int:
    """Move a visitor's answers into the account, and return how many moved. Safe to call again.

    What the account answered already stays: a browser may be shared, and a cookie must not change somebody's answers.
    """
    bind_account(session, account_id)
    with transaction(session):
        _hold_account(session, account_id)
        sheet = _open_sheet(session, token)
        if sheet is None:
            return 0
        known = set(session.scalars(select(Answer.question_key)))
        moved = {key: value for key, value in sheet.answers.items() if key not in known}
        session.add_all(Answer(account_id=account_id, question_key=key, value=value) for key, value in moved.items())
        sheet.account_id, sheet.answers, sheet.updated_at = account_id, {}, clock.now()
        return len(moved)


def answer(session: Session, key: str, value: conditions.Answer | None) -> None:
    """Keep the account's answer to one question, in place of an earlier one."""
    with transaction(session):
        _put(session, _hold_account(session), key, value)


def add_rows(session: Session, key: str, rows: Sequence[str]) -> None:
    """Put rows after those the account wrote already; one that stands there is not written twice.

    Raises AnswerError where there is no room for all of them, and then adds none.
    """
    with transaction(session):
        account_id = _hold_account(session)
        written = queries.rows(session, key)
        _put(session, account_id, key, joined(questionnaire().by_key[key], written, rows))


def skip(session: Session, key: str) -> None:
    """Keep that the account chose not to answer; an earlier answer is taken back."""
    answer(session, key, None)


def submit(session: Session, derived: conditions.Answers) -> Submission:
    """Freeze the answers in use. The same answers again are the same submission, so a second press changes nothing.

    `derived` is what conditions use beside answers: the role's `family`. Raises Incomplete, naming the first open question.
    """
    with transaction(session):
        account_id = _hold_account(session)
        sheet = queries.sheet(session)
        if missing := questionnaire().missing(sheet, derived):
            raise _incomplete(missing[0].key, len(missing))
        kept = to_json(questionnaire().in_use(sheet.answers, derived))
        latest = queries.latest_submission(session)
        if latest is not None and latest.answers == kept:
            return latest
        submission = Submission(account_id=account_id, answers=kept, library_version=asked_version() or None)
        session.add(submission)
        return submission


def forget_unclaimed(session: Session, before: datetime) -> None:
    """Delete the sheets of visitors who have not been back since."""
    with transaction(session):
        session.execute(delete(StartSheet).where(StartSheet.account_id.is_(None), StartSheet.updated_at < before))


def _put(session: Session, account_id: int, key: str, value: conditions.Answer | None) -> None:
    row = session.scalar(select(Answer).where(Answer.question_key == key))
    row = row or Answer(account_id=account_id, question_key=key)
    row.value, row.answered_at = _json(key, value), clock.now()
    session.add(row)


def _open_sheet(session: Session, token: str | None) -> StartSheet | None:
    wanted = select(StartSheet).where(StartSheet.id == token, StartSheet.account_id.is_(None))
    return session.scalar(wanted.with_for_update().execution_options(populate_existing=True)) if token else None


def _hold_account(session: Session, account_id: int | None = None) -> int:
    """One writer of an account's answers at a time: two first answers to one question would collide."""
    account_id = account_id or session.info["scope"]
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    return account_id


def _json(key: str, value: conditions.Answer | None) -> Json:
    return None if value is None else to_json({key: value})[key]


def _incomplete(key: str, count: int) -> Incomplete:
    sentence = "One question still needs an answer" if count == 1 else f"{count} questions still need an answer"
    return Incomplete(
        f"{sentence} before a plan can be built. Everything you wrote is saved.",
        next_label="Go to the question", next_href=f"/intake/{key}?back=review",
    )  # fmt: skip
