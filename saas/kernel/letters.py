"""Letters: rendered from a template, queued in the transaction that causes them, sent by a worker.

The words stand in `templates/letters/<feature>/<name>.txt`, and beside it `<name>.html` for a letter that has a page:

    Subject: Receipt for order {{ order.public_id }}

    You paid {{ order.total_cents|cents }} on {{ paid_on|day }}.

The first line is the subject, and a blank line ends it. Both files are Jinja with the filters of the pages (`usd`,
`cents`, `day`, `plural`); a name that is not given is an error, and in the page values are escaped. A feature renders
and queues its letters in its `letters.py`:

    queue_letter(session, render_letter("shop/receipt", key=f"receipt:{order.public_id}", to=order.email, order=order))

A queued letter is a row of `letters`, and the job that sends it holds its key alone. The text is erased when the letter
has been sent; the row stays, so the same key is never sent twice. A letter that was given up keeps its text, so that
staff can send it again, unless it is secret: what opens something for its reader is erased at once, and a new one is
issued where the first came from. Rendering and sending know no Flask, because the worker has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, select_autoescape
from sqlalchemy import String, Text, Update, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from saas.kernel import clock
from saas.kernel.db import Base, IntegerKey, insert_if_absent, transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.formatting import FILTERS
from saas.kernel.jobs import LETTERS, Job, enqueue

TEMPLATES = Path(__file__).parents[2] / "templates"
SUBJECT = "Subject:"
# A mail server may be down for an evening.
SEND_LETTER = Job("send_letter", LETTERS, max_attempts=16)
# How long it can be looked up to whom a letter went, and how long one that failed can be sent again.
KEEP_ADDRESS = timedelta(days=30)
ERASED = {"address": "", "subject": "", "text": "", "html": ""}


@dataclass(frozen=True, slots=True)
class Letter:
    """`key` names the letter for good: the same key is sent once, and is its Message-ID. `is_secret` says that the text
    opens something for whoever reads it: a link to sign in, to set a password, to claim a seat."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    is_secret: bool = False


