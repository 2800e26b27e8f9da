"""The forms that ask for the password: to sign in, and to show that it is still the same person."""

from __future__ import annotations

from typing import Any, cast

from flask_security import LoginForm, VerifyForm

from saas.accounts.events.reports import record_failed_sign_in, record_typed_password
from saas.accounts.messages import WRONG_CREDENTIALS
from saas.accounts.models import Person
from saas.accounts.peppers import spend_time_of_old_peppers


class SignInForm(LoginForm):
    """Shows the same message in the same place for an unknown address and a wrong password, so that nobody learns who has an
    account. What was refused is recorded."""

    def validate(self, **kwargs: Any) -> bool:
        is_valid = super().validate(**kwargs)
        if self.user is None and self.password.data:
            spend_time_of_old_peppers()
        if not is_valid and self.email.data and self.password.data:
            record_failed_sign_in(cast(Person | None, self.user))
        if WRONG_CREDENTIALS in self.email.errors:
            self.email.errors, self.password.errors = [], [WRONG_CREDENTIALS]
        return is_valid


class ConfirmPasswordForm(VerifyForm):
    """The password of whoever is signed in, once more. Right or wrong, it is recorded."""

    def validate(self, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(**kwargs))
        if self.password.data:
            record_typed_password(cast(Person, self.user), is_right=is_valid)
        return is_valid
