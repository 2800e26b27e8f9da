"""`/intake/resume`: a resume is read, its lines proposed, and those a person confirms become answers. Nothing else stays."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.intake import actions, queries
from saas.intake.forms import ChosenLines, chosen_lines, sent_resume, typed_resume
from saas.intake.rules.faults import AnswerError
from saas.intake.rules.questionnaire import questionnaire
from saas.intake.rules.resume.picking import propose
from saas.intake.rules.resume.room import FILE_BYTES
from saas.intake.views.intake import intake
from saas.web.security import limit_body, limiter
from saas.web.session import db

KEY = "accomplishments"
NOTHING_FOUND = (
    "No line in it reads like something you did. Paste the part with your work below, one thing on a line, "
    "or go back and write them yourself."
)


@intake.get("/resume")
def resume() -> str:
    return _bring(typed_resume())


@intake.post("/resume")
@limiter.limit("10 per minute;60 per hour")
@limit_body(
    FILE_BYTES + 1_000_000,
    "That is more than this page takes: 2 MB for a file, 100,000 characters for a text. It was not read. Your answers are safe.",
)
def read_resume() -> ResponseReturnValue:
    try:
        lines = propose(sent_resume())
    except AnswerError as error:
        return _bring(typed_resume(), error), 422
    if not lines:
        return _bring(typed_resume(), AnswerError(NOTHING_FOUND)), 422
    return _choose(ChosenLines(lines))


@intake.post("/resume/lines")
def keep_lines() -> ResponseReturnValue:
    sent = chosen_lines()
    try:
        actions.add_rows(db(), KEY, sent.taken())
    except AnswerError as error:
        return _choose(sent, error), 422
    return redirect(_question(), 303)


def _bring(text: str, error: AnswerError | None = None) -> str:
    file = request.files.get("resume-file")
    place = "resume-text" if text.strip() and not (file and file.filename) else "resume-file"
    return _page("intake/resume.html", text=text, error=error, place=place)


def _choose(sent: ChosenLines, error: AnswerError | None = None) -> str:
    return _page("intake/resume_confirm.html", sent=sent, error=error)


def _page(template: str, **more: object) -> str:
    """Either page knows what is written already and how much room is left."""
    written = queries.rows(db(), KEY)
    room = (questionnaire().by_key[KEY].max or 1) - len(written)
    return render_template(template, written=written, room=room, back_href=_question(), back=_back(), **more)


def _question() -> str:
    return url_for("intake.question", key=KEY, back=_back())


def _back() -> str | None:
    return "review" if request.args.get("back") == "review" else None