class LetterState(StrEnum):
    """Where a letter stands. Discarded: staff, or the deletion of its reader, decided that it is not sent."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DISCARDED = "discarded"


class QueuedLetter(IntegerKey, Base):
    """A letter and what became of it. `round` counts how often staff sent it again, `reason` is why the last attempt
    failed. Its text is kept only while it may still be sent."""

    __tablename__ = "letters"
    key: Mapped[str] = mapped_column(String(300), unique=True)
    address: Mapped[str] = mapped_column(String(320), index=True)
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    is_secret: Mapped[bool]
    queued_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), index=True)
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")

    def as_letter(self) -> Letter:
        return Letter(self.key, self.address, self.subject, self.text, self.html, self.is_secret)


class TextErased(Refusal):
    """The letter held a link and was erased when it was given up."""


def render_letter(template: str, *, key: str, to: str, is_secret: bool = False, **values: Any) -> Letter:
    """The letter of `templates/letters/<template>.txt`, and of `<template>.html` where there is one, for one address.

    `key` and `is_secret`: see `Letter`. Raises jinja2.TemplateNotFound, jinja2.UndefinedError for a value that is
    missing, and ValueError for a text that does not begin with its subject.
    """
    head, _, text = _environment(TEMPLATES).get_template(f"letters/{template}.txt").render(values).partition("\n\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"letters/{template}.txt does not begin with “{SUBJECT} …” and a blank line.")
    # A line break that came with a value would be another header.
    subject = " ".join(head.removeprefix(SUBJECT).split())
    try:
        page = _environment(TEMPLATES).get_template(f"letters/{template}.html").render(values)
    except TemplateNotFound as missing:
        if missing.name != f"letters/{template}.html":
            raise
        page = ""
    return Letter(key, to, subject, text, page, is_secret)


@cache
def _environment(folder: Path) -> Environment:
    """Jinja without Flask: what a layout or a macro of the pages needs of Flask is not here."""
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


def queue_letter(session: Session, letter: Letter) -> None:
    """Send it once this transaction is committed; once for its key, however often it is queued."""
    if store_letter(session, letter):
        enqueue(session, SEND_LETTER, f"letter:{letter.key}", letter.key)


def store_letter(session: Session, letter: Letter) -> bool:
    """Write the letter down without sending it; False if its key is known."""
    row = {
        "key": letter.key,
        "address": letter.to,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "is_secret": letter.is_secret,
        "state": LetterState.WAITING,
        "queued_at": clock.now(),
        "attempts": 0,
        "round": 0,
        "reason": "",
    }
    return insert_if_absent(session, QueuedLetter, row, unique="key")


def find_waiting_letter(session: Session, key: str) -> Letter | None:
    """The letter, if it has still to be sent."""
    waiting = select(QueuedLetter).where(QueuedLetter.key == key, QueuedLetter.state == LetterState.WAITING)
    row = session.scalar(waiting)
    return row.as_letter() if row else None


def record_sent(session: Session, key: str) -> None:
    """It was handed over: erase what it said, and keep that it went."""
    with transaction(session):
        session.execute(_update(key).values(**_ended(LetterState.SENT), text="", html="", reason=""))


def record_failed_attempt(session: Session, key: str, reason: str) -> None:
    """It could not be handed over and is tried again."""
    with transaction(session):
        session.execute(_update(key).values(attempts=QueuedLetter.attempts + 1, reason=reason[:200]))


def give_up_letter(session: Session, key: str, reason: str) -> None:
    """It is not tried again. Inside the caller's transaction."""
    session.execute(_update(key).values(**_ended(LetterState.FAILED), reason=reason[:200]))
    session.execute(_update(key).where(QueuedLetter.is_secret).values(text="", html=""))


def resend_letter(session: Session, key: str) -> None:
    """Send a letter again that was given up. Pressed twice, it is sent once. Raises NotFound, or TextErased for one that
    held a secret."""
    with transaction(session):
        row = _get_locked(session, key)
        if row.state != LetterState.FAILED:
            return
        if not row.text:
            raise TextErased("This letter held a link and was erased. Issue a new link where the first came from.")
        row.state, row.ended_at, row.attempts, row.round = LetterState.WAITING, None, 0, row.round + 1
        enqueue(session, SEND_LETTER, f"letter:{key}:{row.round}", key)


def discard_letter(session: Session, key: str) -> None:
    """Decide that a letter which was given up is not sent. Raises NotFound."""
    with transaction(session):
        row = _get_locked(session, key)
        if row.state == LetterState.FAILED:
            row.state, row.text, row.html = LetterState.DISCARDED, "", ""


def list_failed_letters(session: Session, limit: int = 200) -> Sequence[QueuedLetter]:
    """Those that were given up, newest first."""
    failed = select(QueuedLetter).where(QueuedLetter.state == LetterState.FAILED)
    return session.scalars(failed.order_by(QueuedLetter.ended_at.desc(), QueuedLetter.id.desc()).limit(limit)).all()


def erase_old_letters(session: Session) -> None:
    """A month after a letter ended, erase to whom it went; one that failed can no longer be sent again then."""
    with transaction(session):
        old = update(QueuedLetter).where(QueuedLetter.ended_at < clock.now() - KEEP_ADDRESS, QueuedLetter.address != "")
        session.execute(old.where(QueuedLetter.state == LetterState.FAILED).values(state=LetterState.DISCARDED))
        session.execute(old.values(ERASED))


def erase_letters_to(session: Session, address: str) -> None:
    """Forget a person's letters with the person, and send none that still waits. Inside the caller's transaction, before
    a last letter is queued."""
    theirs = update(QueuedLetter).where(QueuedLetter.address == address)
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
