"""The letters that tell what changed in how somebody signs in."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.kernel.ids import new_public_id
from saas.kernel.letters import queue_letter, render_letter


class Change(StrEnum):
    """What changed; the words are in templates/letters/accounts/sign_in_changed.txt."""

    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_LOST = "factor_lost"
    CODES_REPLACED = "codes_replaced"
    CODE_USED = "code_used"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_REFUSED = "passkey_refused"
    ALL_REMOVED = "all_removed"


def queue_sign_in_notice(session: Session, person: Person, change: Change, **values: Any) -> None:
    """Tell the mailbox of the person, once the address is confirmed: before, it may be somebody else's. Inside the caller's
    transaction."""
    key = f"sign-in-changed:{new_public_id()}"
    values |= {"account_id": person.account_id, "change": str(change)}
    letter = render_letter("accounts/sign_in_changed", key=key, to=person.email, **values)
    queue_letter(session, letter, is_held=person.confirmed_at is None)
