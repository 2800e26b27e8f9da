"""The feed of new and changed pages."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.library.kinds.articles import GuidePage
from saas.library.pages.feeds import FEED_LENGTH
from saas.library.pieces import queries
from saas.library.pieces.actions import publish_revision, write_draft

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "http://shop.test"


def feed(client: FlaskClient) -> ElementTree.Element:
    return ElementTree.fromstring(client.get("/feed.xml").text)


def text(element: ElementTree.Element, name: str) -> str:
    [entries] = element.findall(f"{ATOM}{name}")
    return entries.text or ""


def test_the_feed_has_what_atom_requires(client: FlaskClient) -> None:
    root = feed(client)
    assert root.tag == f"{ATOM}feed"
    assert text(root, "id") == f"{BASE}/"
    assert text(root, "title") == "CareerCanopy"
    assert datetime.fromisoformat(text(root, "updated")).tzinfo is not None
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "CareerCanopy"
    [itself] = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert itself.get("href") == f"{BASE}/feed.xml"


def test_every_entry_has_what_atom_requires(client: FlaskClient) -> None:
    entries = feed(client).findall(f"{ATOM}entry")
    assert 0 < len(entries) <= FEED_LENGTH
    for entry in entries:
        assert text(entry, "title") and text(entry, "summary")
        assert datetime.fromisoformat(text(entry, "updated")).tzinfo is not None
        assert [link.get("href") for link in entry.findall(f"{ATOM}link")] == [text(entry, "id")]


def test_no_two_entries_share_an_id_and_the_newest_comes_first(client: FlaskClient) -> None:
    entries = feed(client).findall(f"{ATOM}entry")
    ids, days = ([text(entry, name) for entry in entries] for name in ("id", "updated"))
    assert len(set(ids)) == len(ids)
    assert days == sorted(days, reverse=True)
    assert text(feed(client), "updated") == days[0]


def test_every_entry_leads_to_a_page(client: FlaskClient) -> None:
    ids = [text(entry, "id").removeprefix(BASE) for entry in feed(client).findall(f"{ATOM}entry")]
    assert [path for path in ids if client.get(path).status_code != 200] == []


def test_a_page_that_is_published_again_leads_the_feed(client: FlaskClient, session: Session) -> None:
    page = queries.load_library(session).pages_of("guide")["first-24-hours"]
    assert isinstance(page, GuidePage)
    write_draft(session, "guide", "first-24-hours", page.model_copy(update={"title": "A & B < C"}), "sam", base=1)
    publish_revision(session, "guide", "first-24-hours", "sam", number=2)
    first = feed(client).find(f"{ATOM}entry")
    assert first is not None
    assert (text(first, "id"), text(first, "title")) == (f"{BASE}/guides/first-24-hours", "A & B < C")


@pytest.mark.parametrize(
    "path", ["/feed.xml", "/sitemap.xml", "/faq", "/states/oh", "/scripts/severance-ask", "/shared/faq.png", "/search"]
)
def test_what_is_public_is_kept_by_whoever_asked(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/feed.xml", "application/xml"), ("/sitemap.xml", "application/xml"), ("/robots.txt", "text/plain")],
)
def test_what_machines_read_says_what_it_is(client: FlaskClient, path: str, kind: str) -> None:
    assert client.get(path).mimetype == kind
