"""Guessing at one address from many sources: after so many wrong passwords, none is looked at for a while.

Whoever is signed in stays so, and a link to a new password works meanwhile and ends the pause, so a stranger who guesses
locks nobody out. Addresses that nobody has are paused alike.
"""

from __future__ import annotations

import math
from datetime import timedelta

from sqlalchemy.orm import Session

from saas.kernel.formatting import pluralize
from saas.kernel.throttles import Throttle

# More than one source may try in an hour (`flask_security_setup`), so one alone pauses nobody.
GUESSES = Throttle("sign-in-guesses", 120, timedelta(hours=1))


def find_pause(session: Session, address: str) -> timedelta | None:
    """How long no password for this address is looked at, or None."""
    return GUESSES.find_wait(session, _subject(address))


def count_guess(session: Session, address: str) -> None:
    """Count a wrong password, in the caller's transaction."""
    GUESSES.count_hit(session, _subject(address))


def end_pause(session: Session, address: str) -> None:
    """A new password was set by a letter to the address."""
    GUESSES.forget(session, _subject(address))


def describe_pause(pause: timedelta) -> str:
    minutes = max(1, math.ceil(pause.total_seconds() / 60))
    return (
        "There were many wrong passwords for this address, so none is looked at for "
        f"{pluralize(minutes, 'minute')}. A link to a new password works at once."
    )


def _subject(address: str) -> str:
    return address.strip().lower()
