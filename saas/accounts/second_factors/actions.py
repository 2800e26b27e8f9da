"""Setting a second factor up, giving it, and removing it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.accounts.models import Person
from saas.accounts.passkeys.queries import has_passkey
from saas.accounts.second_factors.letters import Change, queue_sign_in_notice
from saas.accounts.second_factors.models import RecoveryCode, SecondFactor
from saas.accounts.second_factors.queries import count_recovery_codes, find_second_factor, has_second_factor
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


UNCONFIRMED = "Confirm your address first: letters about your second factor go there."
# How long after it was asked for a lost second factor is turned off.
LOSS_WAIT = timedelta(days=7)


class WrongCode(Refusal):
    """The code is none that is taken now: wrong, too old, or given before."""


class TooManyTries(Refusal):
    """Codes of this person are not looked at for a while."""

    def __init__(self, wait: timedelta) -> None:
        minutes = max(1, round(wait.total_seconds() / 60))
        super().__init__(f"There were too many tries. Try again in {minutes} minute{'' if minutes == 1 else 's'}.")


def begin_set_up(session: Session, person: Person) -> None:
    """A new key for the app of the person. One that was shown before, and that no code came back of, ends. Refuses a second
    one, and an address that nobody has confirmed: whoever mistyped it would lock its owner out."""
    with transaction(session):
        if has_second_factor(session, person.id):
            raise Refusal("You have a second factor already. Turn it off before you set up another.")
        if person.confirmed_at is None and not person.is_staff:
            raise Refusal(UNCONFIRMED)
        session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))
        _find_or_add_factor(session, person)


def finish_set_up(session: Session, person: Person, typed: str, session_id: str) -> list[str]:
    """The recovery codes, which are shown once, if a code of the app was typed. Raises WrongCode, TooManyTries."""
    _count_try(session, person)
    with transaction(session):
        factor = find_second_factor(session, person.id)
        is_new = factor is not None and factor.confirmed_at is None
        is_right = factor is not None and is_new and _take_step(session, factor, typed)
        if is_right and factor is not None:
            factor.confirmed_at = clock.now()
            _record(session, person, "second_factor_added", "totp")
            _note_passed(session, person, session_id)
            codes = _replace_recovery_codes(session, person)
            note_whether_asked(session, person)
            queue_sign_in_notice(session, person, Change.FACTOR_ADDED)
        else:
            _record(session, person, "second_factor_failed", "totp")
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
            _record(session, person, "second_factor_passed", method)
        else:
            _record(session, person, "second_factor_failed", "code")
    if not method:
        raise WrongCode("This code is not right, or it was used before. Wait for the next one that the app shows.")


def replace_recovery_codes(session: Session, person: Person) -> list[str]:
    """New recovery codes; the earlier ones end."""
    with transaction(session):
        if not person.asks_second_factor:
            raise Refusal("Recovery codes stand in for a second factor, and you have none.")
        queue_sign_in_notice(session, person, Change.CODES_REPLACED)
        return _replace_recovery_codes(session, person)


def turn_off(session: Session, person: Person) -> None:
    """Sign in by the password alone from now on. Staff may not."""
    with transaction(session):
        if person.is_staff:
            raise Refusal("Staff pages need a second factor, so yours stays on.")
        if delete_second_factor(session, person):
            queue_sign_in_notice(session, person, Change.FACTOR_REMOVED)


def report_loss(session: Session, person: Person) -> datetime:
    """When the lost second factor can be turned off. Until then a letter says so, and giving a code, or a new password,
    takes it back. Refuses for staff, who are invited anew."""
    with transaction(session):
        factor = find_second_factor(session, person.id)
        if factor is None or person.is_staff:
            raise Refusal("Whoever runs the server takes your rights away and invites you anew.")
        if factor.lost_until is None:
            factor.lost_until = clock.now() + LOSS_WAIT
            _record(session, person, "second_factor_lost", "totp")
            queue_sign_in_notice(session, person, Change.FACTOR_LOST, ends_on=factor.lost_until)
        return factor.lost_until


def take_loss_back(session: Session, person_id: int) -> None:
    """The second factor was not lost. Inside the caller's transaction."""
    factors = update(SecondFactor).where(SecondFactor.person_id == person_id).values(lost_until=None)
    session.execute(factors.execution_options(synchronize_session=False))


