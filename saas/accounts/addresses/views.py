"""The page for another address, and the page that a link in a letter leads to."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as PageNotFound

from saas.accounts.addresses import actions
from saas.accounts.addresses.forms import ChangeAddressForm
from saas.accounts.addresses.links import Confirmation, ConfirmationLinks
from saas.accounts.guards import current_person, require_sign_in
from saas.kernel.errors import Refusal
from saas.kernel.tenancy import unowned_session
from saas.web.limits import limiter
from saas.web.session import db, engine

addresses = Blueprint("addresses", __name__)
addresses.before_request(require_sign_in)
WRONG_PASSWORD = "That is not the password of this account."  # noqa: S105  # a sentence


@addresses.get("/settings/address")
def show() -> ResponseReturnValue:
    return render_template("accounts/addresses/show.html", form=ChangeAddressForm(), errors={}, person=current_person())


@addresses.post("/settings/address")
@limiter.limit("20 per hour")
def request_change() -> ResponseReturnValue:
    """The password is asked for here: whoever finds an open browser must not take the account along."""
    form, person = ChangeAddressForm(), current_person()
    errors = {} if form.validate() else form.field_errors
    if not person.verify_and_update_password(form.password.data or ""):
        errors["password"] = WRONG_PASSWORD
    if not errors:
        try:
            actions.request_change(db(), person.id, form.email.data)
        except Refusal as refusal:
            errors["email"] = refusal.sentence
    if errors:
        return render_template("accounts/addresses/show.html", form=form, errors=errors, person=person), 422
    flash(f"A link is on its way to {form.email.data}. The address changes when you open it here.", "info")
    return redirect("/settings", 303)


@addresses.post("/settings/address/confirmation")
@limiter.limit("10 per hour")
def send_confirmation() -> ResponseReturnValue:
    try:
        actions.send_confirmation(db(), current_person().id)
        flash(f"A link is on its way to {current_person().email}.", "info")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect("/settings", 303)


@addresses.get("/confirm/<token>")
def show_confirmation(token: str) -> ResponseReturnValue:
    """A button, because mail programs open links by themselves."""
    return render_template("accounts/addresses/confirm.html", confirmation=_read(token), token=token)


@addresses.post("/confirm/<token>")
@limiter.limit("20 per hour")
def confirm(token: str) -> ResponseReturnValue:
    confirmation = _read(token)
    is_taken_over = request.form.get("take") == "yes"
    try:
        # This request's own session sees this account alone.
        with unowned_session(engine()) as session:
            actions.confirm_address(session, current_person().id, confirmation, is_taken_over=is_taken_over)
    except actions.AddressTaken:
        return render_template("accounts/addresses/choose.html", confirmation=confirmation, token=token), 409
    if current_person().is_staff:
        return redirect("/admin", 303)
    flash(f"{confirmation.new_address} is confirmed. Receipts and letters about your plan go there.", "info")
    return redirect("/settings", 303)


def _read(token: str) -> Confirmation:
    settings = current_app.extensions["settings"]
    confirmation = ConfirmationLinks(settings.base_url, settings.secret_keys).read(token)
    if confirmation is None:
        raise PageNotFound
    return confirmation
