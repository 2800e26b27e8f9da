"""What role and pivot pages show beside their text, what is not published, and that every link leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from saas.facts.loading import load_facts
from saas.kernel.money import format_usd
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage, covered_roles
from saas.library.seed.loading import load_seed_catalogue
from tests.library.published import read, visible_text
from tests.web.html_page import Page

pytestmark = pytest.mark.any_database  # what is looked at is the page

ROLES, PIVOTS = load_seed_catalogue().roles, load_seed_catalogue().pivots


@pytest.mark.parametrize(("slug", "piece"), ROLES.items(), ids=ROLES)
def test_a_role_page_shows_the_pay_of_its_roles_and_where_the_figure_is_from(
    client: FlaskClient, slug: str, piece: RolePage
) -> None:
    shown, roles = (
        visible_text(read(client, f"/roles/{slug}")),
        [load_facts().role(role) for role in covered_roles(slug, piece)],
    )
    known = [role for role in roles if role and role.pay.p50]
    assert [role.slug for role in known if format_usd(role.pay.p50 or 0) not in shown] == []
    assert known[0].pay.source.name in shown


@pytest.mark.parametrize(("slug", "piece"), PIVOTS.items(), ids=PIVOTS)
def test_a_pivot_page_compares_its_destinations_with_their_pay(
    client: FlaskClient, slug: str, piece: PivotPage
) -> None:
    html = read(client, f"/pivots/{slug}")
    shown = visible_text(html)
    roles = [role for way in piece.destinations if (role := load_facts().role(way.slug))]
    assert len(roles) == len(piece.destinations)
    assert shown.count("checked") >= len(roles)
    assert all(words.words in shown for words in piece.compared_from)


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
    assert [path for path in paths_of_sitemap(client) if client.get(path).status_code != 200] == []


def test_every_link_of_every_public_page_leads_somewhere(client: FlaskClient) -> None:
    statuses: dict[str, int] = {}
    waiting = ["/", "/sign-in", "/start/role", *paths_of_sitemap(client)]
    while waiting:
        path = waiting.pop().partition("#")[0].partition("?")[0]
        if not path.startswith("/") or path.startswith("//") or path in statuses:
            continue
        answer = client.get(path, buffered=True)
        statuses[path] = answer.status_code
        if answer.status_code == 200 and answer.mimetype == "text/html":
            waiting += Page(answer.text).hrefs
    assert {path: status for path, status in statuses.items() if status not in (200, 302, 303)} == {}
    assert len(statuses) > 20
