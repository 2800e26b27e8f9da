"""The desk's forms. What was typed is read strictly, and stays in its field when it is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from saas.kernel import clock
from saas.kernel.clock import DEFAULT_ZONE
from saas.kernel.ids import fingerprint, new_public_id
from saas.orders.forms import ShopForm
from saas.orders.gateway.calls import NewCode
from saas.orders.rules.refunds import Reason

DOLLARS = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.(\d\d))?", re.ASCII)
REASONS = {
    Reason.REQUESTED: "Requested by the customer",
    Reason.DUPLICATE: "Paid twice",
    Reason.FRAUDULENT: "Fraudulent: Stripe also blocks the card and the address",
}
MOST_OFF_CENTS, MOST_USES = 10_000_000, 100_000


def cents_of(text: str) -> int:
    """“79”, “79.00”, “$1,580.00” → cents. Raises ValueError for anything else: “79.5” may be a slip."""
    found = DOLLARS.fullmatch(text.strip())
    if found is None:
        raise ValueError("Dollars, and two digits of cents if there are any: 79 or 12.50.")
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0)


def _trimmed(value: str | None) -> str:
    return (value or "").strip()


class RefundForm(ShopForm):
    """`left` is what could still go back when the page was opened: a second press finds another sum."""

    payment = StringField(validators=[InputRequired("Choose the payment that the money came with.")])
    amount = StringField(validators=[InputRequired("Say how much goes back.")])
    reason = StringField(default=Reason.REQUESTED)
    note = TextAreaField(
        filters=[_trimmed],
        validators=[DataRequired("Say why, in a line. It stays with the order."), Length(max=2000)],
    )
    left = HiddenField()

    @property
    def cents(self) -> int:
        return cents_of(self.amount.data)

    @property
    def left_cents(self) -> int | None:
        seen = dict(part.split(":", 1) for part in (self.left.data or "").split() if ":" in part)
        held = seen.get(self.payment.data, "")
        return int(held) if held.isdecimal() and held.isascii() else None

    def validate_amount(self, field: Any) -> None:
        try:
            cents = cents_of(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if not cents:
            raise ValidationError("More than nothing has to go back.")

    def validate_reason(self, field: Any) -> None:
        if field.data not in set(Reason):
            raise ValidationError("Choose one of the three reasons that Stripe knows.")


class RefusalForm(ShopForm):
    """The sentence a request is declined with; it is mailed."""

    answer = TextAreaField(
        filters=[_trimmed],
        validators=[
            DataRequired("Say why in a sentence. The customer gets it by mail."),
            Length(max=2000, message="Keep it under 2,000 characters."),
        ],
    )


class CodeForm(ShopForm):
    """A promotion code. `press` makes the idempotency key, so that a lost answer is asked for again and a changed code
    is another question."""

    code = StringField(
        filters=[lambda value: _trimmed(value).upper()],
        validators=[Regexp(r"[A-Z0-9]{3,20}\Z", message="Three to twenty letters and digits, as in SPRING20.")],
    )
    percent = StringField(filters=[_trimmed])
    dollars = StringField(filters=[_trimmed])
    most = StringField(filters=[_trimmed])
    ends_month = StringField(name="ends-month", filters=[_trimmed])
    ends_day = StringField(name="ends-day", filters=[_trimmed])
    ends_year = StringField(name="ends-year", filters=[_trimmed])
    press = HiddenField(default=new_public_id)

    def validate_percent(self, field: Any) -> None:
        if bool(field.data) is bool(self.dollars.data):
            raise ValidationError("Fill in a percentage or dollars, one of the two.")
        if field.data and _whole(field.data) not in range(1, 101):
            raise ValidationError("A whole number from 1 to 100.")

    def validate_dollars(self, field: Any) -> None:
        if not field.data:
            return
        try:
            cents = cents_of(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if not 0 < cents <= MOST_OFF_CENTS:
            raise ValidationError("More than nothing, and at most $100,000.")

    def validate_most(self, field: Any) -> None:
        if field.data and _whole(field.data) not in range(1, MOST_USES + 1):
            raise ValidationError("A whole number from 1 to 100,000, or nothing for no limit.")

    def validate_ends_year(self, _field: Any) -> None:
        if not any(self.last_day_typed.values()):
            return
        day = self._last_day()
        if day is None:
            raise ValidationError(
                "This is not a day. Month, day and a year of four digits, or nothing for no last day."
            )
        if not clock.today() <= day <= clock.today() + timedelta(days=5 * 365):
            raise ValidationError("The last day is today or later, and within five years.")

    @property
    def last_day_typed(self) -> dict[str, str]:
        return {"month": self.ends_month.data, "day": self.ends_day.data, "year": self.ends_year.data}

    def _last_day(self) -> date | None:
        month, day, year = (_whole(part) for part in self.last_day_typed.values())
        try:
            return date(year, month, day)
        except ValueError:
            return None

    @property
    def made(self) -> NewCode:
        """Once it is valid. The last day is a whole one of the house's calendar."""
        day = self._last_day() if self.ends_year.data else None
        ends = datetime.combine(day + timedelta(days=1), time(), DEFAULT_ZONE) if day else None
        return NewCode(
            self.code.data, percent_off=_whole(self.percent.data),
            amount_off_cents=cents_of(self.dollars.data) if self.dollars.data else 0,
            most=_whole(self.most.data), ends=int(ends.timestamp()) if ends else 0,
        )  # fmt: skip

    @property
    def key(self) -> str:
        return f"{self.press.data[:20]}:{fingerprint(repr(self.made))[:20]}"


def _whole(text: str) -> int:
    """0 where it is no whole number."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
