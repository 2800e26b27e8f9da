"""`/start`: at most six questions, one per page, without an account. Whoever is signed in answers as themselves."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saas.intake import actions, guards, queries
from saas.intake.rules.questionnaire import questionnaire
from saas.intake.views.walk import Walk, ask, take
from saas.kernel.conditions import Answer
from saas.web.security import limiter
from saas.web.session import db

start = Blueprint("start", __name__, url_prefix="/start")
start.before_request(guards.claim_start_sheet)


@start.get("")
def begin() -> ResponseReturnValue:
    return redirect(_walk(guards.start_token()).resume())


@start.get("/<key>")
def question(key: str) -> ResponseReturnValue:
    walk = _walk(guards.start_token())
    asked = walk.question(key)
    return ask(walk, asked) if asked else redirect(walk.resume())


@start.post("/<key>")
@limiter.limit("120 per minute")
def answer(key: str) -> ResponseReturnValue:
    token = guards.start_token()
    walk = _walk(token)
    asked = walk.question(key)
    if asked is None:
        return redirect(walk.resume(), 303)

    def keep(value: Answer | None) -> Walk:
        nonlocal token
        token = _keep(token, key, value)
        return _walk(token)

    response = make_response(take(walk, asked, keep))
    if token is not None:
        guards.keep_start_token(response, token)
    return response


def _keep(token: str | None, key: str, value: Answer | None) -> str | None:
    if not current_user.is_authenticated:
        return actions.save_start_answer(db(), token, key, value)
    actions.answer(db(), key, value)
    return None


def _walk(token: str | None) -> Walk:
    is_known = current_user.is_authenticated
    sheet = queries.sheet(db()) if is_known else queries.start_sheet(db(), token)
    return Walk(
        sheet,
        questionnaire().asked("start", sheet.answers),
        page="start.question",
        entrance="/",
        end=current_app.config.get("AFTER_START", "plans.preview"),
        back_to="preview",
        # Before there is a sheet, two requests at once would begin two.
        is_autosaved=is_known or token is not None,
    )
