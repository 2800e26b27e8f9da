"""`/sign-in/link`: asking for a link that signs in, and the page that it leads to."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user

from saas.accounts.sessions.cookies import note_mailed_link
from saas.accounts.sign_in_links import actions
from saas.accounts.sign_in_links.forms import SignInLinkForm
from saas.accounts.sign_in_links.letters import WITHIN
from saas.kernel.errors import NotFound
from saas.web.limits import limiter
from saas.web.session import db

sign_in_links = Blueprint("sign_in_links", __name__)
SPENT = "This link was used, or it is older than it may be. Ask for a new one here."
CONFIRMED = (
    "Your address is confirmed now. Nobody had confirmed it before, so the password of this account no longer works and "
    "other devices are signed out. Nothing you wrote is lost. Choose a new password in Settings."
)


@sign_in_links.get("/sign-in/link")
def show() -> ResponseReturnValue:
    return _render(SignInLinkForm())


@sign_in_links.post("/sign-in/link")
@limiter.limit("5 per minute;30 per hour")
def request_sign_in_link() -> ResponseReturnValue:
    """The same page for every address."""
    form = SignInLinkForm()
    if not form.validate():
        return _render(form), 422
    actions.request_sign_in_link(db(), form.email.data)
    return _render(form, sent_to=form.email.data)


@sign_in_links.get("/sign-in/link/<secret>")
def show_sign_in_link(secret: str) -> ResponseReturnValue:
    """A button, because mail programs open links by themselves and this one works once."""
    return render_template("accounts/sign_in_links/use.html", secret=secret)


@sign_in_links.post("/sign-in/link/<secret>")
@limiter.limit("20 per minute")
def use_sign_in_link(secret: str) -> ResponseReturnValue:
    try:
        link = actions.use_sign_in_link(db(), secret)
    except NotFound:
        return _render(SignInLinkForm(), refusal=SPENT), 404
    login_user(link.person, remember=False)
    if link.proves_address:
        note_mailed_link()
    if link.is_first_proof:
        flash(CONFIRMED, "info")
        return redirect(url_for("settings.show"), 303)
    return redirect("/admin" if link.person.is_staff else "/dashboard", 303)


def _render(form: SignInLinkForm, *, sent_to: str = "", refusal: str = "") -> str:
    return render_template(
        "accounts/sign_in_links/request.html", form=form, sent_to=sent_to, refusal=refusal, within=WITHIN
    )
