"""Role pages, pivot pages, and what leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from saas.facts.queries import book
from saas.kernel.money import usd
from saas.library.seed import load
from saas.library.shapes import PivotPage, RolePage
from saas.web.templating import inline
from tests.web.reading import Page

ROLES, PIVOTS = load().roles, load().pivots


def plain(text: str) -> str:
    """As a reader sees it."""
    return " ".join(Markup(text).striptags().split())


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return plain(answer.text)


@pytest.mark.parametrize(("slug", "piece"), ROLES.items(), ids=ROLES)
def test_a_role_page_shows_every_part(client: FlaskClient, slug: str, piece: RolePage) -> None:
    shown = read(client, f"/roles/{slug}")
    parts = [
        *(section.heading for section in piece.sections), *(sector.name for sector in piece.sectors),
        *(title for sector in piece.sectors for title in sector.titles), *(band.months for band in piece.timeline),
        *(asked.question for asked in piece.questions), *(line.did for line in piece.translation),
        *(line.reads for line in piece.translation), piece.lead, piece.pay_note,
    ]  # fmt: skip
    assert [part for part in parts if plain(inline(part)) not in shown] == []


@pytest.mark.parametrize("slug", ROLES)
def test_a_role_page_shows_its_pay_and_where_the_figure_is_from(client: FlaskClient, slug: str) -> None:
    role, shown = book().role(slug), read(client, f"/roles/{slug}")
    assert role is not None
    assert usd(role.pay.p50 or 0) in shown
    assert role.pay.source.name in shown


@pytest.mark.parametrize(("slug", "piece"), PIVOTS.items(), ids=PIVOTS)
def test_a_pivot_page_shows_every_part(client: FlaskClient, slug: str, piece: PivotPage) -> None:
    shown = read(client, f"/pivots/{slug}")
    parts = [
        *(decision.question for decision in piece.decisions), *(skill.skill for skill in piece.portable),
        *(way.title for way in piece.destinations), *(band.months for band in piece.timeline),
        *(asked.question for asked in piece.questions), piece.lead,
    ]  # fmt: skip
    assert [part for part in parts if plain(inline(part)) not in shown] == []


@pytest.mark.parametrize(
    ("path", "piece"),
    [*((f"/roles/{s}", p) for s, p in ROLES.items()), *((f"/pivots/{s}", p) for s, p in PIVOTS.items())],
)
def test_a_page_names_its_sources(client: FlaskClient, path: str, piece: RolePage | PivotPage) -> None:
    hrefs = Page(client.get(path).text).hrefs
    assert [source.name for source in piece.sources if source.url not in hrefs] == []


def test_the_list_of_roles_leads_to_each(client: FlaskClient) -> None:
    assert {f"/roles/{slug}" for slug in ROLES} <= set(Page(client.get("/roles").text).hrefs)


def test_the_list_of_pivots_leads_to_each(client: FlaskClient) -> None:
    assert {f"/pivots/{slug}" for slug in PIVOTS} <= set(Page(client.get("/pivots").text).hrefs)


@pytest.mark.parametrize("path", ["/roles/none", "/pivots/none", "/roles/Accountant", "/roles/accountant/"])
def test_what_is_not_published_does_not_exist(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/refunds", "/privacy", "/terms", "/ai", "/about"])
def test_the_sites_own_pages_say_when_they_were_checked(client: FlaskClient, path: str) -> None:
    checked = [marks["datetime"] for tag, marks in Page(client.get(path).text).tags if tag == "time"]
    assert len(checked) == 1
    assert date.fromisoformat(checked[0]) <= date.today()  # a day, not a moment


def paths_of_sitemap(client: FlaskClient) -> Iterator[str]:
    root = ElementTree.fromstring(client.get("/sitemap.xml").text)
    for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
        yield str(place.text).removeprefix("http://shop.test")


def test_every_page_of_the_sitemap_answers(client: FlaskClient) -> None:
    paths = list(paths_of_sitemap(client))
    assert len(paths) >= len(ROLES) + len(PIVOTS) + 9
    assert {path: client.get(path).status_code for path in paths if client.get(path).status_code != 200} == {}


def test_the_sitemap_lists_every_role_and_pivot(client: FlaskClient) -> None:
    assert {*(f"/roles/{slug}" for slug in ROLES), *(f"/pivots/{slug}" for slug in PIVOTS)} <= set(
        paths_of_sitemap(client)
    )


def test_robots_are_led_to_the_sitemap_and_kept_from_what_is_private(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert "Sitemap: http://shop.test/sitemap.xml" in lines
    assert {"Disallow: /dashboard", "Disallow: /plan", "Disallow: /admin"} <= set(lines)


def test_every_link_of_every_public_page_leads_somewhere(client: FlaskClient) -> None:
    seen: dict[str, int] = {}
    waiting = ["/", "/sign-in", "/start/role", *paths_of_sitemap(client)]
    while waiting:
        path = waiting.pop().partition("#")[0].partition("?")[0]
        if not path.startswith("/") or path.startswith("//") or path in seen:
            continue
        answer = client.get(path, buffered=True)
        seen[path] = answer.status_code
        if answer.status_code == 200 and answer.mimetype == "text/html":
            waiting += Page(answer.text).hrefs
    assert {path: status for path, status in seen.items() if status not in (200, 302, 303)} == {}
    assert len(seen) > 20
