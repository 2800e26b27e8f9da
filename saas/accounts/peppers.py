"""The pepper of passwords: a secret that every password is hashed with, outside the database, and that can be rotated.

`PASSWORD_PEPPERS` names the peppers, newest first. The first is hashed with. A password that an older one was used for is
recognized at the next sign-in and hashed anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from flask import Flask, current_app


def init_app(app: Flask, peppers: Sequence[str]) -> None:
    """Before Flask-Security, which calls its one pepper a salt."""
    app.config["SECURITY_PASSWORD_SALT"] = peppers[0]
    app.extensions["old_peppers"] = tuple(peppers[1:])


def has_old_pepper(password: str, password_hash: str) -> bool:
    """Whether the password was hashed with an older pepper. Tries all of them, so that a wrong one takes the same time."""
    context = current_app.extensions["security"].pwd_context
    matches = [
        context.verify(_add_pepper(password, old), password_hash) for old in current_app.extensions["old_peppers"]
    ]
    return any(matches)


def spend_time_of_password() -> None:
    """As long as `Person.verify_and_update_password` takes for a wrong password, where there is none to compare with."""
    context = current_app.extensions["security"].pwd_context
    for _ in range(1 + len(current_app.extensions["old_peppers"])):
        context.dummy_verify()


def _add_pepper(password: str, pepper: str) -> bytes:
    """As Flask-Security's `get_hmac` does with its one."""
    return base64.b64encode(hmac.new(pepper.encode(), password.encode(), hashlib.sha512).digest())
