"""Letters: written in the transaction that causes them, carried by a job, sent by SMTP or laid into a folder.

The words stand in `templates/letters/<feature>/<name>.txt`, and beside it `<name>.html` for a letter that has a page:

    Subject: Receipt for order {{ order.public_id }}

    You paid {{ order.total_cents|cents }} on {{ paid_on|day }}.

The first line is the subject, and a blank line ends it. Both files are Jinja with the filters of the pages (`usd`,
`cents`, `day`, `plural`); a name that is not given is an error, and in the page values are escaped. A feature renders
and queues its letters in its `letters.py`:

    queue_letter(session, render_letter("shop/receipt", key=f"receipt:{order.public_id}", to=order.email, order=order))

Rendering and sending know no Flask, because the worker has none.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, select_autoescape
from sqlalchemy.orm import Session

from saas.kernel.formatting import FILTERS
from saas.kernel.jobs import LETTERS, Job, enqueue

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
TEMPLATES = Path(__file__).parents[2] / "templates"
SUBJECT = "Subject:"
SEND_LETTER = Job("send_letter", LETTERS)


@dataclass(frozen=True, slots=True)
class Letter:
    """`key` names the letter for good: the same key is sent once, and is its Message-ID."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""


def queue_letter(session: Session, letter: Letter) -> None:
    """Send it after this transaction is kept, once, however often it is queued."""
    enqueue(session, SEND_LETTER, f"letter:{letter.key}", asdict(letter))


def render_letter(template: str, *, key: str, to: str, **values: Any) -> Letter:
    """The letter of `templates/letters/<template>.txt`, and of `<template>.html` where there is one, for one address.

    `key` names it for good (see `Letter`). Raises jinja2.TemplateNotFound, jinja2.UndefinedError for a value that is
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
    return Letter(key, to, subject, text, page)


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


@dataclass(frozen=True, slots=True)
class Mailer:
    """Where letters go: an SMTP server (`smtp://user:password@host:587`), or a folder when there is none."""

    sender: str
    smtp_url: str = ""
    folder: Path | None = None

    def send(self, letter: Letter, pictures: Mapping[str, bytes] = NO_PICTURES) -> None:
        """`pictures` are PNGs by the content id that the letter's page names (`<img src="cid:…">`); they never wait in
        the queue. Raises OSError or smtplib.SMTPException when it could not be handed over; the job then tries again."""
        message = self._message(letter, pictures)
        if self.smtp_url:
            self._by_smtp(message)
        elif self.folder:
            _into_folder(self.folder, letter, message)

    def _message(self, letter: Letter, pictures: Mapping[str, bytes]) -> EmailMessage:
        message = EmailMessage()
        host = self.sender.rpartition("@")[2]
        message["From"] = Address("CareerCanopy", addr_spec=self.sender)
        message["To"] = letter.to
        message["Subject"] = letter.subject
        # The same letter tried twice has the same id, so a mail server can drop the second.
        message["Message-ID"] = f"<{letter.key.replace(':', '.')}@{host}>"
        message.set_content(letter.text)
        if letter.html:
            message.add_alternative(letter.html, subtype="html")
            page = message.get_body(("html",))
            for cid, png in pictures.items():
                page.add_related(png, "image", "png", cid=f"<{cid}>", disposition="inline", filename="picture.png")  # type: ignore[union-attr]  # it was added above
        return message

    def _by_smtp(self, message: EmailMessage) -> None:
        url = urlsplit(self.smtp_url)
        with smtplib.SMTP(url.hostname or "127.0.0.1", url.port or 25, timeout=20) as server:
            if url.username:
                server.starttls(context=ssl.create_default_context())
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)


def _into_folder(folder: Path, letter: Letter, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{letter.key.replace(':', '-').replace('/', '-')}.eml").write_bytes(bytes(message))
