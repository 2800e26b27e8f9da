"""The form of signing in."""

from __future__ import annotations

from typing import Any

from flask_security import LoginForm

from saas.accounts.words import NOT_TOGETHER


class SignInForm(LoginForm):
    """Says the same in the same place for an unknown address and a wrong password: it must not tell who has an account."""

    def validate(self, **kwargs: Any) -> bool:
        is_valid = super().validate(**kwargs)
        if NOT_TOGETHER in self.email.errors:
            self.email.errors, self.password.errors = [], [NOT_TOGETHER]
        return is_valid
