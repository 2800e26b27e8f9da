"""Account settings, the page to sign out, and links that sign somebody in once."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_security import login_user

from saas.accounts import actions
from saas.accounts.guards import current_person, require_sign_in
from saas.web.limits import limiter
from saas.web.session import db

account_settings = Blueprint("settings", __name__)
account_settings.before_request(require_sign_in)
sign_in_links = Blueprint("sign_in_links", __name__)


@account_settings.get("/settings")
def show() -> ResponseReturnValue:
    return render_template("accounts/settings.html", person=current_person())


@account_settings.get("/sign-out")
def show_sign_out() -> ResponseReturnValue:
    """A button, because a link or an image elsewhere must not sign anybody out."""
    return render_template("accounts/sign_out.html", email=current_person().email)


@sign_in_links.get("/sign-in/link/<secret>")
def show_sign_in_link(secret: str) -> ResponseReturnValue:
    """A button, because mail programs open links by themselves and this one works once."""
    return render_template("accounts/sign_in_link.html", secret=secret)


@sign_in_links.post("/sign-in/link/<secret>")
@limiter.limit("20 per minute")
def use_sign_in_link(secret: str) -> ResponseReturnValue:
    person = actions.use_sign_in_link(db(), secret)
    login_user(person, remember=False)
    return redirect("/admin" if person.is_staff else "/dashboard", 303)
