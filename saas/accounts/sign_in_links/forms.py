"""The form that asks for a link."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired

from saas.web.forms import EmailAddress, Form, clean_email

NOT_AN_ADDRESS = "Enter an email address such as name@example.com."


class SignInLinkForm(Form):
    email = StringField(filters=[clean_email], validators=[InputRequired(NOT_AN_ADDRESS), EmailAddress(NOT_AN_ADDRESS)])
