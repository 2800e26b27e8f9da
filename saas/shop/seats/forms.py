"""Forms for buying a gift or seats, and for handing out a seat."""

from __future__ import annotations

from wtforms import StringField, ValidationError

from saas.shop.orders.offer import MAX_SEATS, MIN_SEATS, Cart, Kind
from saas.web.forms import EmailAddress, Form, clean_email, clean_line, clean_text, max_length, parse_whole_number

MAX_WORDS_LENGTH, MAX_NAME_LENGTH = 500, 80
WRONG_ADDRESS = "This does not look like an email address. Correct it, or leave it empty."


class RecipientForm(Form):
    """Whom a link is mailed to; nobody where it is empty."""

    email = StringField(filters=[clean_email], validators=[EmailAddress(WRONG_ADDRESS)])


class GiftForm(RecipientForm):
    """Whom a gift is for, and what is said with it."""

    giver_name = StringField(filters=[clean_line], validators=[max_length(MAX_NAME_LENGTH)])
    words = StringField(filters=[clean_text], validators=[max_length(MAX_WORDS_LENGTH)])

    @property
    def cart(self) -> Cart:
        return Cart(Kind.GIFT, 1, self.email.data, self.giver_name.data, self.words.data)


class SeatsForm(Form):
    """How many plans an organization buys."""

    quantity = StringField(filters=[clean_text])

    def validate_quantity(self, field: StringField) -> None:
        if not MIN_SEATS <= (parse_whole_number(field.data) or 0) <= MAX_SEATS:
            raise ValidationError(f"Type a whole number from {MIN_SEATS} to {MAX_SEATS}.")

    @property
    def cart(self) -> Cart:
        return Cart(Kind.SEATS, parse_whole_number(self.quantity.data) or 0)
