"""What machines ask for by itself: the map of the site and the feed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.library.kinds.articles import GuidePage
from saas.library.pages.feeds import FEED_LENGTH
from saas.library.pieces import queries
from saas.library.pieces.actions import publish_revision, write_draft
from saas.plans.samples.people import PATHS
from tests.library.published import PAGES, path_of

ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "http://shop.test"


def feed(client: FlaskClient) -> ElementTree.Element:
    return ElementTree.fromstring(client.get("/feed.xml").text)


def text(element: ElementTree.Element, name: str) -> str:
    [found] = element.findall(f"{ATOM}{name}")
    return found.text or ""


def places(client: FlaskClient) -> dict[str, str]:
    """Path → the day it was changed, empty where none is told."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").text)
    told = [(place.findtext(f"{MAP}loc", ""), place.findtext(f"{MAP}lastmod", "")) for place in root]
    assert [path for path, count in Counter(path for path, _ in told).items() if count > 1] == []
    return {path.removeprefix(BASE): day for path, day in told}


def test_the_sitemap_holds_every_page_once_with_its_day(client: FlaskClient) -> None:
    found = places(client)
    assert {path_of(seed) for seed in PAGES} <= found.keys()
    assert {path: date.fromisoformat(found[path]) for path in map(path_of, PAGES)} == {
        path_of(seed): getattr(seed.content, "checked_on") for seed in PAGES  # noqa: B009  # a Page has it, a Shape need not
    }  # fmt: skip


def test_a_list_changes_when_one_of_its_pages_does(client: FlaskClient) -> None:
    found = places(client)
    newest = max(found.values())
    assert {found[path] for path in ("/", "/roles", "/guides", "/faq", "/glossary", "/states")} == {newest}
    assert {path for path, day in found.items() if not day} == {*PATHS, "/pricing", "/gift", "/seats", "/tools/runway"}


def test_the_sitemap_holds_addresses_and_no_anchors(client: FlaskClient) -> None:
    assert [path for path in places(client) if "#" in path or not path.startswith("/")] == []


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
    page = queries.load_library(session).of("guide")["first-24-hours"]
    assert isinstance(page, GuidePage)
    write_draft(session, "guide", "first-24-hours", page.model_copy(update={"title": "A & B < C"}), "sam", base=1)
    publish_revision(session, "guide", "first-24-hours", "sam")
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


@pytest.mark.parametrize(("path", "kind"), [("/feed.xml", "application/xml"), ("/sitemap.xml", "application/xml"), ("/robots.txt", "text/plain")])  # fmt: skip
def test_what_machines_read_says_what_it_is(client: FlaskClient, path: str, kind: str) -> None:
    assert client.get(path).mimetype == kind
