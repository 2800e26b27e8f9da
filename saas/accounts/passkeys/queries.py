"""The passkeys of a person, in a session of the account or over all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.accounts.passkeys.models import Passkey
from saas.kernel.errors import NotFound


def list_passkeys(session: Session, person_id: int) -> Sequence[Passkey]:
    """The newest last."""
    return session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)).all()


def list_credential_ids(session: Session, person_id: int) -> Sequence[str]:
    """What browsers know them by."""
    return [passkey.credential_id for passkey in list_passkeys(session, person_id)]


def has_passkey(session: Session, person_id: int) -> bool:
    return session.scalar(select(Passkey.id).where(Passkey.person_id == person_id).limit(1)) is not None


def get_passkey(session: Session, person_id: int, public_id: str) -> Passkey:
    """Raises NotFound for what is none of theirs."""
    passkey = session.scalar(select(Passkey).where(Passkey.person_id == person_id, Passkey.public_id == public_id))
    if passkey is None:
        raise NotFound("There is no such passkey.")
    return passkey


def find_handle(session: Session, account_id: int) -> str:
    """What a device keeps to name the account: random, and nothing else is known by it."""
    return session.scalars(select(Account.public_id).where(Account.id == account_id)).one()


def find_account_by_handle(session: Session, handle: str) -> int | None:
    """While it is not known who signs in."""
    return session.scalar(select(Account.id).where(Account.public_id == handle))
