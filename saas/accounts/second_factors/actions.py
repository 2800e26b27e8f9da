"""Setting a second factor up, giving it, and removing it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.accounts.models import Person
from saas.accounts.second_factors.models import RecoveryCode, SecondFactor
from saas.accounts.second_factors.queries import count_recovery_codes, find_second_factor
from saas.accounts.second_factors.rules import find_step, new_recovery_codes, new_secret, normalize_recovery_code
from saas.accounts.sessions.actions import note_second_factor
from saas.kernel import clock
from saas.kernel.db import insert_if_absent, transaction
from saas.kernel.errors import Refusal
from saas.kernel.ids import fingerprint
from saas.kernel.throttles import Throttle, delete_count

# Tries of one person, right ones too. A right one begins the count anew.
TRIES = (
    Throttle("second-factor-tries", 5, timedelta(minutes=15)),
    Throttle("second-factor-tries-day", 25, timedelta(days=1)),
)


class WrongCode(Refusal):
    """The code is none that is taken now: wrong, too old, or given before."""


class TooManyTries(Refusal):
    """Codes of this person are not looked at for a while."""

    def __init__(self, wait: timedelta) -> None:
        minutes = max(1, round(wait.total_seconds() / 60))
        super().__init__(f"There were too many tries. Try again in {minutes} minute{'' if minutes == 1 else 's'}.")


def begin_set_up(session: Session, person: Person) -> SecondFactor:
    """The factor that the person sets up now: the same until a code of it has come back."""
    with transaction(session):
        return _find_or_add_factor(session, person)


def finish_set_up(session: Session, person: Person, typed: str, session_id: str) -> list[str]:
    """The recovery codes, which are shown once, if a code of the app was typed. Raises WrongCode, TooManyTries."""
    _count_try(session, person)
    with transaction(session):
        factor = find_second_factor(session, person.id)
        is_new = factor is not None and factor.confirmed_at is None
        is_right = factor is not None and is_new and _take_step(session, factor, typed)
        if is_right and factor is not None:
            factor.confirmed_at = clock.now()
            record_event(session, "second_factor_added", account_id=person.account_id, after={"method": "totp"})
            _note_passed(session, person, session_id)
            codes = _replace_recovery_codes(session, person)
        else:
            record_event(session, "second_factor_failed", account_id=person.account_id, after={"method": "totp"})
    if not is_right:
        raise WrongCode("This is not the code that the app shows now. Type the newest one.")
    return codes


def give_code(session: Session, person: Person, typed: str, session_id: str) -> None:
    """Take a code of the app, or a recovery code, for this session. Raises WrongCode, TooManyTries."""
    _count_try(session, person)
    with transaction(session):
        method = _find_method(session, person, typed)
        if method:
            _note_passed(session, person, session_id)
            record_event(session, "second_factor_passed", account_id=person.account_id, after={"method": method})
        else:
            record_event(session, "second_factor_failed", account_id=person.account_id, after={"method": "code"})
    if not method:
        raise WrongCode("This code is not right, or it was used before. Wait for the next one that the app shows.")


def replace_recovery_codes(session: Session, person: Person) -> list[str]:
    """New recovery codes; the earlier ones end."""
    with transaction(session):
        return _replace_recovery_codes(session, person)


def delete_second_factor(session: Session, person: Person) -> None:
    """Inside the caller's transaction."""
    removed = delete(SecondFactor).where(SecondFactor.person_id == person.id).returning(SecondFactor.confirmed_at)
    if any(session.scalars(removed).all()):
        record_event(session, "second_factor_removed", account_id=person.account_id, after={"method": "totp"})
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def set_up_for_development(session: Session, person: Person) -> str:
    """The secret of a factor that needs no app, and whose last code may be given again. Never in production."""
    with transaction(session):
        factor = _find_or_add_factor(session, person)
        factor.confirmed_at, factor.last_step = factor.confirmed_at or clock.now(), 0
        return factor.secret


def _find_or_add_factor(session: Session, person: Person) -> SecondFactor:
    row = {"person_id": person.id, "secret": new_secret(), "last_step": 0, "created_at": clock.now()}
    insert_if_absent(session, SecondFactor, row)
    return session.scalars(select(SecondFactor).where(SecondFactor.person_id == person.id)).one()


def _count_try(session: Session, person: Person) -> None:
    """Before the code is looked at and in a transaction of its own, so that tries at once are counted as well."""
    with transaction(session):
        waits = [wait for throttle in TRIES if (wait := throttle.count_hit(session, str(person.id)))]
    if waits:
        raise TooManyTries(max(waits))


def _find_method(session: Session, person: Person, typed: str) -> str:
    """How the typed code was taken: totp or recovery; empty where it was not."""
    factor = find_second_factor(session, person.id)
    if factor is None or factor.confirmed_at is None:
        return ""
    if _take_step(session, factor, typed):
        return "totp"
    return "recovery" if _take_recovery_code(session, person, typed) else ""


def _take_step(session: Session, factor: SecondFactor, typed: str) -> bool:
    """Whether the code is right and no code of its step or a later one was taken. Of two at once, one is."""
    step = find_step(factor.secret, typed, clock.now())
    if step is None:
        return False
    newer = update(SecondFactor).where(SecondFactor.id == factor.id, SecondFactor.last_step < step)
    statement = newer.values(last_step=step).returning(SecondFactor.id)
    return session.scalar(statement.execution_options(synchronize_session=False)) is not None


def _take_recovery_code(session: Session, person: Person, typed: str) -> bool:
    code_hash = fingerprint(normalize_recovery_code(typed))
    unused = update(RecoveryCode).where(RecoveryCode.person_id == person.id, RecoveryCode.code_hash == code_hash)
    statement = unused.where(RecoveryCode.used_at.is_(None)).values(used_at=clock.now()).returning(RecoveryCode.id)
    if session.scalar(statement.execution_options(synchronize_session=False)) is None:
        return False
    left = count_recovery_codes(session, person.id)
    record_event(session, "recovery_code_used", account_id=person.account_id, after={"count": left})
    return True


def _note_passed(session: Session, person: Person, session_id: str) -> None:
    note_second_factor(session, session_id)
    for throttle in TRIES:
        delete_count(session, f"{throttle.name}:{person.id}")


def _replace_recovery_codes(session: Session, person: Person) -> list[str]:
    codes = new_recovery_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.add_all(RecoveryCode(person_id=person.id, code_hash=fingerprint(code)) for code in codes)
    record_event(session, "recovery_codes_created", account_id=person.account_id, after={"count": len(codes)})
    return codes
