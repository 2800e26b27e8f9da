"""`/settings/passkeys`, `/sign-in/passkey`, and the passkey in place of a code or of the password asked for again."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user
from flask_security.utils import validate_redirect_url

from saas.accounts.events.actions import record_event
from saas.accounts.guards import (
    ask_for_password,
    current_person,
    note_proof,
    require_sign_in,
    require_waiting_session,
    waiting_person,
)
from saas.accounts.models import Person
from saas.accounts.passkeys import actions, queries
from saas.accounts.passkeys.challenges import issue_challenge, take_challenge
from saas.accounts.passkeys.forms import PasskeyForm
from saas.accounts.passkeys.rules import (
    InvalidPasskey,
    RelyingParty,
    find_relying_party,
    make_creation_options,
    make_request_options,
    read_answer,
    read_new_passkey,
)
from saas.accounts.second_factors.actions import note_passkey_given
from saas.accounts.sessions.actions import note_second_factor
from saas.accounts.sessions.cookies import renew_secret
from saas.kernel.db import transaction
from saas.kernel.errors import Refusal
from saas.web.limits import limiter
from saas.web.session import db

passkeys = Blueprint("passkeys", __name__, url_prefix="/settings/passkeys")
passkeys.before_request(require_sign_in)
passkey_sign_in = Blueprint("passkey_sign_in", __name__)
passkey_question = Blueprint("passkey_question", __name__)
passkey_question.before_request(require_waiting_session)
passkey_verify = Blueprint("passkey_verify", __name__)
passkey_verify.before_request(require_sign_in)
SIGN_IN, ADD, QUESTION, VERIFY = "sign-in", "add", "second-factor", "verify"


@passkeys.get("")
def index() -> ResponseReturnValue:
    rows = queries.list_passkeys(db(), current_person().id)
    return render_template("accounts/passkeys/index.html", passkeys=rows, person=current_person())


@passkeys.get("/new")
def show_form() -> ResponseReturnValue:
    if password_page := ask_for_password(url_for("passkeys.show_form")):
        return password_page
    return _render_form(PasskeyForm(name=g.sign_in_session.device[:60]))


@passkeys.post("")
@limiter.limit("20 per hour")
def add() -> ResponseReturnValue:
    if password_page := ask_for_password(url_for("passkeys.show_form")):
        return password_page
    form, person = PasskeyForm(), current_person()
    try:
        challenge = take_challenge(ADD)
        if not form.validate():
            return _render_form(form), 422
        new = read_new_passkey(_party(), challenge, form.credential.data or "")
        codes = actions.add_passkey(db(), person, new, form.name.data, g.session_public_id)
    except Refusal as refusal:
        return _render_form(form, refusal.sentence), 422
    if codes:
        return render_template("accounts/second_factors/recovery_codes.html", codes=codes, next="/admin")
    flash("The passkey is added. From now on it signs you in on the page to sign in.", "info")
    return redirect(url_for("passkeys.index"), 303)


@passkeys.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    passkey = queries.get_passkey(db(), current_person().id, public_id)
    return render_template("accounts/passkeys/show.html", passkey=passkey, form=PasskeyForm(name=passkey.name))


@passkeys.post("/<public_id>")
@limiter.limit("60 per hour")
def rename(public_id: str) -> ResponseReturnValue:
    form, passkey = PasskeyForm(), queries.get_passkey(db(), current_person().id, public_id)
    if not form.validate():
        return render_template("accounts/passkeys/show.html", passkey=passkey, form=form), 422
    actions.rename_passkey(db(), current_person(), public_id, form.name.data)
    return redirect(url_for("passkeys.index"), 303)


@passkeys.post("/<public_id>/removal")
@limiter.limit("20 per hour")
def remove(public_id: str) -> ResponseReturnValue:
    queries.get_passkey(db(), current_person().id, public_id)
    if password_page := ask_for_password(url_for("passkeys.show", public_id=public_id)):
        return password_page
    try:
        actions.remove_passkey(db(), current_person(), public_id)
        flash("The passkey is removed: it opens nothing here any more. Your device may still list it.", "info")
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    return redirect(url_for("passkeys.index"), 303)


@passkey_sign_in.get("/sign-in/passkey")
def show_sign_in() -> ResponseReturnValue:
    return _render_sign_in()


@passkey_sign_in.post("/sign-in/passkey")
@limiter.limit("20 per minute;100 per hour")
def sign_in() -> ResponseReturnValue:
    try:
        person = _sign(SIGN_IN)
    except InvalidPasskey as refusal:
        return _render_sign_in(refusal.sentence), 400
    login_user(person, remember=False, authn_via=["passkey"])
    # The device asked for a fingerprint, a face or a PIN: that is the second factor.
    note_second_factor(db(), g.session_public_id)
    record_event(db(), "signed_in", account_id=person.account_id, person_id=person.id, after={"by": "passkey"})
    return redirect(_next(person), 303)


@passkey_question.post("/sign-in/second-factor/passkey")
@limiter.limit("20 per minute")
def answer_question() -> ResponseReturnValue:
    """In place of a code."""
    try:
        person = _sign(QUESTION, waiting_person())
    except InvalidPasskey as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for("second_factor_question.show_question", next=_next(waiting_person())), 303)
    note_passkey_given(db(), person, g.session_public_id)
    renew_secret()
    return redirect(_next(person), 303)


@passkey_verify.get("/verify/passkey")
def show_verification() -> ResponseReturnValue:
    return _render_verification()


@passkey_verify.post("/verify/passkey")
@limiter.limit("20 per minute")
def verify() -> ResponseReturnValue:
    """In place of the password, asked for again."""
    try:
        person = _sign(VERIFY, current_person())
    except InvalidPasskey as refusal:
        return _render_verification(refusal.sentence), 400
    with transaction(db()):
        record_event(db(), "reauthenticated", account_id=person.account_id, after={"by": "passkey"})
    note_proof()
    return redirect(_next(person, url_for("settings.show")), 303)


def _sign(purpose: str, person: Person | None = None) -> Person:
    challenge = take_challenge(purpose)
    answer = read_answer(request.form.get("credential", ""))
    return actions.sign_with_passkey(db(), _party(), challenge, answer, person)


def _party() -> RelyingParty:
    return find_relying_party(current_app.extensions["settings"].base_url)


def _next(person: Person, home: str = "") -> str:
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and validate_redirect_url(wanted)
    return wanted if is_ours else home or ("/admin" if person.is_staff else "/dashboard")


def _render_form(form: PasskeyForm, error: str = "") -> str:
    person = current_person()
    options = make_creation_options(
        _party(),
        issue_challenge(ADD),
        handle=queries.find_handle(db(), person.account_id),
        email=person.email,
        known=queries.list_credential_ids(db(), person.id),
    )
    return render_template("accounts/passkeys/new.html", form=form, error=error, options=options, person=person)


def _render_sign_in(error: str = "") -> str:
    options = make_request_options(_party(), issue_challenge(SIGN_IN))
    return render_template(
        "accounts/passkeys/sign_in.html", error=error, options=options, next=request.values.get("next", "")
    )


def _render_verification(error: str = "") -> str:
    known = queries.list_credential_ids(db(), current_person().id)
    options = make_request_options(_party(), issue_challenge(VERIFY), known=known)
    return render_template(
        "accounts/passkeys/verify.html", error=error, options=options, next=_next(current_person(), "/settings")
    )
