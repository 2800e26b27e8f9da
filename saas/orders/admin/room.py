"""What every page of the desk needs: a session over all accounts, Stripe, and who is doing it."""

from __future__ import annotations

from typing import cast

from flask import current_app
from flask_login import current_user
from sqlalchemy.orm import Session

from saas.kernel.errors import Refusal
from saas.kernel.tenancy import unscoped
from saas.orders.gateway import Gateway
from saas.web.session import engine


class AlreadyOver(Refusal):
    """Somebody was here before; there is nothing left to decide."""


def all_accounts() -> Session:
    return unscoped(engine(), "staff: orders of all accounts")


def gateway() -> Gateway:
    return cast(Gateway, current_app.extensions["stripe"])


def author() -> str:
    return str(current_user.email)


def faults(errors: dict[str, list[str]]) -> dict[str, str]:
    """One sentence for each field of a form that was refused."""
    return {name: sentences[0] for name, sentences in errors.items()}
