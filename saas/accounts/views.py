"""Settings, and the link that signs somebody in once."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_security import login_user

from saas.accounts import actions, guards
from saas.web.security import limiter
from saas.web.session import db

settings = Blueprint("settings", __name__)
settings.before_request(guards.signed_in)
links = Blueprint("links", __name__)


@settings.get("/settings")
def show() -> ResponseReturnValue:
    return render_template("accounts/settings.html", email=guards.person().email)


@settings.get("/sign-out")
def sign_out() -> ResponseReturnValue:
    """A button, because a link or an image elsewhere must not sign anybody out."""
    return render_template("accounts/sign_out.html", email=guards.person().email)


@links.get("/sign-in/link/<secret>")
def confirm(secret: str) -> ResponseReturnValue:
    """Mail programs open links by themselves, so the link only shows a button."""
    return render_template("accounts/link.html", secret=secret)


@links.post("/sign-in/link/<secret>")
@limiter.limit("20 per minute")
def use(secret: str) -> ResponseReturnValue:
    person = actions.use_sign_in_link(db(), secret)
    login_user(person, remember=False)
    return redirect("/admin" if person.has_role(actions.STAFF) else "/dashboard", 303)
