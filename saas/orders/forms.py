"""The shop's forms. What is refused is said beside its field, and everything that was typed stays."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError
from wtforms.validators import Length

from saas.orders.rules.offer import LEAST_SEATS, MOST_SEATS, Kind, Wanted

MOST_NOTE, MOST_WORDS, MOST_NAME, MOST_ADDRESS = 2000, 500, 80, 254


def _plain(text: str | None) -> str:
    """One kind of line end, and no NUL, which no database keeps."""
    return (text or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _one_line(text: str | None) -> str:
    """A name may become the subject of a letter, which has no second line."""
    return " ".join(_plain(text).split())


def _address(text: str | None) -> str:
    return _plain(text).lower()


def _at_most(count: int) -> Length:
    return Length(max=count, message=f"That is longer than {count:,} characters. Shorten it a little.")


class ShopForm(FlaskForm):  # type: ignore[misc]  # published without types
    """A form whose faults and words a template reads by the names of its fields."""

    @property
    def faults(self) -> dict[str, str]:
        """One sentence for each field that was refused."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}

    @property
    def typed(self) -> dict[str, str]:
        return {field.name: field.data or "" for field in self if field.name != "csrf_token"}


class RefundForm(ShopForm):
    """Asking for the money back: no reason is needed."""

    note = StringField(filters=[_plain], validators=[_at_most(MOST_NOTE)])


class AddressForm(ShopForm):
    """Whom a link is mailed to; nobody where it is empty."""

    email = StringField(filters=[_address])

    def validate_email(self, field: StringField) -> None:
        if not field.data:
            return
        try:
            validate_email(field.data[: MOST_ADDRESS + 1], check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise ValidationError("This does not look like an email address. Correct it, or leave it empty.") from None


class GiftForm(AddressForm):
    """Whom a gift is for, and what is said with it."""

    giver_name = StringField(filters=[_one_line], validators=[_at_most(MOST_NAME)])
    words = StringField(filters=[_plain], validators=[_at_most(MOST_WORDS)])

    @property
    def wanted(self) -> Wanted:
        return Wanted(Kind.GIFT, 1, self.email.data, self.giver_name.data, self.words.data)


class SeatsForm(ShopForm):
    """How many plans an organization buys."""

    quantity = StringField(filters=[_plain])

    def validate_quantity(self, field: StringField) -> None:
        digits = field.data.replace(",", "")
        if not (digits.isascii() and digits.isdigit() and LEAST_SEATS <= int(digits[:9]) <= MOST_SEATS):
            raise ValidationError(f"Type a whole number from {LEAST_SEATS} to {MOST_SEATS}.")

    @property
    def wanted(self) -> Wanted:
        return Wanted(Kind.SEATS, int(self.quantity.data.replace(",", "")))
