"""The forms that ask for a password or an address: to sign in, to sign up, and to show that it is still the same person."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from flask import Response, after_this_request, current_app, request
from flask_security import LoginForm, RegisterFormV2, VerifyForm
from wtforms import EmailField, StringField
from wtforms.validators import InputRequired

from saas.accounts import guesses
from saas.accounts.credentials import find_by_password
from saas.accounts.events.reports import record_failed_sign_in, record_typed_password
from saas.accounts.messages import CLOSED, NO_ADDRESS, NO_EMAIL, WRONG_CREDENTIALS
from saas.accounts.models import Person
from saas.web.forms import EmailAddress, Form, clean_email
from saas.web.session import db


class SignInForm(LoginForm):
    """Shows the same message in the same place for an unknown address and a wrong password, so that nobody learns who has an
    account. What was refused is recorded, and many refusals for one address end in a pause."""

    def validate(self, **kwargs: Any) -> bool:
        address = str(self.email.data or "")
        if pause := guesses.find_pause(db(), address):
            self.password.errors = [guesses.describe_pause(pause)]
            after_this_request(partial(_mark_as_paused, int(pause.total_seconds()) + 1))
            return False
        # Flask-Security's own looks the address up, and knows one person for it.
        if not super(LoginForm, self).validate(**kwargs):
            return False
        util = current_app.extensions["security"]._password_util
        person, meant = find_by_password(db(), str(self.email.data), util.normalize(self.password.data))
        if person is None or not person.active:
            guesses.count_guess(db(), address)
            record_failed_sign_in(person or meant)
            self.password.errors = [WRONG_CREDENTIALS if person is None else CLOSED]
            return False
        self.user, self.user_authenticated = person, True
        return True


class SignUpForm(RegisterFormV2):
    """Says nothing of whether an account has the address."""

    email = EmailField(filters=[clean_email], validators=[InputRequired(NO_EMAIL), EmailAddress(NO_ADDRESS)])

    def __init__(self, **initial: Any) -> None:
        super().__init__((request.form or None) if self.is_submitted() else None, **initial)


class ForgottenPasswordForm(Form):
    email = StringField(filters=[clean_email], validators=[InputRequired(NO_EMAIL), EmailAddress(NO_ADDRESS)])


def _mark_as_paused(seconds: int, response: Response) -> Response:
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response


class ConfirmPasswordForm(VerifyForm):
    """The password of whoever is signed in, once more. Right or wrong, it is recorded."""

    def validate(self, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(**kwargs))
        if self.password.data:
            record_typed_password(cast(Person, self.user), is_right=is_valid)
        return is_valid
