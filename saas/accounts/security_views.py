"""Two pages in place of Flask-Security's, which look an address up and say what they find: signing up, and asking for a link
to a new password. These take the same work, and say the same, whoever has the address."""

from __future__ import annotations

from flask import Response, after_this_request, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security import anonymous_user_required, hash_password, login_user
from flask_security.utils import _get_post_register_redirect

from saas.accounts import actions, guesses
from saas.accounts.credentials import find_by_password, spend_time_of_passwords
from saas.accounts.forms import ForgottenPasswordForm, SignUpForm
from saas.accounts.models import Person
from saas.kernel.db import commit_for_flask_security
from saas.web.session import db


@anonymous_user_required
def sign_up() -> ResponseReturnValue:
    """A new account for everybody, also where the address is taken. Whoever types the address and the password of an account
    that there is already is signed in to that one."""
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", register_user_form=form)
    known = _find_known(form.email.data, form.password.data)
    person = known or actions.sign_up(db(), form.email.data, hash_password(form.password.data))
    after_this_request(_commit)
    login_user(person, authn_via=["password" if known else "register"])
    return redirect(_get_post_register_redirect())


def request_new_password() -> ResponseReturnValue:
    """The letter is queued by the address; the worker finds whose it is."""
    form = ForgottenPasswordForm()
    if request.method == "GET" and current_user.is_authenticated:
        form.email.data = current_user.email
    sent_to = ""
    if form.validate_on_submit():
        sent_to = form.email.data
        actions.request_new_password(db(), sent_to)
        after_this_request(_commit)
    return render_template("accounts/forgot.html", forgot_password_form=form, sent_to=sent_to)


VIEWS = {"security.register": sign_up, "security.forgot_password": request_new_password}


def _find_known(address: str, password: str) -> Person | None:
    """Whoever has the address and this password, and needs nothing more to sign in. Each try counts as a guess, because it is
    one; counting it first also lets two that sign up at once with one address wait for each other."""
    pause = guesses.find_pause(db(), address)
    guesses.count_guess(db(), address)
    if pause:
        spend_time_of_passwords()
        return None
    util = current_app.extensions["security"]._password_util
    person, _ = find_by_password(db(), address, util.normalize(password))
    needs_more = person is None or not person.active or person.asks_second_factor or person.is_staff
    return None if needs_more else person


def _commit(response: Response) -> Response:
    commit_for_flask_security(db())
    return response
