"""Who an address and a password belong to.

Several people may have one address. So many of them are tried, its owner first, and as many passwords are hashed whatever is
found, so that the time tells nobody who has an account.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.accounts.models import Person
from saas.accounts.peppers import spend_time_of_password
from saas.accounts.queries import list_people

# The owner and the last who signed up with the address, or the last two. Whoever is none of them sets a new password by a
# letter, which names each account of the address.
TRIED = 2


def find_by_password(session: Session, address: str, password: str) -> tuple[Person | None, Person | None]:
    """The person whose password it is, if any; and whom a wrong one was meant for, for the log. `password` is normalized."""
    people = list_people(session, address, limit=TRIED)
    matches = [person for person in people if _is_password_of(person, password)]
    spend_time_of_passwords(TRIED - len(people))
    return (matches[0] if matches else None), (people[0] if people else None)


def spend_time_of_passwords(count: int = TRIED) -> None:
    """As long as `find_by_password` takes."""
    for _ in range(count):
        spend_time_of_password()


def _is_password_of(person: Person, password: str) -> bool:
    if not person.password:
        spend_time_of_password()
        return False
    return person.verify_and_update_password(password)
