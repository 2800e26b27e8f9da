"""Letters: written in the transaction that causes them, carried by a job, sent by SMTP or laid into a folder.

Plain `smtplib` rather than a Flask extension, because the worker has no Flask.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import asdict, dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from saas.kernel import jobs


@dataclass(frozen=True, slots=True)
class Letter:
    """`key` names the letter for good: the same key is sent once, and is its Message-ID."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""


def queue(session: Session, letter: Letter) -> None:
    """Send it after this transaction is kept, once, however often it is queued."""
    jobs.enqueue(session, "send_letter", f"letter:{letter.key}", asdict(letter))


@dataclass(frozen=True, slots=True)
class Post:
    """Where letters go: an SMTP server (`smtp://user:password@host:587`), or a folder when there is none."""

    sender: str
    smtp_url: str = ""
    folder: Path | None = None

    def send(self, letter: Letter) -> None:
        """Raises OSError or smtplib.SMTPException when it could not be handed over; the job then tries again."""
        message = self._message(letter)
        if self.smtp_url:
            self._by_smtp(message)
        elif self.folder:
            _into_folder(self.folder, letter, message)

    def _message(self, letter: Letter) -> EmailMessage:
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
