"""What Flask-Security reports that says something about an address. `events.reports` commits after it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_security.signals import password_reset, user_registered

from saas.accounts.addresses.actions import mark_confirmed
from saas.accounts.addresses.letters import queue_first_confirmation
from saas.accounts.guesses import end_pause
from saas.accounts.models import Person
from saas.kernel.letters import allows_unasked_letter
from saas.web.session import db


def init_app(app: Flask) -> None:
    user_registered.connect_via(app)(_ask_to_confirm)
    password_reset.connect_via(app)(_confirm)


def _ask_to_confirm(_app: Flask, *, user: Person, **_rest: Any) -> None:
    db().flush()  # a new person has no number before
    if allows_unasked_letter(db(), user.email):
        queue_first_confirmation(db(), user)


def _confirm(_app: Flask, *, user: Person, **_rest: Any) -> None:
    # The link was in a letter to this address.
    mark_confirmed(db(), user)
    end_pause(db(), user.email)
