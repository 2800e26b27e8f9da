"""People and accounts found by an address, or by what else a person knows of them.

Several may have typed one address, and one at most has confirmed it: that one is its owner.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account, Person
from saas.kernel.errors import Refusal


class AmbiguousAddress(Refusal):
    """Several people typed the address, and none has confirmed it."""


def list_people(session: Session, address: str, limit: int) -> Sequence[Person]:
    """Whoever has the address: its owner first, then those who typed it, the newest first. One statement."""
    theirs = select(Person).where(Person.email == normalize_address(address))
    ordered = theirs.order_by(Person.confirmed_at.is_(None), Person.id.desc()).limit(limit)
    return session.scalars(ordered).unique().all()


def find_owner(session: Session, address: str) -> Person | None:
    """Whoever has confirmed the address."""
    confirmed = select(Person).where(Person.email == normalize_address(address), Person.confirmed_at.is_not(None))
    return session.scalars(confirmed).unique().one_or_none()


def find_person(session: Session, address: str) -> Person | None:
    """The owner of the address, or the only person who typed it. Raises AmbiguousAddress."""
    people = list_people(session, address, limit=2)
    if len(people) > 1 and people[0].confirmed_at is None:
        raise AmbiguousAddress(
            f"Several accounts were made with {address}, and none has confirmed it. Name one by its public id."
        )
    return people[0] if people else None


def find_account_id(session: Session, name: str) -> int | None:
    """The account whose public id is `name`, or the account of the person with that address, as `find_person` finds it. In a
    session over all accounts. Raises AmbiguousAddress."""
    by_public_id = session.scalar(select(Account.id).where(Account.public_id == name))
    if by_public_id is not None:
        return by_public_id
    person = find_person(session, name)
    return person.account_id if person else None


def normalize_address(address: str) -> str:
    """As addresses are stored."""
    return address.strip().lower()
