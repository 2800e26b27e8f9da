"""`/settings/sessions`: where somebody is signed in, and ending that, for which the password is asked: whoever finds an open
browser must not shut its owner out. Signing this browser out needs none."""

from __future__ import annotations

from flask import Blueprint, after_this_request, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import logout_user

from saas.accounts.events.reports import forget_pages
from saas.accounts.guards import ask_for_password, current_person, require_sign_in
from saas.accounts.sessions import actions, queries
from saas.web.limits import limiter
from saas.web.session import db

session_settings = Blueprint("sessions", __name__)
session_settings.before_request(require_sign_in)
SIGNED_OUT_EVERYWHERE = (
    "You are signed out everywhere, and your calendar address has ended. Nothing you wrote is lost: sign in to go on."
)


@session_settings.get("/settings/sessions")
def index() -> ResponseReturnValue:
    rows = queries.list_sessions(db(), current_person().id)
    rows = sorted(rows, key=lambda row: row.public_id != g.session_public_id)
    return render_template("accounts/sessions.html", sessions=rows, current_id=g.session_public_id)


@session_settings.post("/settings/sessions/<public_id>/end")
@limiter.limit("60 per minute")
def end(public_id: str) -> ResponseReturnValue:
    """Another device. This one signs out, which it can do on every page."""
    if public_id == g.session_public_id:
        return redirect(url_for("settings.show_sign_out"), 303)
    if (question := ask_for_password(url_for("sessions.index"))) is not None:
        return question
    actions.end_session(db(), current_person(), public_id)
    flash("That device is signed out. If it was not you, change the password.", "info")
    return redirect(url_for("sessions.index"), 303)


@session_settings.post("/settings/sessions/end-others")
@limiter.limit("20 per minute")
def end_others() -> ResponseReturnValue:
    if (question := ask_for_password(url_for("sessions.index"))) is not None:
        return question
    actions.end_other_sessions(db(), current_person(), g.session_public_id)
    flash("Every other device is signed out. This one stays.", "info")
    return redirect(url_for("sessions.index"), 303)


@session_settings.post("/settings/sessions/end-all")
@limiter.limit("20 per minute")
def end_all() -> ResponseReturnValue:
    if (question := ask_for_password(url_for("sessions.index"))) is not None:
        return question
    actions.end_everywhere(db(), current_person())
    logout_user()
    after_this_request(forget_pages)
    flash(SIGNED_OUT_EVERYWHERE, "info")
    return redirect(url_for("security.login"), 303)
