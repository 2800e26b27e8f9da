"""The development mailbox: there in development, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from saas.app import create_app
from saas.kernel.letters import Letter
from saas.kernel.mailer import Mailer
from tests.apps import make_settings


@pytest.fixture
def developing(mail_dir: Path) -> FlaskClient:
    mail_dir.mkdir()
    chosen = make_settings().model_copy(update={"saas_env": "development", "mail_dir": mail_dir})
    return create_app(chosen).test_client()


@pytest.fixture
def letter(mail_dir: Path, developing: FlaskClient) -> Letter:
    sent = Letter(
        "receipt:abc", "ann@example.com", "Your receipt", "You paid $79. <script>alert(1)</script>", "<p>x</p>"
    )
    Mailer("hello@shop.example", folder=mail_dir).send(sent)
    return sent


def test_an_empty_mailbox_is_a_page(developing: FlaskClient) -> None:
    assert developing.get("/_mailbox").status_code == 200


def test_it_lists_letters(developing: FlaskClient, letter: Letter) -> None:
    page = developing.get("/_mailbox").text
    assert letter.subject in page
    assert letter.to in page


def test_it_shows_a_letter_as_text_that_runs_nothing(developing: FlaskClient, letter: Letter) -> None:
    page = developing.get("/_mailbox/receipt-abc").text
    assert "You paid $79." in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("name", ["none", "..", "../secret", "%2e%2e%2fsecret"])
def test_it_shows_nothing_outside_its_folder(developing: FlaskClient, mail_dir: Path, name: str) -> None:
    (mail_dir.parent / "secret.eml").write_text("Subject: x\n\nsecret")
    assert developing.get(f"/_mailbox/{name}").status_code == 404


@pytest.mark.parametrize("environment", ["test", "production"])
def test_it_does_not_exist_elsewhere(environment: str, mail_dir: Path) -> None:
    chosen = make_settings().model_copy(update={"saas_env": environment, "mail_dir": mail_dir})
    assert create_app(chosen).test_client().get("/_mailbox", base_url="https://shop.test").status_code == 404
