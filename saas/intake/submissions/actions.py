"""Sending the answers in."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.facts.loading import load_facts
from saas.intake.answers.actions import lock_account, require_access
from saas.intake.answers.json_form import to_json
from saas.intake.answers.queries import load_sheet
from saas.intake.answers.roles import RoleLookup
from saas.intake.questions.queries import current_questionnaire
from saas.intake.submissions.models import Submission
from saas.intake.submissions.queries import find_latest_submission
from saas.kernel.db import transaction
from saas.kernel.errors import Refusal


class Incomplete(Refusal):
    """A question that has to be answered is still open."""


def submit_answers(session: Session) -> Submission:
    """Freeze the answers in use. The same answers again are the same submission, so a second press changes nothing.

    Raises NotPaid, and Incomplete naming the first open question.
    """
    with transaction(session):
        account_id = lock_account(session)
        require_access(session)
        questionnaire = current_questionnaire(session)
        sheet = load_sheet(session, questionnaire)
        derived = RoleLookup(load_facts()).derive_answers(sheet.answers)
        if missing := questionnaire.list_missing(sheet, derived):
            raise _incomplete(missing[0].key, len(missing))
        in_use = to_json(questionnaire.answers_in_use(sheet.answers, derived))
        latest = find_latest_submission(session)
        if latest is not None and latest.answers == in_use:
            return latest
        submission = Submission(account_id=account_id, answers=in_use, library_version=questionnaire.version or None)
        session.add(submission)
        return submission


def _incomplete(key: str, count: int) -> Incomplete:
    sentence = "One question still needs an answer" if count == 1 else f"{count} questions still need an answer"
    return Incomplete(
        f"{sentence} before a plan can be built. Everything you wrote is saved.",
        next_label="Go to the question",
        next_href=f"/intake/{key}?back=review",
    )
