"""The page behind an invitation's link: choose a password, become staff, sign in. `/admin/address`, where staff whose address
nobody has confirmed ask for the link that does."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import hash_password

from saas.accounts.addresses.actions import send_confirmation
from saas.accounts.guards import current_person, require_staff_without_address
from saas.accounts.models import Person
from saas.accounts.staff import actions
from saas.accounts.staff.queries import find_open_invitation
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.tenancy import unscoped
from saas.web.limits import limiter
from saas.web.session import db, staff_engine

staff_invitations = Blueprint("staff_invitations", __name__)
staff_address = Blueprint("staff_address", __name__, url_prefix="/admin/address")
staff_address.before_request(require_staff_without_address)


@staff_invitations.get("/staff/invitation/<secret>")
def show(secret: str) -> ResponseReturnValue:
    return _render(secret, _find_email(secret))


@staff_invitations.post("/staff/invitation/<secret>")
@limiter.limit("20 per minute")
def accept(secret: str) -> ResponseReturnValue:
    email, password = _find_email(secret), request.form.get("password", "")
    sentences, normal = current_app.extensions["security"]._password_util.validate(password, False, email=email)
    if password != request.form.get("password_confirm", ""):
        sentences = ["The two passwords are not the same."]
    if sentences:
        return _render(secret, email, sentences[0]), 400
    with unscoped(staff_engine(), "staff: an invitation names a person, not an account") as session:
        actions.accept_invitation(session, secret, hash_password(normal))
    flash("You are staff. Sign in with the new password.", "info")
    return redirect(url_for("security.login", next="/admin"), 303)


@staff_address.get("", endpoint="show")
def show_address() -> ResponseReturnValue:
    return render_template("accounts/staff/address.html", person=current_person())


@staff_address.post("", endpoint="send")
@limiter.limit("10 per hour")
def send_address_link() -> ResponseReturnValue:
    try:
        send_confirmation(db(), current_person().id)
        flash(f"A link is on its way to {current_person().email}.", "info")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(url_for("staff_address.show"), 303)


def _find_email(secret: str) -> str:
    with unscoped(staff_engine(), "staff: an invitation names a person, not an account") as session:
        invitation = find_open_invitation(session, secret)
        if invitation is None:
            raise NotFound("This link was used or is too old.")
        return session.get_one(Person, invitation.person_id).email


def _render(secret: str, email: str, error: str = "") -> str:
    return render_template("accounts/staff/invitation.html", secret=secret, email=email, error=error)