def turn_off_lost(session: Session, person: Person, *, came_by_letter: bool) -> None:
    """Turn a second factor off that was reported as lost long enough ago, in a session that began with a link from the
    mailbox: a password alone does not take the second factor away. Refuses otherwise."""
    if not came_by_letter:
        raise Refusal("Sign in with a sign-in link first: it shows that the mailbox is yours.")
    with transaction(session):
        factor = find_second_factor(session, person.id)
        if factor is None or person.is_staff or factor.lost_until is None or factor.lost_until > clock.now():
            raise Refusal("The second factor cannot be turned off yet.")
        delete_second_factor(session, person)
        queue_sign_in_notice(session, person, Change.FACTOR_REMOVED)


def start_recovery_codes(session: Session, person: Person, session_id: str) -> list[str]:
    """The first codes of somebody whose passkey is the second factor; none where there are some. Inside the caller's
    transaction."""
    if count_recovery_codes(session, person.id):
        return []
    note_second_factor(session, session_id)
    return _replace_recovery_codes(session, person)


def note_passkey_given(session: Session, person: Person, session_id: str) -> None:
    """A passkey of the person signed, in place of a code."""
    with transaction(session):
        _note_passed(session, person, session_id)
        _record(session, person, "second_factor_passed", "passkey")


def delete_second_factor(session: Session, person: Person) -> bool:
    """The app, and the recovery codes. Whether there was one. Inside the caller's transaction."""
    removed = delete(SecondFactor).where(SecondFactor.person_id == person.id).returning(SecondFactor.confirmed_at)
    had_one = any(session.scalars(removed).all())
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    if had_one:
        _record(session, person, "second_factor_removed", "totp")
    note_whether_asked(session, person)
    return had_one


def note_whether_asked(session: Session, person: Person) -> None:
    """Write whether signing in asks the person for a second factor. After each change of what they have, inside the
    caller's transaction."""
    session.flush()
    # For customers a passkey is a way in beside the password, and no second factor that is asked for after it.
    asks = has_second_factor(session, person.id) or (person.is_staff and has_passkey(session, person.id))
    session.execute(update(Person).where(Person.id == person.id).values(asks_second_factor=asks))


def set_up_for_development(session: Session, person: Person) -> str:
    """The secret of a factor that needs no app, and whose last code may be given again. Never in production."""
    with transaction(session):
        factor = _find_or_add_factor(session, person)
        factor.confirmed_at, factor.last_step = factor.confirmed_at or clock.now(), 0
        note_whether_asked(session, person)
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
    if factor is not None and factor.confirmed_at is not None and _take_step(session, factor, typed):
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
    after = {"count": left}
    record_event(session, "recovery_code_used", account_id=person.account_id, person_id=person.id, after=after)
    queue_sign_in_notice(session, person, Change.CODE_USED, count=left)
    return True


def _note_passed(session: Session, person: Person, session_id: str) -> None:
    note_second_factor(session, session_id)
    take_loss_back(session, person.id)
    for throttle in TRIES:
        delete_count(session, f"{throttle.name}:{person.id}")


def _replace_recovery_codes(session: Session, person: Person) -> list[str]:
    codes = new_recovery_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.add_all(RecoveryCode(person_id=person.id, code_hash=fingerprint(code)) for code in codes)
    record_event(session, "recovery_codes_created", account_id=person.account_id, after={"count": len(codes)})
    return codes


def _record(session: Session, person: Person, kind: str, method: str) -> None:
    """Whoever gives a second factor is not signed in yet."""
    record_event(session, kind, account_id=person.account_id, person_id=person.id, after={"method": method})
