"""The forms of the pages about staff."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired

from saas.accounts.models import StaffRole
from saas.web.forms import EmailAddress, Form, clean_email

NOT_AN_ADDRESS = "Enter an email address such as name@example.com."
NO_ROLE = "Choose one of the three roles."
# Role → what it opens, as the pages say it.
ROLES = {
    StaffRole.SUPPORT: "Support: orders, refunds, letters",
    StaffRole.EDITOR: "Editor: the library",
    StaffRole.OWNER: "Owner: everything, staff too",
}


def _role_field() -> StringField:
    return StringField(validators=[InputRequired(NO_ROLE), AnyOf(list(StaffRole), message=NO_ROLE)])


class InvitationForm(Form):
    email = StringField(filters=[clean_email], validators=[InputRequired(NOT_AN_ADDRESS), EmailAddress(NOT_AN_ADDRESS)])
    role = _role_field()


class RoleForm(Form):
    role = _role_field()


class SignOutForm(Form):
    """`person` is the address of anybody, staff or customer."""

    person = StringField(
        filters=[clean_email], validators=[InputRequired(NOT_AN_ADDRESS), EmailAddress(NOT_AN_ADDRESS)]
    )
