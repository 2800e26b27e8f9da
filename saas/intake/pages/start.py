"""`/start`: at most six questions, one per page, without an account. Whoever is signed in answers as themselves."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saas.intake.answers import actions, queries
from saas.intake.pages import guards
from saas.intake.pages.flow import QuestionFlow, render_question, role_lookup, submit_answer
from saas.intake.questions.queries import current_questionnaire
from saas.kernel.conditions import Answer
from saas.web.limits import limiter
from saas.web.session import db

# Where the flow ends. The page is composed above intake, which knows its path alone.
PREVIEW_PATH = "/start/preview"

start = Blueprint("start", __name__, url_prefix="/start")
start.before_request(guards.claim_start_sheet)


@start.get("")
def index() -> ResponseReturnValue:
    return redirect(_load_flow(guards.read_start_token()).next_url())


@start.get("/<key>")
def show_question(key: str) -> ResponseReturnValue:
    flow = _load_flow(guards.read_start_token())
    question = flow.find_question(key)
    return render_question(flow, question) if question else redirect(flow.next_url())


@start.post("/<key>")
@limiter.limit("120 per minute")
def save_answer(key: str) -> ResponseReturnValue:
    token = guards.read_start_token()
    flow = _load_flow(token)
    question = flow.find_question(key)
    if question is None:
        return redirect(flow.next_url(), 303)

    def save(value: Answer | None) -> QuestionFlow:
        nonlocal token
        token = _save_answer(token, key, value)
        return _load_flow(token)

    response = make_response(submit_answer(flow, question, save))
    if token is not None:
        guards.set_start_cookie(response, token, is_shared=queries.is_on_shared_computer(db(), token))
    return response


@start.post("/deletion")
@limiter.limit("20 per minute")
def delete_answers() -> ResponseReturnValue:
    """Delete what this browser's visitor answered; pressed again, nothing is left to delete."""
    token = guards.read_start_token()
    if token is not None and not current_user.is_authenticated:
        actions.delete_start_sheet(db(), token)
    return guards.delete_start_cookie(make_response(redirect("/start/deleted", 303)))


@start.get("/deleted")
def show_deleted() -> ResponseReturnValue:
    return render_template("intake/deleted.html")


def _save_answer(token: str | None, key: str, value: Answer | None) -> str | None:
    if not current_user.is_authenticated:
        return actions.save_start_answer(db(), token, key, value, is_shared="shared_computer" in request.form)
    actions.save_answer(db(), key, value)
    return None


def _load_flow(token: str | None) -> QuestionFlow:
    is_known, questionnaire = current_user.is_authenticated, current_questionnaire(db())
    if is_known:
        sheet = queries.load_sheet(db(), questionnaire)
    else:
        sheet = queries.load_start_sheet(db(), questionnaire, token)
    derived = role_lookup().derive_answers(sheet.answers)
    return QuestionFlow(
        questionnaire,
        sheet,
        questionnaire.list_asked("start", sheet.answers, derived),
        endpoint="start.show_question",
        entry_path="/",
        end_path=PREVIEW_PATH,
        back_to="preview",
        # Before there is a sheet, two requests at once would begin two.
        is_autosaved=is_known or token is not None,
        is_visitor=not is_known,
        is_shared=not is_known and queries.is_on_shared_computer(db(), token),
    )
