"""Letters: laid into a folder, or handed to a server, under an id that does not change."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from saas.kernel import letters
from saas.kernel.errors import PermanentFailure
from saas.kernel.letters import Letter, render_letter
from saas.kernel.mailer import Mailer, NotSent

LETTER = Letter("receipt:abc", "ann@example.com", "Your receipt", "You paid $79.", "<p>You paid $79.</p>")


@pytest.fixture
def sent(mail_dir: Path) -> EmailMessage:
    Mailer("hello@shop.example", folder=mail_dir).send(LETTER)
    [file] = mail_dir.iterdir()
    return message_from_bytes(file.read_bytes(), policy=default)


def test_it_goes_to_one_person_from_the_house(sent: EmailMessage) -> None:
    assert (sent["To"], sent["From"]) == ("ann@example.com", "CareerCanopy <hello@shop.example>")
    assert sent["Subject"] == "Your receipt"


def test_its_id_is_made_from_its_key(sent: EmailMessage) -> None:
    assert sent["Message-ID"] == "<receipt.abc@shop.example>"


def test_it_reads_as_text_and_as_a_page(sent: EmailMessage) -> None:
    text, page = sent.get_body(("plain",)), sent.get_body(("html",))
    assert text is not None and text.get_content().strip() == "You paid $79."
    assert page is not None and "<p>You paid $79.</p>" in page.get_content()


def test_the_same_letter_twice_is_one_file(mail_dir: Path) -> None:
    post = Mailer("hello@shop.example", folder=mail_dir)
    post.send(LETTER)
    post.send(LETTER)
    assert [file.name for file in mail_dir.iterdir()] == ["receipt-abc.eml"]


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", "x:y"])
def test_a_letter_stays_in_its_folder(mail_dir: Path, key: str) -> None:
    Mailer("hello@shop.example", folder=mail_dir).send(Letter(key, "a@example.com", "s", "t"))
    assert [file.suffix for file in mail_dir.iterdir()] == [".eml"]


@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_line_break_adds_no_header(field: str) -> None:
    values: dict[str, Any] = {"key": "k", "to": "a@example.com", "subject": "s", "text": "t"} | {
        field: "a@example.com\nBcc: b@example.com"
    }
    with pytest.raises((ValueError, PermanentFailure), match=r"linefeed|newline|CR|cannot be read"):
        Mailer("hello@shop.example", folder=Path()).send(Letter(**values))


def test_a_server_that_does_not_answer_is_an_error_to_try_again(mail_dir: Path) -> None:
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        Mailer("hello@shop.example", smtp_url="smtp://127.0.0.1:1").send(LETTER)


def test_a_picture_goes_with_the_page_that_shows_it(mail_dir: Path) -> None:
    letter = Letter("k", "a@example.com", "s", "All of it in words.", '<p><img src="cid:one@house"></p>')
    Mailer("hello@shop.example", folder=mail_dir).send(letter, {"one@house": b"\x89PNG"})
    [file] = mail_dir.iterdir()
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    picture = list(message.walk())[-1]
    assert (picture["Content-ID"], picture["Content-Disposition"]) == ("<one@house>", 'inline; filename="picture.png"')


def test_a_letter_without_a_page_takes_no_picture_along(mail_dir: Path) -> None:
    Mailer("hello@shop.example", folder=mail_dir).send(Letter("k", "a@example.com", "s", "t"), {"one": b"x"})
    [file] = mail_dir.iterdir()
    assert not message_from_bytes(file.read_bytes(), policy=default).is_multipart()


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of letter templates of the test's own."""
    monkeypatch.setattr(letters, "TEMPLATES", tmp_path)
    folder = tmp_path / "letters"
    folder.mkdir()
    return folder


def test_a_letter_is_rendered_from_its_template(templates: Path) -> None:
    (templates / "bill.txt").write_text("Subject: Bill for {{ name }}\n\n{{ sum|cents }} for {{ 2|plural('seat') }}.\n")
    letter = render_letter("bill", key="bill:1", to="ann@example.com", name="Ann & Co", sum=7950)
    assert letter == Letter("bill:1", "ann@example.com", "Bill for Ann & Co", "$79.50 for 2 seats.\n")


def test_a_page_is_escaped_and_a_text_is_not(templates: Path) -> None:
    (templates / "hello.txt").write_text("Subject: Hello\n\n{{ name }}")
    (templates / "hello.html").write_text("<p>{{ name }}</p>")
    letter = render_letter("hello", key="k", to="ann@example.com", name="<Ann>")
    assert (letter.text, letter.html) == ("<Ann>", "<p>&lt;Ann&gt;</p>")


def test_a_missing_value_is_an_error(templates: Path) -> None:
    (templates / "hello.txt").write_text("Subject: Hello\n\n{{ name }}")
    with pytest.raises(UndefinedError):
        render_letter("hello", key="k", to="ann@example.com")


def test_a_text_without_a_subject_is_an_error(templates: Path) -> None:
    (templates / "hello.txt").write_text("Hello\n\nyou")
    with pytest.raises(ValueError, match="Subject"):
        render_letter("hello", key="k", to="ann@example.com")


def test_a_line_break_in_a_value_stays_in_the_subject(templates: Path) -> None:
    (templates / "hello.txt").write_text("Subject: From {{ name }}\n\nHello")
    assert render_letter("hello", key="k", to="ann@example.com", name="Ann\nBcc: b").subject == "From Ann Bcc: b"
