"""/admin/library: every piece, filtered by the address, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.library.pieces.actions import withdraw_piece, write_draft
from tests.library.drafts import SAM, all_seeds_by_name, changed, role
from tests.library.editor.conftest import ACCOUNTANT, LIBRARY
from tests.people import ANN, Person
from tests.web.html_page import Page

PAGES = [
    LIBRARY,
    ACCOUNTANT,
    f"{ACCOUNTANT}/history",
    f"{LIBRARY}/role/new",
    f"{LIBRARY}/checks",
    f"{LIBRARY}/facts",
    f"{LIBRARY}/files.zip",
    f"{LIBRARY}/import",
]
CHANGES = [
    f"{LIBRARY}/role/revisions",
    f"{ACCOUNTANT}/publication",
    f"{ACCOUNTANT}/publication/cancellation",
    f"{ACCOUNTANT}/withdrawal",
    f"{ACCOUNTANT}/rollback",
    f"{LIBRARY}/import",
    "/admin/preview/role/page",
    "/admin/preview/role/plan",
]


def listed(client: FlaskClient, **filters: str) -> list[str]:
    """The pieces on the page, as “kind/slug”."""
    hrefs = Page(client.get(LIBRARY, query_string=filters).text).hrefs
    pieces = (href.removeprefix(f"{LIBRARY}/") for href in hrefs if href.startswith(f"{LIBRARY}/"))
    return [piece for piece in pieces if "/" in piece and not piece.endswith("/new")]


@pytest.mark.parametrize("path", PAGES)
def test_for_a_customer_these_pages_do_not_exist(path: str, as_: Callable[[Person], FlaskClient]) -> None:
    assert as_(ANN).get(path).status_code == 404


@pytest.mark.parametrize("path", CHANGES)
def test_a_customer_changes_nothing_here(path: str, as_: Callable[[Person], FlaskClient]) -> None:
    assert as_(ANN).post(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(path: str, client: FlaskClient) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"


@pytest.mark.parametrize("path", CHANGES)
def test_a_stranger_changes_nothing_here(path: str, client: FlaskClient) -> None:
    assert client.post(path).location.startswith("/sign-in")


@pytest.mark.parametrize("path", PAGES)
def test_staff_see_every_page(path: str, sam: FlaskClient) -> None:
    assert sam.get(path).status_code == 200


def test_the_first_hundred_are_shown_and_the_way_to_the_next(sam: FlaskClient) -> None:
    names = ["/".join(name) for name in sorted(all_seeds_by_name())]
    assert listed(sam) == names[:100]
    assert listed(sam, after=names[99]) == names[100:200]
    [href] = [href for href in Page(sam.get(LIBRARY).text).hrefs if "after=" in href]
    assert unquote(href).endswith(f"after={names[99]}")


def test_a_filter_goes_along_to_the_next_hundred(sam: FlaskClient) -> None:
    [href] = [href for href in Page(sam.get(f"{LIBRARY}?kind=step").text).hrefs if "after=" in href]
    assert "kind=step" in href
    names = [f"step/{slug}" for kind, slug in sorted(all_seeds_by_name()) if kind == "step"]
    hrefs = Page(sam.get(href).text).hrefs
    assert f"{LIBRARY}/{names[100]}" in hrefs and f"{LIBRARY}/{names[99]}" not in hrefs


def test_pieces_are_filtered_by_kind(sam: FlaskClient) -> None:
    assert listed(sam, kind="pivot") == [
        f"pivot/{slug}" for kind, slug in sorted(all_seeds_by_name()) if kind == "pivot"
    ]


def test_a_piece_is_found_by_its_words(sam: FlaskClient) -> None:
    assert "role/accountant" in listed(sam, find=" Accountant ", kind="role")
    assert listed(sam, find="zymurgy") == []


def test_where_nothing_fits_the_page_says_so(sam: FlaskClient) -> None:
    assert "No piece fits these filters" in sam.get(f"{LIBRARY}?find=zymurgy").text


def test_drafts_and_withdrawn_pieces_are_found_by_their_state(sam: FlaskClient, session: Session) -> None:
    write_draft(session, "role", "keeper-of-bees", role(), SAM, base=0)
    write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    withdraw_piece(session, "pivot", "academia-to-industry", SAM)
    assert listed(sam, state="draft") == ["role/keeper-of-bees"]
    assert listed(sam, state="changed") == ["role/accountant"]
    assert listed(sam, state="withdrawn") == ["pivot/academia-to-industry"]


def test_a_row_says_who_wrote_last_and_that_readers_do_not_see_it_yet(sam: FlaskClient, session: Session) -> None:
    assert "newer draft" not in sam.get(f"{LIBRARY}?find=accountant").text
    write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    page = sam.get(f"{LIBRARY}?find=accountant").text
    assert "newer draft" in page and SAM in page


def test_stale_pieces_are_found(sam: FlaskClient, session: Session) -> None:
    old = changed(role(), checked_on=role().checked_on.replace(year=2024))
    write_draft(session, "role", "accountant", old, SAM, base=1)
    assert "role/accountant" in listed(sam, stale="1")
    assert "role/account-executive" not in listed(sam, stale="1")


def test_pieces_with_something_missing_are_found(sam: FlaskClient, session: Session) -> None:
    assert "role/accountant" not in listed(sam, faulty="1")
    write_draft(session, "role", "accountant", changed(role(), lead=""), SAM, base=1)
    assert "role/accountant" in listed(sam, faulty="1")


def test_a_kind_leads_to_a_new_piece_of_it(sam: FlaskClient) -> None:
    assert f"{LIBRARY}/term/new" in Page(sam.get(f"{LIBRARY}?kind=term").text).hrefs


@pytest.mark.parametrize("path", [f"{LIBRARY}/none/accountant", f"{LIBRARY}/role/none", f"{LIBRARY}/none/new"])
def test_what_is_not_there_is_missing(path: str, sam: FlaskClient) -> None:
    assert sam.get(path).status_code == 404


def test_a_kind_that_does_not_exist_is_not_found(sam: FlaskClient) -> None:
    assert sam.get("/admin/library?kind=x").status_code == 404


@pytest.mark.parametrize("number", ["9" * 20, "-1", "٣", "x", ""])
def test_a_number_that_is_none_of_a_revision_is_no_error(number: str, sam: FlaskClient) -> None:
    assert sam.get(f"/admin/library/role/accountant/history?to={number}&from={number}").status_code == 200
    answer = sam.post("/admin/library/role/revisions", data={"slug": "accountant", "base": number, "title": "x"})
    assert answer.status_code == 422
