"""Which passwords are refused.

There are no rules on letters, digits or signs. What is refused is what attackers try first: passwords of known breaches and
what is derived from them, and what is near to the person's own address or our name. That is estimated offline, by zxcvbn.
"""

from __future__ import annotations

from typing import Any

from flask_security import PasswordUtil
from zxcvbn import zxcvbn

from saas.accounts.messages import TOO_COMMON, TOO_LONG, TOO_SHORT, TOO_SIMPLE

MIN_LENGTH, MAX_LENGTH = 10, 256
# What an estimate looks at: it takes time with the square of the length, and a longer password is never weaker.
ESTIMATED_LENGTH = 40
# Of zxcvbn's five: 2 needs more than a million guesses, which a throttled sign-in does not give.
LEAST_SCORE = 2
OUR_WORDS = ("careercanopy", "career", "canopy")
# A list of known passwords, as zxcvbn names it.
KNOWN_PASSWORDS = "passwords"  # the name of a dictionary


class EstimatingPasswordUtil(PasswordUtil):
    """Flask-Security's check of a new password."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """The sentence that refuses the password, if one does, and the password as it is hashed."""
        normal = self.normalize(password)
        user = kwargs.get("user")
        sentence = find_fault(normal, str(kwargs.get("email") or getattr(user, "email", "")))
        return ([sentence] if sentence else None), normal


def find_fault(password: str, email: str) -> str | None:
    """The sentence that refuses a password of the person with this address; None where it may be used."""
    if len(password) < MIN_LENGTH:
        return TOO_SHORT
    if len(password) > MAX_LENGTH:
        return TOO_LONG
    own_words = [word for word in (email, *email.replace("@", " ").replace(".", " ").split()) if len(word) > 2]
    estimate = zxcvbn(password[:ESTIMATED_LENGTH], user_inputs=[*OUR_WORDS, *own_words])
    if estimate["score"] >= LEAST_SCORE:
        return None
    is_known = [part.get("dictionary_name") for part in estimate["sequence"]] == [KNOWN_PASSWORDS]
    return TOO_COMMON if is_known else TOO_SIMPLE
