"""What staff write to a bank, and the ticks that an act without a way back asks for."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import BooleanField, StringField, TextAreaField, ValidationError
from wtforms.validators import Email, InputRequired, Length, Optional

from saas.backoffice.evidence import FIELDS, MOST
from saas.orders.forms import ShopForm

TICK = "Tick this first: it cannot be taken back."


def _long() -> Any:
    return TextAreaField(
        filters=[lambda value: (value or "").replace("\r\n", "\n").strip()],
        validators=[Length(max=MOST, message=f"The bank takes at most {MOST:,} characters in one field.")],
    )


class EvidenceForm(ShopForm):
    """Stripe's own names. `to` is the button: a draft, or the bank, which needs the tick."""

    product_description = _long()
    service_date = StringField(validators=[Length(max=200)])
    customer_email_address = StringField(
        validators=[Optional(), Email("Write an address like name@example.com, or leave it empty.")]
    )
    access_activity_log = _long()
    refund_policy_disclosure = _long()
    refund_refusal_explanation = _long()
    uncategorized_text = _long()
    sure = BooleanField()

    @property
    def is_for_bank(self) -> bool:
        return request.form.get("to") == "bank"

    @property
    def evidence(self) -> dict[str, str]:
        return {name: (self[name].data or "").strip() for name in FIELDS}

    def validate_sure(self, field: Any) -> None:
        if self.is_for_bank and not field.data:
            raise ValidationError(TICK)
        if self.is_for_bank and not any(self.evidence.values()):
            raise ValidationError("There is nothing to send yet: every field is empty.")


class AcceptanceForm(ShopForm):
    final = BooleanField(validators=[InputRequired(TICK)])
