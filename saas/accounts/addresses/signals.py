"""What Flask-Security reports that says something about an address. `events.reports` commits after it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_security.signals import password_reset

from saas.accounts.addresses.actions import mark_confirmed
from saas.accounts.guesses import end_pause
from saas.accounts.models import Person
from saas.web.session import db


def init_app(app: Flask) -> None:
    password_reset.connect_via(app)(_confirm)


def _confirm(_app: Flask, *, user: Person, **_rest: Any) -> None:
    # The link was in a letter to this address.
    mark_confirmed(db(), user)
    end_pause(db(), user.email)
