"""Letters that could not be delivered, and jobs that were given up. The text of a letter is not shown."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.kernel import jobs, letters
from saas.kernel.errors import NotFound
from saas.staff.letters import actions
from saas.web.session import db, staff_engine

staff_letters = Blueprint("letters", __name__)


@staff_letters.get("/letters")
def index() -> ResponseReturnValue:
    failed_letters, dead_jobs = letters.list_failed_letters(db()), jobs.list_dead_jobs(staff_engine())
    return render_template("staff/letters/index.html", letters=failed_letters, jobs=dead_jobs)


@staff_letters.post("/letters/delivery")
def resend_letter() -> ResponseReturnValue:
    actions.resend_letter(db(), request.form.get("key", ""))
    return redirect(url_for("staff.letters.index"), 303)


@staff_letters.post("/letters/removal")
def discard_letter() -> ResponseReturnValue:
    actions.discard_letter(db(), request.form.get("key", ""))
    return redirect(url_for("staff.letters.index"), 303)


@staff_letters.post("/jobs/run")
def retry_job() -> ResponseReturnValue:
    if not actions.retry_job(db(), staff_engine(), request.form.get("key", "")):
        raise NotFound("There is no such job.")
    return redirect(url_for("staff.letters.index"), 303)
