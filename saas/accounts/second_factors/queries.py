"""The second factor of a person."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.accounts.second_factors.models import RecoveryCode, SecondFactor


def find_second_factor(session: Session, person_id: int) -> SecondFactor | None:
    """Also one that is being set up."""
    return session.scalar(select(SecondFactor).where(SecondFactor.person_id == person_id))


def has_second_factor(session: Session, person_id: int) -> bool:
    """Whether one was set up to the end."""
    factor = find_second_factor(session, person_id)
    return factor is not None and factor.confirmed_at is not None


def count_recovery_codes(session: Session, person_id: int) -> int:
    """How many are left."""
    unused = select(func.count(RecoveryCode.id)).where(RecoveryCode.person_id == person_id)
    return session.scalar(unused.where(RecoveryCode.used_at.is_(None))) or 0
