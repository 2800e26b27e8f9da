"""Handing a letter to a mail server: what is encrypted, what is refused for good, and what is tried again."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from saas.kernel import clock, mailer
from saas.kernel.errors import PermanentFailure
from saas.kernel.letters import Letter
from saas.kernel.mailer import Mailer, NotSent
from tests.kernel.mail_server import start_mail_server
from tests.kernel.workers import silent_mail_server

SENDER = "hello@shop.example"


def letter_to(address: str) -> Letter:
    return Letter("k", address, "Your receipt", "You paid $79.")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost with its key, made for these tests."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", str(file) + ".crt"]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine trusts the server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mailer._tls.cache_clear()
    yield
    mailer._tls.cache_clear()


def test_a_letter_is_handed_over() -> None:
    with start_mail_server() as server:
        Mailer(SENDER, server.url()).send(letter_to("ann@example.com"))
    assert server.received == ["ann@example.com"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("refused@example.com", "the mail server refuses the address: 550 5.1.1"),
        ("spam@example.com", "the mail server refuses the letter: 554 5.7.1"),
        ("jürgen@example.com", "the mail server takes no address with letters beyond a-z"),
    ],
)
def test_a_definite_no_is_permanent_and_repeats_no_address(address: str, reason: str) -> None:
    with start_mail_server() as server, pytest.raises(PermanentFailure) as failure:
        Mailer(SENDER, server.url()).send(letter_to(address))
    assert str(failure.value) == reason


def test_an_address_with_other_letters_goes_where_the_server_takes_them() -> None:
    with start_mail_server(extensions=("SMTPUTF8", "8BITMIME")) as server:
        Mailer(SENDER, server.url()).send(letter_to("jürgen@example.com"))
    assert server.received == ["jürgen@example.com"]


def test_come_back_later_is_tried_again() -> None:
    with start_mail_server() as server, pytest.raises(NotSent, match=r"^SMTPRecipientsRefused 451$"):
        Mailer(SENDER, server.url()).send(letter_to("later@example.com"))


def test_a_server_that_says_nothing_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailer, "ANSWER_SECONDS", 0.2)
    with silent_mail_server() as server, pytest.raises(NotSent, match="SMTPServerDisconnected"):
        Mailer(SENDER, f"smtp://127.0.0.1:{server.getsockname()[1]}").send(letter_to("ann@example.com"))


def test_a_conversation_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailer, "CONVERSATION_SECONDS", 0.3)
    with start_mail_server() as server, pytest.raises(NotSent, match="SMTPServerDisconnected"):
        Mailer(SENDER, server.url()).send(letter_to("slow@example.com"))


def test_an_offered_encryption_is_used(server_tls: ssl.SSLContext) -> None:
    with start_mail_server(extensions=("STARTTLS",), context=server_tls) as server:
        Mailer(SENDER, server.url()).send(letter_to("ann@example.com"))
    assert (server.received, "STARTTLS" in server.commands) == (["ann@example.com"], True)


def test_a_password_is_not_sent_without_encryption() -> None:
    with start_mail_server(extensions=("AUTH PLAIN",)) as server, pytest.raises(NotSent, match="SMTPNotSupportedError"):
        Mailer(SENDER, server.url("user:secret")).send(letter_to("ann@example.com"))
    assert [line for line in server.commands if line.startswith("AUTH")] == []


def test_a_password_is_not_sent_to_a_stranger(server_tls: ssl.SSLContext) -> None:
    with (
        start_mail_server(extensions=("STARTTLS", "AUTH PLAIN"), context=server_tls) as server,
        pytest.raises(NotSent, match="SSLCertVerificationError"),
    ):
        Mailer(SENDER, server.url("user:secret")).send(letter_to("ann@example.com"))
    assert [line for line in server.commands if line.startswith("AUTH")] == []


@pytest.mark.usefixtures("trusted")
def test_a_password_is_sent_after_starttls(server_tls: ssl.SSLContext) -> None:
    with start_mail_server(extensions=("STARTTLS", "AUTH PLAIN"), context=server_tls) as server:
        Mailer(SENDER, server.url("user:secret")).send(letter_to("ann@example.com"))
    assert (server.received, any(line.startswith("AUTH") for line in server.commands)) == (["ann@example.com"], True)


@pytest.mark.usefixtures("trusted")
def test_smtps_is_encrypted_from_the_first_byte(server_tls: ssl.SSLContext) -> None:
    with start_mail_server(extensions=("AUTH PLAIN",), context=server_tls, is_tls=True) as server:
        Mailer(SENDER, server.url("user:secret")).send(letter_to("ann@example.com"))
    assert (server.received, "STARTTLS" in server.commands) == (["ann@example.com"], False)


def test_smtps_takes_no_strangers_certificate(server_tls: ssl.SSLContext) -> None:
    with (
        start_mail_server(context=server_tls, is_tls=True) as server,
        pytest.raises(NotSent, match="SSLCertVerificationError"),
    ):
        Mailer(SENDER, server.url()).send(letter_to("ann@example.com"))


def test_another_scheme_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="smtp:// or smtps://"):
        Mailer(SENDER, "http://relay.example")


def test_in_production_nothing_goes_out_in_the_clear_unless_the_url_says_so(server_tls: ssl.SSLContext) -> None:
    ann = letter_to("ann@example.com")
    with start_mail_server() as server:
        with pytest.raises(NotSent, match="SMTPNotSupportedError"):
            Mailer(SENDER, server.url(), requires_tls=True).send(ann)
        Mailer(SENDER, f"{server.url()}/?tls=optional", requires_tls=True).send(ann)
    with start_mail_server(extensions=("STARTTLS",), context=server_tls) as encrypted:
        Mailer(SENDER, encrypted.url(), requires_tls=True).send(ann)
    assert (server.received, encrypted.received) == ([ann.to], [ann.to])


def test_a_domain_with_other_letters_is_sent_in_ascii() -> None:
    with start_mail_server() as server:
        Mailer(SENDER, server.url()).send(letter_to("ann@bücher.example"))
    assert server.received == ["ann@xn--bcher-kva.example"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "a@example.com, b@example.com",
        "a@example.com\nBcc: b@example.com",
        "A <a@example.com>",
        "a@b..c",
    ],
)
def test_what_is_no_single_address_is_refused_before_a_server_is_asked(address: str) -> None:
    with pytest.raises(PermanentFailure, match=r"^the address"):
        Mailer(SENDER, "smtp://127.0.0.1:1").send(letter_to(address))


def test_a_letter_has_a_date_and_says_that_a_program_wrote_it_and_who_reads_answers(tmp_path: Path) -> None:
    before = clock.now().replace(microsecond=0)
    Mailer("hello@shop.example", folder=tmp_path, reply_to="help@shop.example").send(letter_to("ann@example.com"))
    [file] = tmp_path.iterdir()
    message = message_from_bytes(file.read_bytes())
    assert before <= parsedate_to_datetime(message["Date"]) <= clock.now()
    assert (message["Auto-Submitted"], message["Reply-To"]) == ("auto-generated", "help@shop.example")
