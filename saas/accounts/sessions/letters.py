"""The letter to somebody whom staff signed out."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.kernel.ids import new_public_id
from saas.kernel.letters import queue_letter, render_letter


def queue_signed_out_notice(session: Session, email: str) -> None:
    """Inside the caller's transaction."""
    key = f"signed_out:{new_public_id()}"
    queue_letter(session, render_letter("accounts/signed_out", key=key, to=email))
