"""Publishing from the editor: what readers see, what is refused, and the history that shows it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.library.pieces.actions import write_draft
from saas.library.pieces.models import Revision
from tests.library.drafts import KIM, SAM, bodies, changed, counts, role, stored_piece
from tests.library.editor.conftest import ACCOUNTANT

PUBLICATION = f"{ACCOUNTANT}/publication"
SOON = clock.now() + timedelta(days=2)


@pytest.fixture
def draft(session: Session) -> Session:
    """The accountant's page is published, and there is a newer text, fit to be published."""
    write_draft(session, "role", "accountant", role("Read it slowly."), SAM, base=1)
    return session


@pytest.fixture
def faulty(session: Session) -> Session:
    write_draft(session, "role", "accountant", changed(role(), lead="See [this](/roles/nobody)."), SAM, base=1)
    return session


def read(app: Flask, path: str = "/roles/accountant") -> str:
    """As a stranger reads it now."""
    app.extensions["pages"].clear()
    return app.test_client().get(path).text


def test_publishing_shows_the_draft_to_readers(draft: Session, sam: FlaskClient, app: Flask) -> None:
    assert "Read it slowly." not in read(app)
    answer = sam.post(PUBLICATION, data={"number": 2})
    assert (answer.status_code, answer.location) == (303, ACCOUNTANT)
    assert "Read it slowly." in read(app)


def test_a_text_with_faults_is_refused_and_readers_see_the_text_before(
    faulty: Session, sam: FlaskClient, app: Flask
) -> None:
    before = counts(faulty)
    answer = sam.post(PUBLICATION, data={"number": 2})
    assert answer.status_code == 409
    assert "leads nowhere" in answer.text and f'href="{ACCOUNTANT}"' in answer.text
    assert "/roles/nobody" not in read(app)
    assert counts(faulty) == before


def test_a_text_with_faults_gets_no_moment(faulty: Session, sam: FlaskClient) -> None:
    assert sam.post(PUBLICATION, data={"number": 2, "moment": f"{SOON:%Y-%m-%d %H:%M}"}).status_code == 409
    assert stored_piece(faulty, "role", "accountant").scheduled_for is None


def test_a_text_in_which_something_is_not_written_yet_is_refused(session: Session, sam: FlaskClient) -> None:
    write_draft(session, "role", "accountant", changed(role(), title=" "), SAM, base=1)
    assert "title: Nothing is written here." in sam.post(PUBLICATION, data={"number": 2}).text


def test_a_text_of_an_older_form_is_refused(session: Session, sam: FlaskClient) -> None:
    piece_id = stored_piece(session, "role", "accountant").id
    with transaction(session):
        session.add(Revision(piece_id=piece_id, number=2, body='{"title": "Old"}', author=SAM))
    assert sam.post(PUBLICATION, data={"number": 2}).status_code == 409
    assert sam.get(ACCOUNTANT).status_code == sam.get(f"{ACCOUNTANT}/history").status_code == 200


def test_a_moment_is_planned_in_utc_and_shown(draft: Session, sam: FlaskClient) -> None:
    assert sam.post(PUBLICATION, data={"number": 2, "moment": f" {SOON:%Y-%m-%d %H:%M} "}).status_code == 303
    assert stored_piece(draft, "role", "accountant").scheduled_for == SOON.replace(second=0, microsecond=0)
    assert f"{SOON:%Y-%m-%d %H:%M}" in sam.get(ACCOUNTANT).text


def test_a_moment_in_another_zone_is_that_moment(draft: Session, sam: FlaskClient) -> None:
    sam.post(PUBLICATION, data={"number": 2, "moment": f"{SOON:%Y-%m-%dT%H:%M}-05:00"})
    planned = SOON.replace(second=0, microsecond=0) + timedelta(hours=5)
    assert stored_piece(draft, "role", "accountant").scheduled_for == planned


@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-01 09:00", "12/01/2026", "2020-01-01 09:00"])
def test_what_is_no_moment_to_come_is_refused(draft: Session, sam: FlaskClient, typed: str) -> None:
    before = counts(draft)
    answer = sam.post(PUBLICATION, data={"number": 2, "moment": typed})
    assert answer.status_code == 409
    assert "no day and time" in answer.text or "has passed" in answer.text
    assert counts(draft) == before


