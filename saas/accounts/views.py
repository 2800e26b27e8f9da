"""Account settings, and the page to sign out."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from saas.accounts.guards import current_person, require_sign_in

account_settings = Blueprint("settings", __name__)
account_settings.before_request(require_sign_in)


@account_settings.get("/settings")
def show() -> ResponseReturnValue:
    return render_template("accounts/settings.html", person=current_person())


@account_settings.get("/sign-out")
def show_sign_out() -> ResponseReturnValue:
    """A button, because a link or an image elsewhere must not sign anybody out."""
    return render_template("accounts/sign_out.html", email=current_person().email)
