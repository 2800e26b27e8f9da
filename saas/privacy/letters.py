"""The last letter: that everything was deleted, and what is kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.kernel.ids import new_public_id
from saas.kernel.letters import queue_letter, render_letter


def queue_account_deleted(session: Session, address: str) -> None:
    """With the address in hand, which is erased as soon as the letter was sent or given up."""
    letter = render_letter("privacy/account_deleted", key=f"account_deleted:{new_public_id()}", to=address)
    queue_letter(session, letter, is_last=True)
