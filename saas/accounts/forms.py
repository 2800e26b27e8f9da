"""The sign-in form."""

from __future__ import annotations

from typing import Any, cast

from flask_security import LoginForm

from saas.accounts.events.reports import record_failed_sign_in
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
