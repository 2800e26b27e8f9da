"""`/intake/resume`: a resume is read, its lines proposed, and those a person confirms become answers. Nothing else stays."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.accounts.guards import current_person
from saas.intake.answers import actions, queries
from saas.intake.answers.parsing import AnswerError
from saas.intake.pages import guards
from saas.intake.pages.flow import request_form_data
from saas.intake.questions.queries import current_questionnaire
from saas.intake.resume.forms import ProposedLines, ResumeForm, parse_proposed_lines
from saas.intake.resume.limits import MAX_FILE_BYTES
from saas.kernel.slots import Busy
from saas.web.limits import limiter
from saas.web.security import limit_body
from saas.web.session import db

# The question that the lines answer.
KEY = "accomplishments"

resume = Blueprint("resume", __name__, url_prefix="/intake/resume")
guards.add_intake_guards(resume)


@resume.get("")
def show() -> str:
    return _show_resume(ResumeForm())


@resume.post("")
@limiter.limit("10 per minute;60 per hour")
@limit_body(
    MAX_FILE_BYTES + 1_000_000,
    "That is more than this page takes: 2 MB for a file, 100,000 characters for a text. It was not read. Your answers are safe.",
)
def propose_lines() -> ResponseReturnValue:
    form = ResumeForm()
    form.owner = str(current_person().account_id)
    try:
        is_valid = form.validate()
    except Busy as busy:
        form.file.errors = [busy.sentence]
        return _show_resume(form), busy.status, {"Retry-After": str(busy.retry_after_seconds)}
    if not is_valid:
        return _show_resume(form), 422
    return _show_lines(ProposedLines(form.lines))


@resume.post("/lines")
def add_lines() -> ResponseReturnValue:
    proposed = parse_proposed_lines(request_form_data())
    try:
        actions.add_rows(db(), KEY, proposed.ticked_lines())
    except AnswerError as error:
        return _show_lines(proposed, error), 422
    return redirect(_question_url(), 303)


def _show_resume(form: ResumeForm) -> str:
    return _render("intake/resume.html", form=form)


def _show_lines(proposed: ProposedLines, error: AnswerError | None = None) -> str:
    return _render("intake/resume_lines.html", proposed=proposed, error=error)


def _render(template: str, **values: object) -> str:
    """Either page says what is written already and how many more rows fit."""
    questionnaire = current_questionnaire(db())
    written = queries.load_sheet(db(), questionnaire).rows(KEY)
    rows_left = (questionnaire.by_key[KEY].max or 1) - len(written)
    return render_template(
        template, written=written, rows_left=rows_left, back_href=_question_url(), back=_back(), **values
    )


def _question_url() -> str:
    return url_for("intake.show_question", key=KEY, back=_back())


def _back() -> str | None:
    return "review" if request.args.get("back") == "review" else None
