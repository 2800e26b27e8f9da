"""Letters: written in the transaction that causes them, carried by a job, sent by SMTP or laid into a folder.

Plain `smtplib` rather than a Flask extension, because the worker has no Flask.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from saas.kernel import jobs

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})


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
    jobs.enqueue(session, "send_letter", f"letter:{letter.key}", asdict(letter))


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
