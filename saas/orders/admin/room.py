"""What every page of the desk needs: a session over all accounts, and who is doing it."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy.orm import Session

from saas.kernel.errors import Refusal
from saas.kernel.tenancy import unscoped
from saas.web.session import engine


class AlreadyOver(Refusal):
    """Somebody was here before; there is nothing left to decide."""


def all_accounts() -> Session:
    return unscoped(engine(), "staff: orders of all accounts")


def author() -> str:
    return str(current_user.email)
