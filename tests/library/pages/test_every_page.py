"""Every published page of every kind: what its reader sees, and what machines read of it."""

from __future__ import annotations

import struct

import pytest
from flask.testing import FlaskClient

from saas.library.seed.loading import Seed
from tests.library.published import (
    ON_ONE_PAGE,
    PAGES,
    PIECES,
    name_of,
    parts,
    path_of,
    read,
    seen,
    sources_of,
    structured,
    title_of,
)
from tests.library.structured_data import faults
from tests.web.html_page import Page

INDEXES = ("/", "/roles", "/pivots", "/situations", "/scripts", "/guides", "/faq", "/glossary", "/states", "/pricing", "/tools/runway")  # fmt: skip
pieces = pytest.mark.parametrize("seed", PIECES, ids=name_of)
pages = pytest.mark.parametrize("seed", PAGES, ids=name_of)


def meta(html: str) -> dict[str, str]:
    found = [marks for tag, marks in Page(html).tags if tag == "meta"]
    return {marks.get("property") or marks.get("name", ""): marks.get("content", "") for marks in found}


def link(html: str, rel: str) -> list[str]:
    return [marks["href"] for tag, marks in Page(html).tags if tag == "link" and marks.get("rel") == rel]


@pieces
def test_a_page_shows_every_part(client: FlaskClient, seed: Seed) -> None:
    shown = seen(read(client, path_of(seed)))
    assert [part for part in parts(seed) if part not in shown] == []
    assert "{{" not in shown


@pieces
def test_a_page_names_every_source_of_its_piece(client: FlaskClient, seed: Seed) -> None:
    hrefs = Page(read(client, path_of(seed))).hrefs
    assert [source.name for source in sources_of(seed.content) if source.url not in hrefs] == []


@pages
def test_a_page_is_named_and_shared(client: FlaskClient, seed: Seed) -> None:
    html = read(client, path_of(seed))
    address, said = f"http://shop.test{path_of(seed)}", meta(html)
    assert Page(html).outline.count(1) == 1
    assert link(html, "canonical") == [said["og:url"]] == [address]
    assert said["og:title"] and said["og:description"] == said["description"]
    assert said["og:image"] in (f"{address}.png".replace("shop.test/", "shop.test/shared/"), "http://shop.test/shared/home.png")  # fmt: skip
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")


@pytest.mark.parametrize("path", [*(path_of(seed) for seed in PAGES), "/faq", "/glossary"])
def test_every_figure_on_a_page_leads_to_its_source(client: FlaskClient, path: str) -> None:
    page = Page(read(client, path))
    cited = {href[1:] for href in page.hrefs if href.startswith("#source-")}
    assert cited <= set(page.ids)
    assert sorted(page.ids) == sorted(set(page.ids))


@pytest.mark.parametrize("path", [*(path_of(seed) for seed in PAGES), "/faq", "/glossary", "/pricing"])
def test_what_a_page_says_to_machines_is_valid(client: FlaskClient, path: str) -> None:
    assert [fault for data in structured(read(client, path)) for fault in faults(data)] == []


@pages
def test_an_article_says_what_the_page_says(client: FlaskClient, seed: Seed) -> None:
    data = {one["@type"]: one for one in structured(read(client, path_of(seed)))}
    if seed.kind == "page":
        assert data == {}
    else:
        assert data["Article"]["headline"] == title_of(seed)
        assert data["BreadcrumbList"]["itemListElement"][-1]["item"] == f"http://shop.test{path_of(seed)}"


@pytest.mark.parametrize(("path", "kind", "count"), [("/faq", "mainEntity", 50), ("/glossary", "hasDefinedTerm", 40)])
def test_cards_of_one_page_are_all_told_to_machines(client: FlaskClient, path: str, kind: str, count: int) -> None:
    [data] = structured(read(client, path))
    assert len(data[kind]) >= count


def test_the_price_is_told_to_machines(client: FlaskClient) -> None:
    [data] = structured(read(client, "/pricing"))
    assert (data["@type"], data["offers"]["price"], data["offers"]["priceCurrency"]) == ("Product", "79.00", "USD")
    assert data["offers"]["url"] == "http://shop.test/pricing"


@pytest.mark.parametrize("path", INDEXES)
def test_an_index_is_named_and_shared(client: FlaskClient, path: str) -> None:
    html = read(client, path)
    said = meta(html)
    assert link(html, "canonical") == [f"http://shop.test{path}"]
    assert said["og:image"] == f"http://shop.test/shared{path if path != '/' else '/home'}.png"
    assert said["og:title"] and said["description"]


@pytest.mark.parametrize("path", [*INDEXES, *(path_of(seed) for seed in PAGES)])
def test_the_picture_of_a_page_is_there(client: FlaskClient, path: str) -> None:
    shared = meta(read(client, path))["og:image"].removeprefix("http://shop.test")
    answer = client.get(shared)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.data[16:24]) == (1200, 630)


@pytest.mark.parametrize(
    "path", ["/shared/none.png", "/shared/roles/none.png", "/shared/admin.png", "/shared/../x.png"]
)
def test_there_is_no_picture_of_what_is_no_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "to"),
    [("/roles/ux-designer", "/roles/designer"), ("/states/OH", "/states/oh"), ("/states/Oh", "/states/oh")],
)
def test_another_name_of_a_page_leads_to_it(client: FlaskClient, path: str, to: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, to)
    assert client.get(to).status_code == 200


@pytest.mark.parametrize("kind", ["situation", "script", "guide", "state", "role", "pivot"])
def test_an_index_leads_to_every_page_of_its_kind(client: FlaskClient, kind: str) -> None:
    wanted = {path_of(seed) for seed in PAGES if seed.kind == kind}
    assert wanted <= set(Page(read(client, f"/{kind}s")).hrefs)


def test_a_hub_leads_to_its_guides_situations_and_scripts(client: FlaskClient) -> None:
    for hub in (seed for seed in PAGES if seed.kind == "hub"):
        hrefs = set(Page(read(client, path_of(hub))).hrefs)
        of_stage = [seed for seed in PAGES if getattr(seed.content, "stage", "") == hub.slug]
        assert [path_of(seed) for seed in of_stage if path_of(seed) not in hrefs] == []


@pytest.mark.parametrize("kind", ON_ONE_PAGE)
def test_every_card_has_an_anchor(client: FlaskClient, kind: str) -> None:
    wanted = {seed.slug for seed in PIECES if seed.kind == kind}
    assert wanted <= set(Page(read(client, "/glossary" if kind == "term" else "/faq")).ids)
