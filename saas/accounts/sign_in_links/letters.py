"""The letter with a link that signs in, which is made when it is sent."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.accounts.letters import list_named, make_choice
from saas.accounts.models import Person, SignInLink
from saas.kernel import clock
from saas.kernel.ids import fingerprint, new_public_id, new_token
from saas.kernel.letters import Letter, SecretLetter, allows_unasked_letter, queue_secret_letter, render_letter

SIGN_IN_LINK = SecretLetter("sign_in_link", "The link that signs somebody in")
MAILED_LIFETIME = timedelta(minutes=15)
# The words for it.
WITHIN = "15 minutes"


def queue_link(session: Session, address: str) -> None:
    """Queue the letter, to whomever the address belongs by then. Inside the caller's transaction."""
    if allows_unasked_letter(session, address):
        queue_secret_letter(session, SIGN_IN_LINK, f"sign-in-link:{new_public_id()}", to=address)


def store_link(session: Session, person: Person, lifetime: timedelta, *, proves_address: bool) -> str:
    """The secret of a new link of the person. Inside the caller's transaction."""
    secret = new_token()
    session.add(
        SignInLink(
            person_id=person.id,
            secret_hash=fingerprint(secret),
            expires_at=clock.now() + lifetime,
            proves_address=proves_address,
        )
    )
    record_event(session, "sign_in_link_issued", account_id=person.account_id)
    return secret


def write_sign_in_link(base_url: str, session: Session, key: str, to: str) -> Letter | None:
    """To the owner of the address, or with a link for each account that was made with it. Nothing where nobody has it, and
    for staff without a second factor: a mailbox alone does not make staff."""
    people = list_named(session, to)
    if people and people[0].confirmed_at is not None:
        people = people[:1]
    people = [person for person in people if person.asks_second_factor or not person.is_staff]
    if not people:
        return None
    choices = [
        make_choice(person, _make_link(base_url, store_link(session, person, MAILED_LIFETIME, proves_address=True)))
        for person in people
    ]
    account_id = people[0].account_id
    return render_letter("accounts/sign_in_link", key=key, to=to, account_id=account_id, choices=choices, within=WITHIN)


def _make_link(base_url: str, secret: str) -> str:
    return f"{base_url.rstrip('/')}/sign-in/link/{secret}"
