"""`/start/preview`: an honest part of the plan they would get, composed from the first answers."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saas.accounts.guards import current_person
from saas.facts.loading import load_facts
from saas.intake import guards as intake_guards
from saas.intake import queries as intake
from saas.intake.rules.questionnaire import questionnaire
from saas.intake.rules.shapes import AnswerSheet
from saas.kernel import clock
from saas.kernel.tenancy import bind_account
from saas.library.pieces import queries as library
from saas.planner.compose import compose
from saas.web.session import db

preview = Blueprint("preview", __name__)


@preview.get("/start/preview")
def show() -> ResponseReturnValue:
    sheet = _sheet()
    if questionnaire().open("start", sheet):
        return redirect("/start", 303)
    catalogue = library.load_catalogue(db())
    outline = compose(sheet.answers, catalogue, load_facts(), questionnaire(), clock.today())
    asked = questionnaire().questions("intake")
    return render_template("plans/preview.html", outline=outline, later=len(asked), steps=len(outline.steps))


def _sheet() -> AnswerSheet:
    if current_user.is_authenticated:
        bind_account(db(), current_person().account_id)
        return intake.sheet(db())
    return intake.start_sheet(db(), intake_guards.start_token())
