"""What staff write to a bank, and the ticks that a step without a way back asks for."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import BooleanField, StringField, TextAreaField, ValidationError
from wtforms.validators import Email, InputRequired, Length, Optional

from saas.staff.disputes.evidence import FIELDS, MAX_LENGTH
from saas.web.forms import Form, clean_text

TICK_FIRST = "Tick this first: it cannot be taken back."


def _long_text() -> Any:
    too_long = f"The bank takes at most {MAX_LENGTH:,} characters in one field."
    return TextAreaField(filters=[clean_text], validators=[Length(max=MAX_LENGTH, message=too_long)])


class EvidenceForm(Form):
    """Stripe's own names. `to` is the button: a draft, or the bank, which needs the tick."""

    product_description = _long_text()
    service_date = StringField(validators=[Length(max=200)])
    customer_email_address = StringField(
        validators=[Optional(), Email("Write an address like name@example.com, or leave it empty.")]
    )
    access_activity_log = _long_text()
    refund_policy_disclosure = _long_text()
    refund_refusal_explanation = _long_text()
    uncategorized_text = _long_text()
    sure = BooleanField()

    @property
    def is_for_bank(self) -> bool:
        return request.form.get("to") == "bank"

    @property
    def evidence(self) -> dict[str, str]:
        return {name: (self[name].data or "").strip() for name in FIELDS}

    def validate_sure(self, field: Any) -> None:
        if self.is_for_bank and not field.data:
            raise ValidationError(TICK_FIRST)
        if self.is_for_bank and not any(self.evidence.values()):
            raise ValidationError("There is nothing to send yet: every field is empty.")


class AcceptanceForm(Form):
    """Leaving the money to the buyer."""

    final = BooleanField(validators=[InputRequired(TICK_FIRST)])
