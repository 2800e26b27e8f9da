"""The verbs of answering. Each is one transaction and checks that the question is asked and the answer fits it.

A value of None is a skip. Raises NotFound for a question that does not exist, NotAsked for one that is not asked of this
person now, NotPaid where it is asked after paying, AnswerError for a value that the question does not take.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.facts.loading import load_facts
from saas.intake.answers import queries
from saas.intake.answers.json_form import answer_from_json, answer_to_json, from_stored
from saas.intake.answers.models import Answer, StartSheet, is_open_sheet
from saas.intake.answers.parsing import merge_rows
from saas.intake.answers.roles import RoleLookup
from saas.intake.questions.queries import current_questionnaire
from saas.intake.questions.question import AnswerSheet, Json, Question, Stage
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel import clock, conditions
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.ids import new_token
from saas.kernel.tenancy import bind_account, name_start_sheet
from saas.shop.orders.queries import has_access

START: tuple[Stage, ...] = ("start",)
EITHER: tuple[Stage, ...] = ("start", "intake")


class NotAsked(Refusal):
    """The question is not asked of this person, given what they answered before it."""


class NotPaid(Refusal):
    """What comes after paying, on an account without an order that gives access."""


def save_start_answer(
    session: Session, token: str | None, key: str, value: conditions.Answer | None, *, is_shared: bool = False
) -> str:
    """Save one answer on the visitor's sheet, and return the sheet's secret; a new one where there was no open sheet.

    Only questions of the start are answered without an account. Once `is_shared`, a sheet stays so.
    """
    with transaction(session):
        questionnaire = current_questionnaire(session)
        sheet = _lock_open_sheet(session, token) or _new_sheet(session)
        question = _get_asked(questionnaire, from_stored(questionnaire, sheet.answers), key, START)
        # A new dict, because SQLAlchemy does not see a change inside the old one.
        sheet.answers = {**sheet.answers, key: _checked_json(question, value)}
        sheet.updated_at, sheet.is_shared = clock.now(), bool(sheet.is_shared) or is_shared
        session.add(sheet)
        session.flush()
        return sheet.id


def delete_start_sheet(session: Session, token: str) -> None:
    """Delete what a visitor answered. Nothing happens where an account has claimed it."""
    with transaction(session):
        sheet = _lock_open_sheet(session, token)
        if sheet is not None:
            session.delete(sheet)


def claim_start_sheet(session: Session, token: str, account_id: int) -> int:
    """Move a visitor's answers into the account, and return how many moved. Safe to call again.

    What the account answered already stays: a browser may be shared, and a cookie must not change somebody's answers.
    """
    bind_account(session, account_id)
    with transaction(session):
        lock_account(session, account_id)
        sheet = _lock_open_sheet(session, token)
        if sheet is None:
            return 0
        answered = set(session.scalars(select(Answer.question_key)))
        moved = {key: value for key, value in sheet.answers.items() if key not in answered}
        session.add_all(Answer(account_id=account_id, question_key=key, value=value) for key, value in moved.items())
        sheet.account_id, sheet.answers, sheet.updated_at = account_id, {}, clock.now()
        return len(moved)


def save_answer(session: Session, key: str, value: conditions.Answer | None) -> None:
    """Save the account's answer to one question, in place of an earlier one."""
    with transaction(session):
        account_id = lock_account(session)
        questionnaire = current_questionnaire(session)
        question = _get_answerable(session, questionnaire, queries.load_sheet(session, questionnaire), key)
        _put_answer(session, account_id, key, _checked_json(question, value))


def skip_question(session: Session, key: str) -> None:
    """Save that the account chose not to answer; an earlier answer is taken back. Only an optional question is skipped."""
    save_answer(session, key, None)


def add_rows(session: Session, key: str, rows: Sequence[str]) -> None:
    """Add rows after those the account wrote already; one that is there is not added twice.

    Raises AnswerError where there is no room for all of them, and then adds none.
    """
    with transaction(session):
        account_id = lock_account(session)
        questionnaire = current_questionnaire(session)
        sheet = queries.load_sheet(session, questionnaire)
        question = _get_answerable(session, questionnaire, sheet, key)
        merged = merge_rows(question, sheet.rows(key), rows)
        _put_answer(session, account_id, key, _checked_json(question, merged))


def lock_account(session: Session, account_id: int | None = None) -> int:
    """One writer of an account's answers at a time: two first answers to one question would collide."""
    account_id = account_id or session.info["scope"]
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    return account_id


def require_access(session: Session) -> None:
    """Raises NotPaid."""
    if not has_access(session):
        raise NotPaid(
            "This comes after paying, and there is no order on this account yet. Everything you wrote is saved.",
            next_label="See what it costs",
            next_href="/checkout",
        )


def _get_answerable(session: Session, questionnaire: Questionnaire, sheet: AnswerSheet, key: str) -> Question:
    question = _get_asked(questionnaire, sheet, key, EITHER)
    if question.stage == "intake":
        require_access(session)
    return question


def _get_asked(questionnaire: Questionnaire, sheet: AnswerSheet, key: str, stages: Sequence[Stage]) -> Question:
    question = questionnaire.find_question(key)
    if question is None:
        raise NotFound("There is no such question.")
    derived = RoleLookup(load_facts()).derive_answers(sheet.answers)
    if question.stage not in stages or question not in questionnaire.list_asked(question.stage, sheet.answers, derived):
        raise NotAsked(
            "This question is not asked of you, given what you answered before it. Everything you wrote is saved.",
            next_label="Go on",
            next_href="/intake" if "intake" in stages else "/start",
        )
    return question


def _checked_json(question: Question, value: conditions.Answer | None) -> Json:
    """The JSON form of an answer that the question takes, whichever form it came from. Raises AnswerError."""
    facts = load_facts()
    json_form = answer_to_json(value)
    checked = answer_from_json(question, json_form, lambda slug: slug if facts.role(slug) else None)
    return answer_to_json(checked)


def _put_answer(session: Session, account_id: int, key: str, value: Json) -> None:
    row = session.scalar(select(Answer).where(Answer.question_key == key))
    row = row or Answer(account_id=account_id, question_key=key)
    row.value, row.answered_at = value, clock.now()
    session.add(row)


def _lock_open_sheet(session: Session, token: str | None) -> StartSheet | None:
    if not token:
        return None
    name_start_sheet(session, token)
    open_sheet = select(StartSheet).where(is_open_sheet(token))
    return session.scalar(open_sheet.with_for_update().execution_options(populate_existing=True))


def _new_sheet(session: Session) -> StartSheet:
    token = new_token()
    name_start_sheet(session, token)
    return StartSheet(id=token, answers={})
