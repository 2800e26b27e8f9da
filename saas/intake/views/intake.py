"""`/intake`: the rest of the questions, the page that checks them all, and sending them in."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.accounts.guards import require_sign_in
from saas.intake import actions, guards, queries
from saas.intake.rules.questionnaire import questionnaire
from saas.intake.rules.shapes import Stage
from saas.intake.signals import SUBMITTED
from saas.intake.views.walk import Walk, ask, take, trades
from saas.kernel.conditions import Answer
from saas.web.session import db

STAGES: tuple[tuple[Stage, str], ...] = (("start", "Where you stand"), ("intake", "Work, money, search"))

intake = Blueprint("intake", __name__, url_prefix="/intake")
intake.before_request(require_sign_in)
intake.before_request(guards.claim_start_sheet)


@intake.get("")
def begin() -> ResponseReturnValue:
    return redirect(_walk().resume())


@intake.get("/<key>")
def question(key: str) -> ResponseReturnValue:
    walk = _walk()
    asked = walk.question(key)
    return ask(walk, asked) if asked else redirect(walk.resume())


@intake.post("/<key>")
def answer(key: str) -> ResponseReturnValue:
    walk = _walk()
    asked = walk.question(key)
    if asked is None:
        return redirect(walk.resume(), 303)
    is_bringing = asked.kind == "rows" and "resume" in request.form

    def keep(value: Answer | None) -> Walk:
        # Going for a resume with empty rows is no skip; rows that were emptied are.
        if value is not None or not is_bringing or key in walk.sheet.answers:
            actions.answer(db(), key, value)
        return _walk()

    return take(walk, asked, keep, url_for("intake.resume", back=walk.back) if is_bringing else None)


@intake.get("/review")
def review() -> ResponseReturnValue:
    sheet = queries.sheet(db())
    derived = trades().derived(sheet.answers)
    stages = [(name, questionnaire().asked(stage, sheet.answers, derived)) for stage, name in STAGES]
    words = {key: questionnaire().in_words(key, {**sheet.answers, **derived}) for key in sheet.answers}
    missing = questionnaire().missing(sheet, derived)
    return render_template("intake/review.html", stages=stages, words=words, missing=missing, sheet=sheet)


@intake.post("/submission")
def submit() -> ResponseReturnValue:
    submission = actions.submit(db(), trades().derived(queries.answers(db())))
    SUBMITTED.send(current_app._get_current_object(), submission=submission)  # type: ignore[attr-defined]
    return redirect(url_for(current_app.config.get("AFTER_INTAKE", "intake.review")), 303)


def _walk() -> Walk:
    """Start questions come along: whoever paid without answering them first is asked here."""
    sheet = queries.sheet(db())
    derived = trades().derived(sheet.answers)
    asked = (
        *questionnaire().asked("start", sheet.answers, derived),
        *questionnaire().asked("intake", sheet.answers, derived),
    )
    page, end = "intake.question", "intake.review"
    return Walk(sheet, asked, page=page, entrance="/", end=end, back_to="review", is_autosaved=True)
