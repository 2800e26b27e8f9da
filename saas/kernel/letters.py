"""Letters: rendered from a template, queued in the transaction that causes them, sent by a worker.

The text is in `templates/letters/<feature>/<name>.txt`, with `<name>.html` beside it for a letter that has an HTML part:

    Subject: Receipt for order {{ order.public_id }}

    You paid {{ order.total_cents|cents }} on {{ paid_on|day }}.

The first line is the subject, followed by a blank line. Both files are Jinja with the filters of the pages (`usd`,
`cents`, `day`, `plural`). A missing value is an error; in HTML, values are escaped. A feature renders and queues its
letters in its `letters.py`:

    queue_letter(session, render_letter("shop/receipt", key=f"receipt:{order.public_id}", to=order.email, order=order))

A letter with a link that opens something for whoever reads it is never stored. It is queued by ids, and the worker
writes it, and makes its secret, when it is sent:

    GIFT = SecretLetter("gift", "The link to a gift")                                             # in the feature
    queue_secret_letter(session, GIFT, f"gift:{seat.public_id}", to=address, seat=seat.public_id)  # in its action
    {GIFT: write_gift}                                                       # in `list_letter_writers` of saas/jobs.py

A queued letter is a row of `letters`; the job that sends it holds only its key. The text is erased once the letter has
been sent, and the row stays, so no key is sent twice. A letter that was given up keeps what it needs to be sent again: its
text, or the ids that it is written from. Nothing here needs Flask, because the worker has none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, select_autoescape
from sqlalchemy import BigInteger, String, Text, Update, false, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey, insert_if_absent, transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.formatting import FILTERS
from saas.kernel.jobs import LETTERS, Job, check_ids, enqueue
from saas.kernel.throttles import Throttle

TEMPLATES = Path(__file__).parents[2] / "templates"
SUBJECT = "Subject:"
# Four hours of attempts: a mail server may be down for an evening.
SEND_LETTER = Job("send_letter", LETTERS, max_attempts=16)
# How long the address of a letter is kept, and how long one that failed can be sent again.
KEEP_ADDRESS = timedelta(days=30)
# What somebody else may cause to be sent to one address: by asking to reset its password, by signing up with it again.
THROTTLES_OF_UNASKED = (
    Throttle("unasked-letters-hour", 5, timedelta(hours=1)),
    Throttle("unasked-letters-day", 15, timedelta(days=1)),
)
ERASED = {
    "address": "",
    "subject": "",
    "text": "",
    "html": "",
    "account_id": None,
    "arguments": "{}",
    "reason": "",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """`key` identifies the letter: a key is sent once and becomes the Message-ID. `account_id` is the account it is about; None
    where it is about none, or that is found when it is written."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    is_secret: bool = False  # only in jobs of earlier versions, which hold the whole letter
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class SecretLetter:
    """A kind of letter whose text opens something: a link to sign in, to set a password, to claim a seat. `name` is stored;
    `about` is what staff read of it, where it did not arrive."""

    name: str
    about: str


# `writer(session, key, to, **ids)` writes a secret letter from the ids it was queued with, in a transaction that it may
# write in; None where there is nothing to send any more. It may run again after a failed attempt.
Writer = Callable[..., Letter | None]
NO_WRITERS: Mapping[SecretLetter, Writer] = MappingProxyType({})


class LetterState(StrEnum):
    """The states of a queued letter. Discarded means that staff, or the deletion of its recipient, decided not to send it."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DISCARDED = "discarded"
    HELD = "held"  # until its address is confirmed


class QueuedLetter(IntegerKey, Base):
    """A letter and its state. `round` counts how often staff sent it again, `reason` is why the last attempt failed. The
    text is kept only while the letter may still be sent; a secret letter has none, but the name of its `kind` and, as
    JSON, the ids that it is written from. `account_id` is the account it is about, which the address does not say: several
    may have typed it."""

    __tablename__ = "letters"
    key: Mapped[str] = mapped_column(String(300), unique=True)
    address: Mapped[str] = mapped_column(String(320), index=True)
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    is_secret: Mapped[bool]
    is_last: Mapped[bool] = mapped_column(default=False, server_default=false())
    kind: Mapped[str] = mapped_column(String(40), default="", server_default="")
    arguments: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    queued_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), index=True)
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")

    @property
    def can_be_sent(self) -> bool:
        return bool(self.text or self.kind)

    def as_letter(self) -> Letter:
        return Letter(self.key, self.address, self.subject, self.text, self.html, account_id=self.account_id)


class TextErased(Refusal):
    """There is nothing left of the letter to send."""


def render_letter(template: str, *, key: str, to: str, account_id: int | None = None, **values: Any) -> Letter:
    """Render `templates/letters/<template>.txt`, and `<template>.html` if there is one, for one address.

    `key`, `account_id`: see `Letter`. Raises jinja2.TemplateNotFound, jinja2.UndefinedError for a missing value, and
    ValueError for a text that does not start with a subject.
    """
    head, _, text = _environment(TEMPLATES).get_template(f"letters/{template}.txt").render(values).partition("\n\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"letters/{template}.txt does not begin with “{SUBJECT} …” and a blank line.")
    # A line break in a value would start another header.
    subject = " ".join(head.removeprefix(SUBJECT).split())
    try:
        page = _environment(TEMPLATES).get_template(f"letters/{template}.html").render(values)
    except TemplateNotFound as missing:
        if missing.name != f"letters/{template}.html":
            raise
        page = ""
    return Letter(key, to, subject, text, page, account_id=account_id)


@cache
def _environment(folder: Path) -> Environment:
    """Jinja without Flask: `url_for` and the like do not exist in letters."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS)
    return environment


