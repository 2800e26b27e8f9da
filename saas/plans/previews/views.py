"""`/start/preview`: an honest part of the plan they would get, composed from the first answers."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saas.accounts.guards import current_person
from saas.intake.answers import queries as answers
from saas.intake.pages.guards import read_start_token
from saas.intake.questions.question import AnswerSheet
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel import clock
from saas.kernel.tenancy import bind_account
from saas.planner.compose import compose_with_candidates
from saas.plans.queries import load_plan_inputs
from saas.web.limits import limiter
from saas.web.session import db

start_preview = Blueprint("start_preview", __name__)


@start_preview.get("/start/preview")
@limiter.limit("60 per minute")
def show() -> ResponseReturnValue:
    inputs = load_plan_inputs(db())
    sheet = _load_sheet(inputs.questionnaire)
    if inputs.questionnaire.list_open("start", sheet):
        return redirect("/start", 303)
    outline = compose_with_candidates(sheet.answers, inputs, clock.today()).outline
    questions_left = len(inputs.questionnaire.list_questions("intake"))
    return render_template("plans/previews/start.html", outline=outline, questions_left=questions_left)


def _load_sheet(questionnaire: Questionnaire) -> AnswerSheet:
    """The answers of whoever is signed in, or of this browser."""
    if current_user.is_authenticated:
        bind_account(db(), current_person().account_id)
        return answers.load_sheet(db(), questionnaire)
    return answers.load_start_sheet(db(), questionnaire, read_start_token())
