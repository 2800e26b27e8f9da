"""Sending the answers in."""

from __future__ import annotations

from datetime import timedelta

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
from saas.kernel.formatting import pluralize
from saas.kernel.throttles import Throttle

# Somebody who weighs every answer sends them in a few times a day; each plan is tens of kilobytes and is kept.
SUBMISSIONS_OF_ACCOUNT = Throttle("submissions", 20, timedelta(days=1))


class TooManySubmissions(Refusal):
    """The account has sent in changed answers many times within a day."""

    status = 429


class Incomplete(Refusal):
    """A question that has to be answered is still open."""


def submit_answers(session: Session) -> Submission:
    """Freeze the answers in use. The same answers again are the same submission, so a second press changes nothing.

    Raises NotPaid, Incomplete naming the first open question, and TooManySubmissions.
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
        if (wait := SUBMISSIONS_OF_ACCOUNT.count_hit(session, str(account_id))) is not None:
            raise _too_many(wait)
        submission = Submission(account_id=account_id, answers=in_use, library_version=questionnaire.version or None)
        session.add(submission)
        return submission


def _too_many(wait: timedelta) -> TooManySubmissions:
    hours = -(-int(wait.total_seconds()) // 3600)
    return TooManySubmissions(
        f"Your answers are saved. They were sent in {SUBMISSIONS_OF_ACCOUNT.limit} times within a day, so no new plan is "
        f"built from them now. It works again in {pluralize(hours, 'hour')}.",
        next_label="Open your plan",
        next_href="/plan",
    )


def _incomplete(key: str, count: int) -> Incomplete:
    sentence = "One question still needs an answer" if count == 1 else f"{count} questions still need an answer"
    return Incomplete(
        f"{sentence} before a plan can be built. Everything you wrote is saved.",
        next_label="Go to the question",
        next_href=f"/intake/{key}?back=review",
    )