def queue_letter(session: Session, letter: Letter, *, is_last: bool = False, is_held: bool = False) -> None:
    """Queue a letter in the session's transaction. A key that was queued before is not queued again. Nothing is queued for
    an address that was deleted. The last letter to somebody is erased with its address once it was sent or given up.
    One that is held waits for `release_letters`."""
    if store_letter(session, letter, is_last=is_last, is_held=is_held) and not is_held:
        enqueue(session, SEND_LETTER, f"letter:{letter.key}", letter.key)


def queue_secret_letter(
    session: Session, kind: SecretLetter, key: str, *, to: str, account_id: int | None = None, **ids: str | int
) -> None:
    """Queue a letter that is written when it is sent. `ids` are public ids or row numbers, never a secret or a text. A key
    that was queued before is not queued again."""
    check_ids(kind.name, ids.values())
    letter = Letter(key, to, kind.about, "", is_secret=True, account_id=account_id)
    if store_letter(session, letter, kind=kind.name, arguments=json.dumps(ids)):
        enqueue(session, SEND_LETTER, f"letter:{key}", key)


def allows_unasked_letter(session: Session, address: str, kind: str = "") -> bool:
    """Count a letter that anybody can cause to be sent to any address; call it before such a letter is queued. False if
    the address has had its share of them lately. Those of a `kind` have a share of their own, so that they use up nobody's
    letters of another."""
    subject = f"{kind}:{address.lower()}" if kind else address.lower()
    waits = [throttle.count_hit(session, subject) for throttle in THROTTLES_OF_UNASKED]
    return not any(waits)


def store_letter(
    session: Session,
    letter: Letter,
    *,
    kind: str = "",
    arguments: str = "{}",
    is_last: bool = False,
    is_held: bool = False,
) -> bool:
    """Insert the letter without enqueueing its job. False if its key exists, or its address was deleted."""
    if "@" not in letter.to:
        return False
    row = {
        "key": letter.key,
        "address": letter.to,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "account_id": letter.account_id,
        "is_secret": letter.is_secret,
        "is_last": is_last,
        "kind": kind,
        "arguments": arguments,
        "state": LetterState.HELD if is_held else LetterState.WAITING,
        "queued_at": clock.now(),
        "attempts": 0,
        "round": 0,
        "reason": "",
    }
    return insert_if_absent(session, QueuedLetter, row)


def release_letters(session: Session, account_id: int) -> None:
    """Queue the letters that were held for an account. Inside the caller's transaction."""
    waiting = select(QueuedLetter).where(QueuedLetter.account_id == account_id, QueuedLetter.state == LetterState.HELD)
    for row in session.scalars(waiting.with_for_update()).all():
        row.state = LetterState.WAITING
        enqueue(session, SEND_LETTER, f"letter:{row.key}", row.key)


def move_letters(session: Session, account_id: int, new_address: str) -> None:
    """Address what is held for an account to another address. Inside the caller's transaction."""
    waiting = update(QueuedLetter).where(QueuedLetter.account_id == account_id, QueuedLetter.state == LetterState.HELD)
    session.execute(waiting.values(address=new_address).execution_options(synchronize_session=False))


def find_waiting_letter(
    session: Session, key: str, writers: Mapping[SecretLetter, Writer] = NO_WRITERS
) -> Letter | None:
    """The letter, if it is still to be sent; a secret one is written by its writer, and discarded if that has nothing to
    send. Raises KeyError where it has none."""
    waiting = select(QueuedLetter).where(QueuedLetter.key == key, QueuedLetter.state == LetterState.WAITING)
    row = session.scalar(waiting)
    if row is None or not row.kind:
        return row.as_letter() if row else None
    writer = {kind.name: writer for kind, writer in writers.items()}[row.kind]
    with transaction(session):
        letter = writer(session, row.key, row.address, **json.loads(row.arguments))
        if letter is None:
            # Nothing went to this address, and nobody may have it: it is not kept.
            session.execute(_update(key).values(**_ended(LetterState.DISCARDED), **ERASED))
        elif letter.account_id is not None and letter.account_id != row.account_id:
            session.execute(_update(key).values(account_id=letter.account_id))
    return letter


