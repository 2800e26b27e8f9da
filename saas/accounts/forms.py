"""The sign-in form."""

from __future__ import annotations

from typing import Any

from flask_security import LoginForm

from saas.accounts.messages import WRONG_CREDENTIALS


class SignInForm(LoginForm):
    """Shows the same message in the same place for an unknown address and a wrong password, so that nobody learns who has an
    account."""

    def validate(self, **kwargs: Any) -> bool:
        is_valid = super().validate(**kwargs)
        if WRONG_CREDENTIALS in self.email.errors:
            self.email.errors, self.password.errors = [], [WRONG_CREDENTIALS]
        return is_valid
