"""Sending a letter: to an SMTP server, or into a folder in development.

    smtp://relay.example                    STARTTLS when the server offers it; in production it has to
    smtp://relay.example?tls=optional       the same, and in production also without, for a relay on a private network
    smtp://user:password@relay.example:587  STARTTLS or nothing: the password is never sent in the clear
    smtps://user:password@relay.example     TLS from the first byte, port 465

The server's reply decides what happens to the letter. A 5xx about the letter itself (its recipient, its content) is a
PermanentFailure. A 5xx about us (login, sender), a 4xx and a failed connection are NotSent and are retried: the letter
goes out once the relay or its settings are repaired. Neither error repeats the server's text, which often quotes the
address.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.errors import PermanentFailure
from saas.kernel.letters import (
    NO_WRITERS,
    Letter,
    SecretLetter,
    Writer,
    find_waiting_letter,
    record_failed_attempt,
    record_sent,
)

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
# For one reply, and for the whole conversation: a server that sends a byte now and then would hold a slot forever.
ANSWER_SECONDS, CONVERSATION_SECONDS = 20.0, 60.0
SCHEMES = ("smtp", "smtps")
# Nothing that would be another address, a comment or another header.
SINGLE_ADDRESS = re.compile(r'[^\s,;:<>()"\\\[\]\x00-\x1f@]+@[^\s,;:<>()"\\\[\]\x00-\x1f@]+')
ENHANCED_CODE = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}")


class NotSent(Exception):
    """The letter was not accepted now; it may be later."""


@dataclass(frozen=True, slots=True)
class Mailer:
    """Where letters go: to `smtp_url` if given, else into `folder`; with neither, nowhere. Raises ValueError for a URL of
    another scheme. With `requires_tls` nothing is sent in the clear, unless the URL says that it may be. Whoever answers a
    letter writes to `reply_to`."""

    sender: str
    smtp_url: str = ""
    folder: Path | None = None
    requires_tls: bool = False
    reply_to: str = ""

    def __post_init__(self) -> None:
        if self.smtp_url and urlsplit(self.smtp_url).scheme not in SCHEMES:
            raise ValueError("SMTP_URL begins with smtp:// or smtps://.")

    def send(self, letter: Letter, pictures: Mapping[str, bytes] = NO_PICTURES) -> None:
        """`pictures` are PNGs by the content id that the letter's page names (`<img src="cid:…">`).

        Raises PermanentFailure if this letter will never be accepted, and NotSent if it may be accepted later."""
        message = self._message(letter, pictures)
        if self.smtp_url:
            self._send_by_smtp(message)
        elif self.folder:
            _write_to_folder(self.folder, letter, message)

    def _message(self, letter: Letter, pictures: Mapping[str, bytes]) -> EmailMessage:
        message = EmailMessage()
        host = self.sender.rpartition("@")[2]
        message["From"] = Address("CareerCanopy", addr_spec=self.sender)
        message["To"] = _to_relay_form(letter.to)
        message["Subject"] = letter.subject
        if self.reply_to:
            message["Reply-To"] = self.reply_to
        # Without a date many servers take a letter for spam; the other line keeps out-of-office answers away.
        message["Date"] = clock.now()
        message["Auto-Submitted"] = "auto-generated"
        # The same letter sent twice has the same id, so a mail server can drop the second.
        message["Message-ID"] = f"<{letter.key.replace(':', '.')}@{host}>"
        message.set_content(letter.text)
        if letter.html:
            message.add_alternative(letter.html, subtype="html")
            page = message.get_body(("html",))
            for cid, png in pictures.items():
                page.add_related(png, "image", "png", cid=f"<{cid}>", disposition="inline", filename="picture.png")  # type: ignore[union-attr]  # it was added above
        return message

    def _send_by_smtp(self, message: EmailMessage) -> None:
        try:
            with _connection(urlsplit(self.smtp_url), requires_tls=self.requires_tls) as server:
                _hand_over(server, message)
        except OSError as error:  # every error of smtplib is one
            raise NotSent(_describe(error)) from None


def _to_relay_form(address: str) -> str:
    """The address with its domain in ASCII, which every relay takes. Raises PermanentFailure for what is no single one."""
    name, _, domain = address.rpartition("@")
    if not SINGLE_ADDRESS.fullmatch(address):
        raise PermanentFailure("the address cannot be read")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise PermanentFailure("the address has no domain that exists") from None


def deliver_letter(
    session: Session, mailer: Mailer, key: str, writers: Mapping[SecretLetter, Writer] = NO_WRITERS
) -> None:
    """Send a queued letter, unless it was sent or discarded meanwhile. `writers` write the secret ones. Raises what
    `Mailer.send` raises."""
    letter = find_waiting_letter(session, key, writers)
    session.rollback()  # no transaction stays open during the conversation with the mail server
    if letter is None:
        return
    try:
        mailer.send(letter)
    except NotSent as failure:
        record_failed_attempt(session, key, str(failure))
        raise
    record_sent(session, key)


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        _raise_if_permanent("the mail server refuses the address", *next(iter(refusal.recipients.values())))
        raise
    except smtplib.SMTPDataError as refusal:
        _raise_if_permanent("the mail server refuses the letter", refusal.smtp_code, refusal.smtp_error)
        raise
    except smtplib.SMTPNotSupportedError:
        raise PermanentFailure("the mail server takes no address with letters beyond a-z") from None


@contextmanager
def _connection(url: SplitResult, *, requires_tls: bool) -> Iterator[smtplib.SMTP]:
    """A connection to the server at `url`, encrypted and authenticated as the module's docstring says."""
    host, password = url.hostname or "127.0.0.1", unquote(url.password or "")
    if url.scheme == "smtps":
        context = _tls(is_verified=True)
        opened: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=ANSWER_SECONDS, context=context)
    else:
        opened = smtplib.SMTP(host, url.port or 25, timeout=ANSWER_SECONDS)
    with opened as server, _deadline(server):
        if url.scheme == "smtp":
            is_optional = not requires_tls or "tls=optional" in url.query
            _start_tls(server, is_required=bool(password) or not is_optional, is_verified=bool(password))
        if url.username:
            server.login(unquote(url.username), password)
        yield server


