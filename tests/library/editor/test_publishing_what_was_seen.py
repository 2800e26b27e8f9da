"""Two people at one piece: a button publishes the revision it names, or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.library.pieces.actions import withdraw_piece, write_draft
from tests.library.drafts import KIM, SAM, counts, role, stored_piece
from tests.library.editor.conftest import ACCOUNTANT
from tests.library.editor_forms import publication_fields

PUBLICATION = f"{ACCOUNTANT}/publication"
SOON = f"{clock.now() + timedelta(days=2):%Y-%m-%d %H:%M}"


@pytest.fixture
def open_form(session: Session, sam: FlaskClient) -> dict[str, str]:
    """Revision 1 is published; Sam has opened the page of revision 2. What its publication form sends."""
    write_draft(session, "role", "accountant", role("Sam’s words."), SAM, base=1)
    return publication_fields(sam.get(ACCOUNTANT).text)


def read(app: Flask) -> str:
    app.extensions["pages"].clear()
    return app.test_client().get("/roles/accountant").text


@pytest.mark.parametrize("moment", ["", SOON], ids=["at once", "at a moment"])
def test_a_revision_saved_in_the_meantime_is_not_published_unseen(
    session: Session, sam: FlaskClient, app: Flask, open_form: dict[str, str], moment: str
) -> None:
    write_draft(session, "role", "accountant", role("Tim's unfinished words."), KIM, base=2)
    before = counts(session)
    answer = sam.post(PUBLICATION, data=open_form | {"moment": moment})
    assert answer.status_code == 409
    assert "Revision 3" in answer.text and f'href="{ACCOUNTANT}"' in answer.text
    assert "words." not in read(app)
    assert counts(session) == before
    assert stored_piece(session, "role", "accountant").scheduled_for is None


@pytest.mark.parametrize("moment", ["", SOON], ids=["at once", "at a moment"])
def test_a_piece_withdrawn_in_the_meantime_does_not_come_back(
    session: Session, sam: FlaskClient, app: Flask, open_form: dict[str, str], moment: str
) -> None:
    withdraw_piece(session, "role", "accountant", KIM)
    before = counts(session)
    answer = sam.post(PUBLICATION, data=open_form | {"moment": moment})
    assert (answer.status_code, "withdrawn" in answer.text) == (409, True)
    app.extensions["pages"].clear()
    assert app.test_client().get("/roles/accountant").status_code == 404
    assert counts(session) == before


def test_without_anything_in_the_meantime_the_revision_on_the_button_is_published(
    sam: FlaskClient, app: Flask, open_form: dict[str, str]
) -> None:
    assert sam.post(PUBLICATION, data=open_form).status_code == 303
    assert "Sam’s words." in read(app)
