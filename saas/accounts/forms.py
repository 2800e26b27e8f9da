"""The forms that ask for the password: to sign in, and to show that it is still the same person."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from flask import Response, after_this_request
from flask_security import LoginForm, VerifyForm

from saas.accounts import guesses
from saas.accounts.events.reports import record_failed_sign_in, record_typed_password
from saas.accounts.messages import WRONG_CREDENTIALS
from saas.accounts.models import Person
from saas.accounts.peppers import spend_time_of_old_peppers
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
        is_valid = super().validate(**kwargs)
        if self.user is None and self.password.data:
            spend_time_of_old_peppers()
        if not is_valid and self.email.data and self.password.data:
            guesses.count_guess(db(), address)
            record_failed_sign_in(cast(Person | None, self.user))
        if WRONG_CREDENTIALS in self.email.errors:
            self.email.errors, self.password.errors = [], [WRONG_CREDENTIALS]
        return is_valid


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