def test_a_planned_publication_is_taken_back(draft: Session, sam: FlaskClient) -> None:
    sam.post(PUBLICATION, data={"number": 2, "moment": f"{SOON:%Y-%m-%d %H:%M}"})
    assert sam.post(f"{PUBLICATION}/cancellation").location == ACCOUNTANT
    assert stored_piece(draft, "role", "accountant").scheduled_for is None


def test_withdrawing_takes_the_page_from_readers(sam: FlaskClient, app: Flask) -> None:
    assert app.test_client().get("/roles/accountant").status_code == 200
    assert sam.post(f"{ACCOUNTANT}/withdrawal").status_code == 303
    app.extensions["pages"].clear()
    assert app.test_client().get("/roles/accountant").status_code == 404
    assert "/roles/accountant<" not in read(app, "/sitemap.xml")


def test_the_editor_of_a_withdrawn_page_offers_to_publish_it(sam: FlaskClient) -> None:
    sam.post(f"{ACCOUNTANT}/withdrawal")
    page = sam.get(ACCOUNTANT).text
    assert f'action="{PUBLICATION}"' in page and f'action="{ACCOUNTANT}/withdrawal"' not in page


def test_going_back_shows_the_earlier_text(draft: Session, sam: FlaskClient, app: Flask) -> None:
    sam.post(PUBLICATION, data={"number": 2})
    assert sam.post(f"{ACCOUNTANT}/rollback", data={"number": "1"}).status_code == 303
    assert "Read it slowly." not in read(app)
    assert len(bodies(draft, "role", "accountant")) == 3


@pytest.mark.parametrize("number", ["", "9", "x", "-1"])
def test_there_is_no_going_back_to_what_never_was(draft: Session, sam: FlaskClient, number: str) -> None:
    assert sam.post(f"{ACCOUNTANT}/rollback", data={"number": number}).status_code == 404


def test_there_is_no_going_back_to_a_text_with_faults(faulty: Session, sam: FlaskClient, app: Flask) -> None:
    write_draft(faulty, "role", "accountant", role("Read it slowly."), SAM, base=2)
    before = counts(faulty)
    assert sam.post(f"{ACCOUNTANT}/rollback", data={"number": "2"}).status_code == 409
    assert counts(faulty) == before


def test_history_shows_who_did_what_and_the_newest_difference(draft: Session, sam: FlaskClient) -> None:
    page = sam.get(f"{ACCOUNTANT}/history").text
    assert f"<td>{SAM}</td><td>drafted" in page and "<td>seed</td><td>published" in page
    assert "From revision 1 to 2" in page and "slowly.&#34;</ins>" in page


def test_history_shows_the_difference_that_is_asked_for(draft: Session, sam: FlaskClient) -> None:
    write_draft(draft, "role", "accountant", role("Read it aloud."), KIM, base=2)
    page = sam.get(f"{ACCOUNTANT}/history", query_string={"from": 1, "to": 3}).text
    assert "From revision 1 to 3" in page and "aloud.&#34;</ins>" in page and "slowly" not in page


def test_history_of_a_first_text_has_no_difference(sam: FlaskClient) -> None:
    page = sam.get(f"{ACCOUNTANT}/history").text
    assert "The first text" in page and "<ins>" not in page


@pytest.mark.parametrize("query", [{"to": 9}, {"from": 7}, {"from": 0, "to": 1}])
def test_history_of_a_text_that_is_not_there_is_missing(sam: FlaskClient, query: dict[str, int]) -> None:
    assert sam.get(f"{ACCOUNTANT}/history", query_string=query).status_code == 404


@pytest.mark.parametrize("act", ["publication", "publication/cancellation", "withdrawal", "rollback"])
@pytest.mark.parametrize("piece", ["role/none", "none/accountant"])
def test_nothing_is_done_to_what_is_not_there(sam: FlaskClient, act: str, piece: str) -> None:
    assert sam.post(f"/admin/library/{piece}/{act}").status_code == 404
