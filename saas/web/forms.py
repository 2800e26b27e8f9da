"""The form idiom of the whole product: a subclass of `Form` per page, one sentence per refused field.

A view validates and either acts or renders the page again:

    form = GiftForm()
    if not form.validate():
        return render_template("shop/seats/gift.html", form=form), 422
    actions.start_gift(db(), form.recipient)

A template reads `form.field_errors["email"]` and `form.typed_values["email"]`, so everything that was typed stays.
Text fields take the filters `clean_text`, `clean_line` or `clean_email`; their data is then always a `str`.
"""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app, request
from flask_wtf import FlaskForm
from wtforms import Field, ValidationError
from wtforms.validators import Length

from saas.settings import Settings

EMAIL_MAX_LENGTH = 254
NOT_ASCII = (
    "Many mail servers take only the letters a to z before the @, so a letter would not arrive. Type another address."
)
# Sent by a script that saves while somebody types; the answer is shown to nobody.
AUTOSAVE_HEADER = "X-Autosave"


class Form(FlaskForm):  # type: ignore[misc]  # published without types
    """`Form(email="…")` fills the fields of a page that was not sent yet; a sent form reads the request.

    Only text parts are read: a file or a JSON body leaves the fields empty, where Flask-WTF would hand them on as they are.
    """

    def __init__(self, **initial: Any) -> None:
        super().__init__((request.form or None) if self.is_submitted() else None, **initial)

    @property
    def field_errors(self) -> dict[str, str]:
        """Name of each refused field → its first sentence."""
        return {field.name: str(field.errors[0]) for field in self if field.errors}

    @property
    def typed_values(self) -> dict[str, str]:
        """Name of each field → what it holds now; never the CSRF token."""
        return {field.name: field.data or "" for field in self if field.name != "csrf_token"}


def clean_text(text: str | None) -> str:
    """A filter: `\\n` line ends, trimmed, and no NUL, which PostgreSQL does not store."""
    return (text or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def clean_line(text: str | None) -> str:
    """A filter: one line with single spaces. A name may become the subject of a letter, which has no second line."""
    return " ".join(clean_text(text).split())


def clean_email(text: str | None) -> str:
    """A filter: addresses are stored in lower case."""
    return clean_text(text).lower()


def address_rules(settings: Settings) -> dict[str, Any]:
    """How every form checks an address, as arguments for `email_validator`. Reserved names such as .test are for us."""
    return {
        "check_deliverability": False,
        "allow_smtputf8": False,
        "strict": True,
        "test_environment": not settings.is_production,
    }


def max_length(count: int) -> Length:
    """A validator: at most `count` characters."""
    return Length(max=count, message=f"That is longer than {count:,} characters. Shorten it a little.")


class EmailAddress:
    """A validator for an optional address: an empty field passes. No name server is asked, because somebody waits.

    Before the @ only what every mail server takes: letters beyond a-z need an extension that few relays have.
    """

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        if not field.data:
            return
        try:
            # One character more than is allowed, so that a longer text is refused without being parsed whole.
            validate_email(field.data[: EMAIL_MAX_LENGTH + 1], **address_rules(current_app.extensions["settings"]))
        except EmailNotValidError:
            raise ValidationError(self.message if field.data.partition("@")[0].isascii() else NOT_ASCII) from None


def to_whole_number(text: str) -> int:
    """For `request.args.get("page", 1, to_whole_number)`, in the place of `int`, whose numbers may be longer than a column.
    Raises ValueError."""
    number = parse_whole_number(text)
    if number is None:
        raise ValueError("not a whole number of up to nine digits")
    return number


def parse_whole_number(text: str) -> int | None:
    """“12” → 12, “1,200” → 1200; None for anything else, such as “5,0”, “-3” or more than nine digits."""
    head, *groups = text.split(",")
    is_grouped = bool(groups) and 1 <= len(head) <= 3 and all(len(group) == 3 for group in groups)
    digits = text.replace(",", "") if is_grouped else text
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else None
