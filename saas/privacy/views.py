"""`/settings/export` and `/settings/deletion`."""

from __future__ import annotations

import json

from flask import Blueprint, Response, after_this_request, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import logout_user

from saas.accounts.events.actions import record_event
from saas.accounts.events.reports import forget_pages
from saas.accounts.guards import ask_for_password, current_person, require_sign_in
from saas.kernel.db import transaction
from saas.privacy import actions, queries
from saas.privacy.forms import DeletionForm
from saas.privacy.holdings import HOLDINGS
from saas.privacy.retention import RETENTIONS
from saas.web.limits import limiter
from saas.web.session import db

# For the page /privacy, which is a text of the library with these tables below it.
DATA_MAP = {"holdings": HOLDINGS, "retentions": RETENTIONS}
privacy = Blueprint("privacy", __name__, url_prefix="/settings")
privacy.before_request(require_sign_in)


@privacy.get("/export")
@limiter.limit("10 per hour")
def download_export() -> ResponseReturnValue:
    """Where the password is asked for first, it leads back to the link: a file would leave the question on the screen."""
    if (question := ask_for_password(url_for("settings.show", _anchor="export"))) is not None:
        return question
    export = queries.export_account(db(), current_person().account_id)
    with transaction(db()):
        record_event(db(), "data_exported")
    text = json.dumps(export, ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": "attachment; filename=careercanopy.json"}
    return Response(text, mimetype="application/json", headers=headers)


@privacy.get("/deletion")
def show_deletion() -> ResponseReturnValue:
    return ask_for_password(url_for("privacy.show_deletion")) or _render_deletion(DeletionForm())


@privacy.post("/deletion")
@limiter.limit("10 per hour")
def delete_account() -> ResponseReturnValue:
    if (question := ask_for_password(url_for("privacy.show_deletion"))) is not None:
        return question
    form = DeletionForm()
    if not form.validate():
        return _render_deletion(form), 422
    has_letter = current_person().confirmed_at is not None
    actions.delete_account(db(), current_person().account_id)
    logout_user()
    after_this_request(forget_pages)
    letter = " A last letter says what went and what is kept." if has_letter else ""
    flash(f"Your account, your answers and your plans are deleted.{letter}", "info")
    return redirect("/sign-in", 303)


def _render_deletion(form: DeletionForm) -> str:
    person = current_person()
    has_letter = person.confirmed_at is not None
    return render_template("privacy/deletion.html", email=person.email, has_letter=has_letter, form=form)
