"""The editor's pages, and a form as its page shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.library.editor_forms import filled

LIBRARY = "/admin/library"
ACCOUNTANT = f"{LIBRARY}/role/accountant"
Save = Callable[..., TestResponse]


@pytest.fixture
def save(sam: FlaskClient) -> Save:
    """Open the accountant's form, type into some fields, press a button."""

    def typed(*, path: str = ACCOUNTANT, kind: str = "role", **fields: str) -> TestResponse:
        form = filled(sam.get(path).text) | {name.replace("__", "."): value for name, value in fields.items()}
        return sam.post(f"{LIBRARY}/{kind}/revisions", data=form)

    return typed
