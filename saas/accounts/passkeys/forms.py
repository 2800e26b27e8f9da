"""The form that names a passkey."""

from __future__ import annotations

from wtforms import StringField

from saas.web.forms import Form, clean_line, max_length


class PasskeyForm(Form):
    """`credential` is written by the page's script."""

    name = StringField(filters=[clean_line], validators=[max_length(60)])
    credential = StringField()
