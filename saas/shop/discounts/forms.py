"""The form for a new promotion code. What was typed is read strictly, and stays in its field when it is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import Regexp

from saas.kernel import clock
from saas.kernel.clock import DEFAULT_ZONE
from saas.kernel.ids import fingerprint, new_public_id
from saas.shop.refunds.forms import parse_cents
from saas.shop.stripe.snapshots import NewPromotionCode
from saas.web.forms import Form, clean_text

MAX_OFF_CENTS, MAX_USES, MAX_YEARS = 10_000_000, 100_000, 5


class PromotionCodeForm(Form):
    """`press` makes the idempotency key, so that a lost answer is asked for again and a changed code is another request."""

    code = StringField(
        filters=[lambda value: clean_text(value).upper()],
        validators=[Regexp(r"[A-Z0-9]{3,20}\Z", message="Three to twenty letters and digits, as in SPRING20.")],
    )
    percent = StringField(filters=[clean_text])
    dollars = StringField(filters=[clean_text])
    most = StringField(filters=[clean_text])
    ends_month = StringField(name="ends-month", filters=[clean_text])
    ends_day = StringField(name="ends-day", filters=[clean_text])
    ends_year = StringField(name="ends-year", filters=[clean_text])
    press = HiddenField(default=new_public_id)

    def validate_percent(self, field: Any) -> None:
        if bool(field.data) is bool(self.dollars.data):
            raise ValidationError("Fill in a percentage or dollars, one of the two.")
        if field.data and _parse_whole(field.data) not in range(1, 101):
            raise ValidationError("A whole number from 1 to 100.")

    def validate_dollars(self, field: Any) -> None:
        if not field.data:
            return
        try:
            cents = parse_cents(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if not 0 < cents <= MAX_OFF_CENTS:
            raise ValidationError("More than nothing, and at most $100,000.")

    def validate_most(self, field: Any) -> None:
        if field.data and _parse_whole(field.data) not in range(1, MAX_USES + 1):
            raise ValidationError("A whole number from 1 to 100,000, or nothing for no limit.")

    def validate_ends_year(self, _field: Any) -> None:
        if not any(self.last_day_typed.values()):
            return
        day = self._last_day()
        if day is None:
            raise ValidationError(
                "This is not a day. Month, day and a year of four digits, or nothing for no last day."
            )
        if not clock.today() <= day <= clock.today() + timedelta(days=MAX_YEARS * 365):
            raise ValidationError("The last day is today or later, and within five years.")

    @property
    def last_day_typed(self) -> dict[str, str]:
        return {"month": self.ends_month.data, "day": self.ends_day.data, "year": self.ends_year.data}

    @property
    def date_errors(self) -> dict[str, str]:
        """`field_errors` with the three parts of the date as one field, `ends`."""
        return {("ends" if name.startswith("ends") else name): text for name, text in self.field_errors.items()}

    def _last_day(self) -> date | None:
        month, day, year = (_parse_whole(part) for part in self.last_day_typed.values())
        try:
            return date(year, month, day)
        except ValueError:
            return None

    @property
    def new_code(self) -> NewPromotionCode:
        """Once the form is valid. The last day is a whole one in `clock.DEFAULT_ZONE`."""
        day = self._last_day() if self.ends_year.data else None
        ends = datetime.combine(day + timedelta(days=1), time(), DEFAULT_ZONE) if day else None
        return NewPromotionCode(
            self.code.data,
            percent_off=_parse_whole(self.percent.data),
            amount_off_cents=parse_cents(self.dollars.data) if self.dollars.data else 0,
            max_redemptions=_parse_whole(self.most.data),
            expires_at=int(ends.timestamp()) if ends else 0,
        )

    @property
    def idempotency_key(self) -> str:
        return f"{self.press.data[:20]}:{fingerprint(repr(self.new_code))[:20]}"


def _parse_whole(text: str) -> int:
    """0 where it is no whole number."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
