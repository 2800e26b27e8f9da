"""The development mailbox: letters written into MAIL_DIR instead of being sent, readable in the browser."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue

from saas.kernel.errors import NotFound
from saas.settings import Settings

mailbox = Blueprint("mailbox", __name__, url_prefix="/_mailbox")


def init_app(app: Flask, settings: Settings) -> None:
    if settings.saas_env == "development" and settings.mail_dir:
        app.register_blueprint(mailbox)


@mailbox.get("")
def index() -> ResponseReturnValue:
    files = sorted(_folder().glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return render_template("web/mailbox.html", letters=[(file.stem, _letter(file)) for file in files])


@mailbox.get("/<name>")
def show(name: str) -> ResponseReturnValue:
    file = _folder() / f"{name}.eml"
    if file.parent != _folder() or not file.exists():
        raise NotFound("There is no such letter.")
    letter = _letter(file)
    body = letter.get_body(("plain", "html"))
    return render_template("web/letter.html", letter=letter, text=body.get_content() if body else "")


def _folder() -> Path:
    settings = cast(Settings, current_app.extensions["settings"])
    return settings.mail_dir or settings.instance_dir / "mail"


def _letter(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=default)
