"""`/settings/export` and `/settings/deletion`."""

from __future__ import annotations

import json

from flask import Blueprint, Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_security import logout_user

from saas.accounts import guards
from saas.privacy import actions, queries
from saas.web.session import db

privacy = Blueprint("privacy", __name__, url_prefix="/settings")
privacy.before_request(guards.signed_in)


@privacy.get("/export")
def export() -> ResponseReturnValue:
    text = json.dumps(queries.everything(db(), guards.person().account_id), ensure_ascii=False, indent=2, default=str)
    name = {"Content-Disposition": "attachment; filename=careercanopy.json"}
    return Response(text, mimetype="application/json", headers=name)


@privacy.get("/deletion")
def ask() -> ResponseReturnValue:
    return render_template("privacy/deletion.html", email=guards.person().email)


@privacy.post("/deletion")
def delete() -> ResponseReturnValue:
    account_id = guards.person().account_id
    logout_user()
    actions.delete_account(db(), account_id)
    flash("Your account, your answers and your plans are deleted.", "info")
    return redirect("/sign-in", 303)
