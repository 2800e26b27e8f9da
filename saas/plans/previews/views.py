"""`/start/preview`: an honest part of the plan they would get, composed from the first answers."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saas.accounts.guards import current_person
from saas.facts.loading import load_facts
from saas.intake.answers import queries as answers
from saas.intake.pages.guards import read_start_token
from saas.intake.questions.queries import current_questionnaire
from saas.intake.questions.question import AnswerSheet
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel import clock
from saas.kernel.tenancy import bind_account
from saas.library.pieces import queries as library
from saas.planner.compose import compose
from saas.web.session import db

preview = Blueprint("preview", __name__)


@preview.get("/start/preview")
def show() -> ResponseReturnValue:
    questionnaire = current_questionnaire(db())
    sheet = _load_sheet(questionnaire)
    if questionnaire.list_open("start", sheet):
        return redirect("/start", 303)
    outline = compose(sheet.answers, library.load_catalogue(db()), load_facts(), questionnaire, clock.today())
    later = len(questionnaire.list_questions("intake"))
    return render_template("plans/preview.html", outline=outline, later=later, steps=len(outline.steps))


def _load_sheet(questionnaire: Questionnaire) -> AnswerSheet:
    if current_user.is_authenticated:
        bind_account(db(), current_person().account_id)
        return answers.load_sheet(db(), questionnaire)
    return answers.load_start_sheet(db(), questionnaire, read_start_token())
