"""Forms for asking for a refund, making one and declining a request."""

from __future__ import annotations

import re
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from saas.shop.refunds.rules import RefundReason
from saas.web.forms import Form, clean_text, max_length

MAX_NOTE_LENGTH = 2000
DOLLARS = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.(\d\d))?", re.ASCII)
REASON_LABELS = {
    RefundReason.REQUESTED: "Requested by the customer",
    RefundReason.DUPLICATE: "Paid twice",
    RefundReason.FRAUDULENT: "Fraudulent: Stripe also blocks the card and the address",
}


def parse_cents(text: str) -> int:
    """“79”, “79.00”, “$1,580.00” → cents. Raises ValueError for anything else: “79.5” may be a slip."""
    match = DOLLARS.fullmatch(text.strip())
    if match is None:
        raise ValueError("Dollars, and two digits of cents if there are any: 79 or 12.50.")
    return int(match[1].replace(",", "")) * 100 + int(match[2] or 0)


class RefundRequestForm(Form):
    """The customer asks: no reason is needed."""

    note = StringField(filters=[clean_text], validators=[max_length(MAX_NOTE_LENGTH)])


class RefundForm(Form):
    """Staff refund a payment. `left` is what could still be refunded when the page was opened, per payment, as
    `pi_1:7900 pi_2:500`: a second press finds another sum."""

    payment = StringField(validators=[InputRequired("Choose the payment that the money came with.")])
    amount = StringField(validators=[InputRequired("Say how much goes back.")])
    reason = StringField(default=RefundReason.REQUESTED)
    note = TextAreaField(
        filters=[clean_text],
        validators=[
            DataRequired("Say why, in a line. It stays with the order."),
            Length(max=MAX_NOTE_LENGTH),
        ],
    )
    left = HiddenField()

    @property
    def cents(self) -> int:
        return parse_cents(self.amount.data)

    @property
    def left_cents(self) -> int | None:
        by_payment = dict(part.split(":", 1) for part in (self.left.data or "").split() if ":" in part)
        digits = by_payment.get(self.payment.data, "")
        return int(digits) if digits.isdecimal() and digits.isascii() else None

    def validate_amount(self, field: Any) -> None:
        try:
            cents = parse_cents(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if not cents:
            raise ValidationError("More than nothing has to go back.")

    def validate_reason(self, field: Any) -> None:
        if field.data not in set(RefundReason):
            raise ValidationError("Choose one of the three reasons that Stripe knows.")


class DeclineForm(Form):
    """The sentence a request is declined with; it is mailed."""

    answer = TextAreaField(
        filters=[clean_text],
        validators=[
            DataRequired("Say why in a sentence. The customer gets it by mail."),
            Length(max=MAX_NOTE_LENGTH, message="Keep it under 2,000 characters."),
        ],
    )
