"""Letters that could not be delivered and jobs that were given up. What a letter says is not shown."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.kernel.errors import NotFound
from saas.kernel.jobs import list_dead_jobs, retry_dead_job
from saas.kernel.letters import discard_letter, list_failed_letters, resend_letter
from saas.web.session import db, engine

staff_letters = Blueprint("letters", __name__)


@staff_letters.get("/letters")
def index() -> ResponseReturnValue:
    letters, jobs = list_failed_letters(db()), list_dead_jobs(engine())
    return render_template("staff/letters/index.html", letters=letters, jobs=jobs)


@staff_letters.post("/letters/delivery")
def resend() -> ResponseReturnValue:
    resend_letter(db(), request.form.get("key", ""))
    return redirect(url_for("staff.letters.index"), 303)


@staff_letters.post("/letters/removal")
def discard() -> ResponseReturnValue:
    discard_letter(db(), request.form.get("key", ""))
    return redirect(url_for("staff.letters.index"), 303)


@staff_letters.post("/jobs/run")
def retry_job() -> ResponseReturnValue:
    if not retry_dead_job(engine(), request.form.get("key", "")):
        raise NotFound("There is no such job.")
    return redirect(url_for("staff.letters.index"), 303)
