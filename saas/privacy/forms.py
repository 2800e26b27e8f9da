"""The form that deletes an account."""

from __future__ import annotations

from wtforms import StringField, ValidationError

from saas.accounts.guards import current_person
from saas.web.forms import Form, clean_email


class DeletionForm(Form):
    """Asks for the account's own address, so that nothing is deleted by one tap."""

    email = StringField(filters=[clean_email])

    def validate_email(self, field: StringField) -> None:
        if field.data != current_person().email.lower():
            raise ValidationError("Type the address of this account, as it stands on this page. Nothing was deleted.")
