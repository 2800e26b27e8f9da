"""What crawlers ask for: the sitemap, robots.txt, and the marks of a page that is not for them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from saas.plans.samples.people import SAMPLE_PATHS as SAMPLE_PLAN_PATHS
from tests.library.published import PAGES, path_of

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE_URL = "http://shop.test"


def read_sitemap(client: FlaskClient) -> dict[str, str]:
    """Path → the day it was changed, empty where none is given."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").text)
    rows = [(place.findtext(f"{SITEMAP}loc", ""), place.findtext(f"{SITEMAP}lastmod", "")) for place in root]
    assert [address for address, count in Counter(address for address, _ in rows).items() if count > 1] == []
    return {address.removeprefix(BASE_URL): day for address, day in rows}


def test_the_sitemap_holds_every_page_once_with_its_day(client: FlaskClient) -> None:
    days = read_sitemap(client)
    assert {path_of(seed): date.fromisoformat(days[path_of(seed)]) for seed in PAGES} == {
        path_of(seed): getattr(seed.content, "checked_on")  # noqa: B009  # a page has it, other content need not
        for seed in PAGES
    }


def test_a_list_changes_when_one_of_its_pages_does(client: FlaskClient) -> None:
    days = read_sitemap(client)
    newest = max(days.values())
    assert {days[path] for path in ("/", "/roles", "/guides", "/faq", "/glossary", "/states")} == {newest}
    undated = {path for path, day in days.items() if not day}
    assert undated == {*SAMPLE_PLAN_PATHS, "/pricing", "/gift", "/seats", "/tools/runway"}


def test_the_sitemap_holds_addresses_and_no_anchors(client: FlaskClient) -> None:
    assert [path for path in read_sitemap(client) if "#" in path or not path.startswith("/")] == []


def test_robots_txt_names_the_sitemap(client: FlaskClient) -> None:
    assert f"Sitemap: {BASE_URL}/sitemap.xml" in client.get("/robots.txt").text.splitlines()


@pytest.mark.parametrize(
    "path", ["/dashboard", "/plan", "/admin", "/admin/orders", "/orders", "/intake/role", "/start/state"]
)
def test_crawlers_are_kept_from_what_is_private(client: FlaskClient, path: str) -> None:
    assert not may_be_read(client, path)


def test_crawlers_may_read_what_the_sitemap_names_and_the_ways_in(client: FlaskClient) -> None:
    paths = [*read_sitemap(client), "/sign-in", "/sign-up", "/start/role"]
    assert [path for path in paths if not may_be_read(client, path)] == []


def may_be_read(client: FlaskClient, path: str) -> bool:
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").text.splitlines())
    return parser.can_fetch("*", path)


@pytest.mark.parametrize("path", ["/", "/pricing", "/sign-in", "/sign-up", "/start/role"])
def test_a_way_in_can_be_found_and_says_what_it_is(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert 'name="robots"' not in page
    assert re.search(r'<meta name="description" content="[^"]{40,}">', page)


@pytest.mark.parametrize("path", ["/reset", "/nothing-here"])
def test_a_page_that_helps_nobody_who_searches_is_not_to_be_found(client: FlaskClient, path: str) -> None:
    assert '<meta name="robots" content="noindex">' in client.get(path).text
