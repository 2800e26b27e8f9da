"""`/intake`: the rest of the questions, and the page that checks them all. Only for those who have paid.

Sending them in is `POST /intake/submission`, a page of plans, because a plan is composed at once.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.intake.answers import actions, queries
from saas.intake.pages import guards
from saas.intake.pages.flow import QuestionFlow, render_question, role_lookup, submit_answer
from saas.intake.questions.queries import current_questionnaire
from saas.intake.questions.question import Stage
from saas.kernel.conditions import Answer
from saas.web.session import db

REVIEW_PATH = "/intake/review"
STAGE_HEADINGS: tuple[tuple[Stage, str], ...] = (("start", "Where you stand"), ("intake", "Work, money, search"))

intake = Blueprint("intake", __name__, url_prefix="/intake")
guards.add_intake_guards(intake)


@intake.get("")
def index() -> ResponseReturnValue:
    return redirect(_load_flow().next_url())


@intake.get("/<key>")
def show_question(key: str) -> ResponseReturnValue:
    flow = _load_flow()
    question = flow.find_question(key)
    return render_question(flow, question) if question else redirect(flow.next_url())


@intake.post("/<key>")
def save_answer(key: str) -> ResponseReturnValue:
    flow = _load_flow()
    question = flow.find_question(key)
    if question is None:
        return redirect(flow.next_url(), 303)
    wants_resume = question.kind == "rows" and "resume" in request.form

    def save(value: Answer | None) -> QuestionFlow:
        # Going for a resume with empty rows is no skip; rows that were emptied are.
        if value is not None or not wants_resume or key in flow.sheet.answers:
            actions.save_answer(db(), key, value)
        return _load_flow()

    return submit_answer(flow, question, save, url_for("resume.show", back=flow.back) if wants_resume else None)


@intake.get("/review")
def show_review() -> ResponseReturnValue:
    questionnaire = current_questionnaire(db())
    sheet = queries.load_sheet(db(), questionnaire)
    derived = role_lookup().derive_answers(sheet.answers)
    return render_template(
        "intake/review.html",
        stages=[
            (heading, questionnaire.list_asked(stage, sheet.answers, derived)) for stage, heading in STAGE_HEADINGS
        ],
        answer_texts={key: questionnaire.answer_text(key, {**sheet.answers, **derived}) for key in sheet.answers},
        missing=questionnaire.list_missing(sheet, derived),
        sheet=sheet,
    )


def _load_flow() -> QuestionFlow:
    """Start questions come along: whoever paid without answering them first is asked here."""
    questionnaire = current_questionnaire(db())
    sheet = queries.load_sheet(db(), questionnaire)
    derived = role_lookup().derive_answers(sheet.answers)
    return QuestionFlow(
        questionnaire,
        sheet,
        tuple(
            question
            for stage, _ in STAGE_HEADINGS
            for question in questionnaire.list_asked(stage, sheet.answers, derived)
        ),
        endpoint="intake.show_question",
        entry_path="/",
        end_path=REVIEW_PATH,
        back_to="review",
        is_autosaved=True,
    )
