"""Writing a piece: drafts, faults, rows and conflicts. What was typed is never lost."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy.orm import Session

from saas.kernel.db import transaction
from saas.library.editor import queries
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import KINDS, Kind
from saas.library.pieces.actions import write_draft
from saas.library.pieces.models import Revision
from tests.library.drafts import KIM, SAM, all_seeds_by_name, bodies, changed, counts, role, seeded, stored_piece
from tests.library.editor.conftest import ACCOUNTANT, LIBRARY, Save
from tests.library.editor_forms import filled, sheet
from tests.web.html_page import Page

TERM = f"{LIBRARY}/term/new"


def newest(session: Session, slug: str = "accountant") -> RolePage:
    session.rollback()
    content = queries.get_piece(session, "role", slug).content
    assert isinstance(content, RolePage)
    return content


def without_token(form: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in form.items() if name not in ("csrf_token", "base", "slug", "sample")}


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in all_seeds_by_name()}))
def test_the_form_shows_every_word_of_a_piece(sam: FlaskClient, kind: Kind) -> None:
    slug = next(slug for of_kind, slug in all_seeds_by_name() if of_kind == kind)
    form = filled(sam.get(f"{LIBRARY}/{kind}/{slug}").text)
    assert (form["slug"], form["base"]) == (slug, "1")
    assert without_token(form) == sheet(kind, seeded(kind, slug).content)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_form_names_every_control_and_repeats_no_id(sam: FlaskClient, kind: Kind) -> None:
    page = Page(sam.get(f"{LIBRARY}/{kind}/new").text)
    assert page.unnamed == []
    assert len(page.ids) == len(set(page.ids))


def test_a_full_form_names_every_control_and_repeats_no_id(sam: FlaskClient) -> None:
    page = Page(sam.get(ACCOUNTANT).text)
    assert page.unnamed == []
    assert len(page.ids) == len(set(page.ids))


def test_saving_keeps_a_draft_and_comes_back_to_it(save: Save, session: Session, sam: FlaskClient) -> None:
    answer = save(lead="Another first sentence.\r\n\r\nAnd a second.")
    assert (answer.status_code, answer.location) == (303, f"{ACCOUNTANT}?saved=1")
    assert newest(session) == changed(role(), lead="Another first sentence.\n\nAnd a second.")
    assert queries.get_piece(session, "role", "accountant").author == SAM
    assert "Draft saved as revision 2" in sam.get(answer.location).text


def test_a_draft_is_not_shown_to_readers(save: Save, client: FlaskClient) -> None:
    save(lead="Zymurgy.")
    assert "Zymurgy" not in client.get("/roles/accountant").text


def test_saving_what_was_not_changed_writes_nothing(save: Save, session: Session) -> None:
    before = counts(session)
    assert save().status_code == 303
    assert save(path=f"{LIBRARY}/page/about", kind="page").status_code == 303
    assert counts(session) == before


def test_a_fault_stands_beside_its_field_and_nothing_is_lost(save: Save, session: Session) -> None:
    before = counts(session)
    answer = save(lead="Kept <b>as typed</b>.", checked_on="last week", sections__1__body="Kept too.")
    assert answer.status_code == 422
    form = filled(answer.text)
    assert (form["lead"], form["checked_on"], form["base"]) == ("Kept <b>as typed</b>.", "last week", "1")
    assert form["sections.1.body"] == "Kept too."
    assert 'id="f-checked_on-error"' in answer.text and 'href="#f-checked_on"' in answer.text
    assert counts(session) == before


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"description": "long " * 40}, "f-description"),
        ({"sectors__0__titles": "Only one"}, "f-sectors-0-titles"),
        ({"covers": "accountant\r\nNot A Name"}, "f-covers"),
        ({"translation__2__when": "because"}, "f-translation-2-when"),
        ({"sources__0__url": "example"}, "f-sources-0-url"),
        ({"readings__0__place": "nine"}, "f-readings-0-place"),
    ],
)
def test_a_fault_is_led_to_by_its_link(save: Save, fields: dict[str, str], beside: str) -> None:
    answer = save(**fields)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert [href for href in page.hrefs if href.startswith("#f-")] == [f"#{beside}"]
    assert {beside, f"{beside}-error"} <= set(page.ids)


def test_every_field_of_a_refused_form_comes_back(save: Save, sam: FlaskClient) -> None:
    before = filled(sam.get(ACCOUNTANT).text)
    after = filled(save(checked_on="?").text)
    assert {name for name in before if name != "csrf_token" and before[name] != after[name]} == {"checked_on"}
    assert before.keys() == after.keys()


@pytest.mark.parametrize(
    ("button", "order"),
    [("sections.0.down", [1, 0, 2]), ("sections.2.up", [0, 2, 1]), ("sections.1.remove", [0, 2])],
)
def test_a_row_button_rearranges_and_saves_nothing(save: Save, session: Session, button: str, order: list[int]) -> None:
    before, first = counts(session), role().sections
    answer = save(rows=button, lead="Typed meanwhile.")
    form = filled(answer.text)
    shown = [form[f"sections.{place}.heading"] for place in range(len(order))]
    assert shown == [first[place].heading for place in order]
    assert (answer.status_code, form["lead"], form["base"]) == (200, "Typed meanwhile.", "1")
    assert counts(session) == before


def test_an_added_row_is_there_to_be_filled(save: Save, sam: FlaskClient, session: Session) -> None:
    form = filled(save(rows="readings.add").text)
    place = len(role().readings)
    assert form[f"readings.{place}.text"] == ""
    form |= {f"readings.{place}.place": "6", f"readings.{place}.text": "You counted what others guessed."}
    assert sam.post(f"{LIBRARY}/role/revisions", data=form).status_code == 303
    assert newest(session).readings[-1].text == "You counted what others guessed."


def test_a_text_of_somebody_else_in_the_meantime_is_shown_and_mine_is_kept(sam: FlaskClient, session: Session) -> None:
    mine = filled(sam.get(ACCOUNTANT).text) | {"lead": "Mine."}
    write_draft(session, "role", "accountant", changed(role(), pay_note="Theirs."), KIM, base=1)
    answer = sam.post(f"{LIBRARY}/role/revisions", data=mine)
    assert answer.status_code == 409
    assert f"{KIM} saved revision 2 while you were writing" in answer.text and "Theirs.&#34;</ins>" in answer.text
    assert filled(answer.text)["lead"] == "Mine."
    assert len(bodies(session, "role", "accountant")) == 2


def test_saving_once_more_after_a_conflict_writes_mine_on_top(sam: FlaskClient, session: Session) -> None:
    mine = filled(sam.get(ACCOUNTANT).text) | {"lead": "Mine."}
    write_draft(session, "role", "accountant", role("Theirs."), KIM, base=1)
    shown = filled(sam.post(f"{LIBRARY}/role/revisions", data=mine).text)
    assert sam.post(f"{LIBRARY}/role/revisions", data=shown).status_code == 303
    assert (newest(session).lead, len(bodies(session, "role", "accountant"))) == ("Mine.", 3)


def test_a_conflict_with_a_text_of_an_older_form_is_shown_as_it_is_stored(sam: FlaskClient, session: Session) -> None:
    mine = filled(sam.get(ACCOUNTANT).text)
    piece_id = stored_piece(session, "role", "accountant").id
    with transaction(session):
        session.add(Revision(piece_id=piece_id, number=2, body='{"title": "Old"}', author=KIM))
    answer = sam.post(f"{LIBRARY}/role/revisions", data=mine | {"lead": "Mine."})
    assert (answer.status_code, filled(answer.text)["lead"]) == (409, "Mine.")


def new_term(**fields: str) -> dict[str, str]:
    content = next(seed.content for (kind, _), seed in all_seeds_by_name().items() if kind == "term")
    return sheet("term", content, base="0") | fields


def test_a_new_piece_is_a_draft(sam: FlaskClient, session: Session, client: FlaskClient) -> None:
    answer = sam.post(f"{LIBRARY}/term/revisions", data=new_term(slug="zymurgy", title="Zymurgy"))
    assert (answer.status_code, answer.location) == (303, f"{LIBRARY}/term/zymurgy?saved=1")
    assert stored_piece(session, "term", "zymurgy").published_revision_id is None
    assert "Zymurgy" not in client.get("/glossary").text


@pytest.mark.parametrize("slug", ["", "Zymurgy", "zy murgy", "zy--murgy", "-zy", "zy/murgy", "z" * 81, "zü"])
def test_a_name_that_cannot_stand_in_an_address_is_refused(sam: FlaskClient, session: Session, slug: str) -> None:
    before = counts(session)
    answer = sam.post(f"{LIBRARY}/term/revisions", data=new_term(slug=slug, title="Zymurgy"))
    assert (answer.status_code, filled(answer.text)["slug"]) == (422, slug)
    assert 'id="slug-error"' in answer.text and filled(answer.text)["title"] == "Zymurgy"
    assert counts(session) == before


def test_the_fault_of_a_name_is_led_to_by_its_link(sam: FlaskClient) -> None:
    page = Page(sam.post(f"{LIBRARY}/term/revisions", data=new_term(slug="")).text)
    [href] = [href for href in page.hrefs if href.startswith("#") and href != "#main"]
    assert href[1:] in page.ids


def test_a_new_piece_under_a_taken_name_shows_the_one_that_has_it(sam: FlaskClient, session: Session) -> None:
    slug = next(slug for kind, slug in all_seeds_by_name() if kind == "term")
    answer = sam.post(f"{LIBRARY}/term/revisions", data=new_term(slug=slug, title="Zymurgy"))
    assert (answer.status_code, filled(answer.text)["title"]) == (409, "Zymurgy")
    assert len(bodies(session, "term", slug)) == 1


def test_what_keeps_a_draft_from_publication_is_said_beside_it(save: Save, sam: FlaskClient) -> None:
    assert "Before it can be published" not in sam.get(ACCOUNTANT).text
    save(lead="See [this](/roles/nobody).")
    page = sam.get(ACCOUNTANT).text
    assert "Before it can be published" in page and str(escape("“/roles/nobody” leads nowhere.")) in page