def _start_tls(server: smtplib.SMTP, *, is_required: bool, is_verified: bool) -> None:
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=_tls(is_verified=is_verified))
        server.ehlo()
    elif is_required:
        raise smtplib.SMTPNotSupportedError("The mail server offers no STARTTLS, so nothing is sent to it.")


@cache
def _tls(*, is_verified: bool) -> ssl.SSLContext:
    """Unverified only for a relay that needs no password, which often has a self-signed certificate: encryption to anybody
    is better than none, and no secret is sent. Cached: loading the certificates costs more CPU than sending a letter."""
    context = ssl.create_default_context() if is_verified else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if not is_verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def _deadline(server: smtplib.SMTP) -> Iterator[None]:
    """Close the connection when the conversation takes too long; the thread that waits for a reply then gets an error."""
    timer = threading.Timer(CONVERSATION_SECONDS, _hang_up, (server,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(server: smtplib.SMTP) -> None:
    # Closing the socket would not wake the thread that reads from it.
    with suppress(OSError):
        if server.sock is not None:
            server.sock.shutdown(socket.SHUT_RDWR)


def _raise_if_permanent(what: str, code: int, answer: bytes | str) -> None:
    """A reply of 500 or above is final. Only its codes are kept, because its text may quote the address."""
    if code >= 500:
        code_match = ENHANCED_CODE.search(answer if isinstance(answer, bytes) else answer.encode())
        raise PermanentFailure(f"{what}: {code}{' ' + code_match[0].decode() if code_match else ''}") from None


def _describe(error: OSError) -> str:
    """The error's type and the server's reply code, if there is one."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    return f"{type(error).__name__}{f' {code}' if code else ''}"


def _write_to_folder(folder: Path, letter: Letter, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{letter.key.replace(':', '-').replace('/', '-')}.eml").write_bytes(bytes(message))
