"""Adding a passkey, naming and removing it, and signing with it. Each is one transaction."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.accounts.models import Person
from saas.accounts.passkeys.models import Passkey
from saas.accounts.passkeys.queries import find_account_by_handle, get_passkey, list_passkeys
from saas.accounts.passkeys.rules import (
    NOT_TAKEN,
    Answer,
    InvalidPasskey,
    NewPasskey,
    RelyingParty,
    is_copied,
    verify_answer,
)
from saas.accounts.queries import find_person
from saas.accounts.second_factors.actions import (
    UNCONFIRMED,
    delete_second_factor,
    note_whether_asked,
    start_recovery_codes,
)
from saas.accounts.second_factors.letters import Change, queue_sign_in_notice
from saas.accounts.second_factors.queries import has_second_factor
from saas.accounts.sessions.actions import end_sessions
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.tenancy import bind_account
from saas.kernel.throttles import Throttle

MAX_PASSKEYS = 20
# A challenge is taken once; by the end of the window it is too old anyway (`challenges.LIFETIME`).
ANSWERS = Throttle("passkey-answers", 1, timedelta(minutes=15))
UNNAMED = "Passkey"
KNOWN = "This device has a passkey for CareerCanopy already."
COPIED = (
    "This passkey was not taken: its device counts its signatures, and the count went back, so somebody may have a copy of "
    "it. Sign in another way, and remove it in Settings. A letter says the same."
)


def add_passkey(session: Session, person: Person, new: NewPasskey, name: str, session_id: str) -> list[str]:
    """Recovery codes, which are shown once, where it is the first second factor of staff; else none. Raises InvalidPasskey
    for one that is known. Refuses an address that nobody has confirmed: whoever mistyped it would have a key to its owner's
    account."""
    try:
        with transaction(session):
            if person.confirmed_at is None and not person.is_staff:
                raise Refusal(UNCONFIRMED)
            if len(list_passkeys(session, person.id)) >= MAX_PASSKEYS:
                raise Refusal(f"You have {MAX_PASSKEYS} passkeys. Remove one that you no longer use.")
            session.add(
                Passkey(
                    account_id=person.account_id,
                    person_id=person.id,
                    credential_id=new.credential_id,
                    public_key=new.public_key,
                    sign_count=new.sign_count,
                    is_synced=new.is_synced,
                    name=name or UNNAMED,
                )
            )
            session.flush()
            record_event(session, "passkey_added", account_id=person.account_id)
            queue_sign_in_notice(session, person, Change.PASSKEY_ADDED)
            codes = start_recovery_codes(session, person, session_id) if person.is_staff else []
            note_whether_asked(session, person)
    except IntegrityError:
        raise InvalidPasskey(KNOWN) from None
    return codes


def rename_passkey(session: Session, person: Person, public_id: str, name: str) -> None:
    with transaction(session):
        get_passkey(session, person.id, public_id).name = name or UNNAMED


def remove_passkey(session: Session, person: Person, public_id: str) -> None:
    """Staff keep one second factor: Refusal for the last one."""
    with transaction(session):
        passkey = get_passkey(session, person.id, public_id)
        is_last = not has_second_factor(session, person.id) and len(list_passkeys(session, person.id)) == 1
        if person.is_staff and is_last:
            raise Refusal(
                "Staff pages need a second factor, and this is your only one. Add another before you remove it."
            )
        session.delete(passkey)
        session.flush()
        record_event(session, "passkey_removed", account_id=person.account_id)
        queue_sign_in_notice(session, person, Change.PASSKEY_REMOVED)
        note_whether_asked(session, person)


def delete_passkeys(session: Session, person: Person) -> None:
    """All of a person. In a session of the account or over all, inside the caller's transaction."""
    removed = delete(Passkey).where(Passkey.person_id == person.id).returning(Passkey.id)
    if session.scalars(removed).all():
        record_event(session, "passkey_removed", account_id=person.account_id, person_id=person.id)
    note_whether_asked(session, person)


def remove_all_keys(session: Session, email: str) -> None:
    """For support, who have made sure whom they speak to: the second factor and every passkey go, and every session ends, so
    that the password or the mailbox opens the account. It is told by letter. Raises NotFound; Refusal for staff, who are
    revoked and invited anew."""
    with transaction(session):
        person = find_person(session, email)
        if person is None:
            raise NotFound(f"There is nobody with the address {email}.")
        if person.is_staff:
            raise Refusal(f"{email} is staff: take the rights away, and invite them anew.")
        delete_second_factor(session, person)
        delete_passkeys(session, person)
        end_sessions(session, person.id)
        queue_sign_in_notice(session, person, Change.ALL_REMOVED)


def sign_with_passkey(
    session: Session, party: RelyingParty, challenge: bytes, answer: Answer, person: Person | None = None
) -> Person:
    """Whose passkey signed the challenge; `person`, where it must be theirs. The session is given to the account.

    Raises InvalidPasskey, also where the count of signatures went back: that is recorded and told by letter.
    """
    with transaction(session):
        if ANSWERS.count_hit(session, challenge.hex()) is not None:
            raise InvalidPasskey(NOT_TAKEN)
        account_id = person.account_id if person else find_account_by_handle(session, answer.handle)
        if account_id is None:
            raise InvalidPasskey(NOT_TAKEN)
        bind_account(session, account_id)
        passkey = session.scalar(select(Passkey).where(Passkey.credential_id == answer.credential_id).with_for_update())
        if passkey is None or (person is not None and passkey.person_id != person.id):
            raise InvalidPasskey(NOT_TAKEN)
        count = verify_answer(party, challenge, answer, passkey.public_key)
        owner = session.get_one(Person, passkey.person_id)
        if not owner.active:
            raise InvalidPasskey(NOT_TAKEN)
        is_refused = is_copied(passkey.sign_count, count)
        if is_refused:
            record_event(session, "passkey_refused", account_id=account_id, person_id=owner.id)
            queue_sign_in_notice(session, owner, Change.PASSKEY_REFUSED)
        else:
            passkey.sign_count, passkey.last_used_at = count, clock.now()
    if is_refused:
        raise InvalidPasskey(COPIED)
    return owner