def record_sent(session: Session, key: str) -> None:
    """Mark a letter as sent, and erase its text; of the last letter to somebody, everything."""
    with transaction(session):
        session.execute(_update(key).values(**_ended(LetterState.SENT), text="", html="", reason=""))
        session.execute(_update(key).where(QueuedLetter.is_last).values(ERASED))


def record_failed_attempt(session: Session, key: str, reason: str) -> None:
    """Count a failed attempt of a letter that will be retried."""
    with transaction(session):
        session.execute(_update(key).values(attempts=QueuedLetter.attempts + 1, reason=reason[:200]))


def give_up_letter(session: Session, key: str, reason: str) -> None:
    """Mark a letter as failed, and erase the text of a secret one. Inside the caller's transaction."""
    session.execute(_update(key).values(**_ended(LetterState.FAILED), reason=reason[:200]))
    session.execute(_update(key).where(QueuedLetter.is_secret).values(text="", html=""))
    session.execute(_update(key).where(QueuedLetter.is_last).values(**ERASED, state=LetterState.DISCARDED))


def resend_letter(session: Session, key: str, on_done: Callable[[Session], None] = lambda _: None) -> None:
    """Queue a failed letter again; a second call before it fails again changes nothing. A secret one is written anew.
    `on_done` is called inside the same transaction. Raises NotFound, or TextErased for one that an earlier version stored
    with its secret."""
    with transaction(session):
        row = _get_locked(session, key)
        if row.state != LetterState.FAILED:
            return
        if not row.can_be_sent:
            raise TextErased("This letter held a link and was erased. Issue a new link where the first came from.")
        row.state, row.ended_at, row.attempts, row.round = LetterState.WAITING, None, 0, row.round + 1
        enqueue(session, SEND_LETTER, f"letter:{key}:{row.round}", key)
        on_done(session)


def discard_letter(session: Session, key: str, on_done: Callable[[Session], None] = lambda _: None) -> None:
    """Decide not to send a failed letter; `on_done` is called inside the same transaction. Raises NotFound."""
    with transaction(session):
        row = _get_locked(session, key)
        if row.state == LetterState.FAILED:
            row.state, row.text, row.html = LetterState.DISCARDED, "", ""
            on_done(session)


def list_failed_letters(session: Session, limit: int = 200) -> Sequence[QueuedLetter]:
    """Failed letters, newest first."""
    failed = select(QueuedLetter).where(QueuedLetter.state == LetterState.FAILED)
    return session.scalars(failed.order_by(QueuedLetter.ended_at.desc(), QueuedLetter.id.desc()).limit(limit)).all()


def erase_old_letters(session: Session) -> None:
    """Erase the address of every letter that was sent or given up more than a month ago, and discard the failed ones, and
    those whose address nobody confirmed in a month."""
    with transaction(session):
        unconfirmed = update(QueuedLetter).where(QueuedLetter.state == LetterState.HELD)
        session.execute(
            unconfirmed.where(QueuedLetter.queued_at < clock.now() - KEEP_ADDRESS).values(
                **{**_ended(LetterState.DISCARDED), **ERASED}
            )
        )
        old = update(QueuedLetter).where(QueuedLetter.ended_at < clock.now() - KEEP_ADDRESS, QueuedLetter.address != "")
        session.execute(old.where(QueuedLetter.state == LetterState.FAILED).values(state=LetterState.DISCARDED))
        session.execute(old.values(ERASED))


def erase_letters(session: Session, account_id: int, address: str = "") -> None:
    """Erase all letters about an account, and those about none to `address`, which must be its own; discard what is not yet
    sent. Inside the caller's transaction, and before a last letter to that address is queued."""
    is_unclaimed = QueuedLetter.account_id.is_(None) & (QueuedLetter.address == address)
    is_theirs = QueuedLetter.account_id == account_id
    theirs = update(QueuedLetter).where(is_theirs | is_unclaimed if address else is_theirs)
    session.execute(theirs.where(QueuedLetter.state != LetterState.SENT).values(_ended(LetterState.DISCARDED)))
    session.execute(theirs.values(ERASED))


def _update(key: str) -> Update:
    return update(QueuedLetter).where(QueuedLetter.key == key)


def _ended(state: LetterState) -> dict[str, Any]:
    return {"state": state, "ended_at": clock.now()}


def _get_locked(session: Session, key: str) -> QueuedLetter:
    row = session.scalar(select(QueuedLetter).where(QueuedLetter.key == key).with_for_update())
    if row is None:
        raise NotFound("There is no such letter.")
    return row
