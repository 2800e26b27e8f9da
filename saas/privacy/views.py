"""`/settings/export` and `/settings/deletion`."""

from __future__ import annotations

import json

from flask import Blueprint, Response, after_this_request, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_security import logout_user

from saas.accounts.events.actions import record_event
from saas.accounts.events.reports import forget_pages
from saas.accounts.guards import current_person, require_sign_in
from saas.kernel.db import transaction
from saas.privacy import actions, queries
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
    export = queries.export_account(db(), current_person().account_id)
    with transaction(db()):
        record_event(db(), "data_exported")
    text = json.dumps(export, ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": "attachment; filename=careercanopy.json"}
    return Response(text, mimetype="application/json", headers=headers)


@privacy.get("/deletion")
def show_deletion() -> ResponseReturnValue:
    return render_template("privacy/deletion.html", email=current_person().email)


@privacy.post("/deletion")
@limiter.limit("10 per hour")
def delete_account() -> ResponseReturnValue:
    actions.delete_account(db(), current_person().account_id)
    logout_user()
    after_this_request(forget_pages)
    flash(
        "Your account, your answers and your plans are deleted. A last letter says what went and what is kept.", "info"
    )
    return redirect("/sign-in", 303)
