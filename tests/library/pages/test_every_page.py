"""Every published page of every kind: what its reader sees, and what machines read of it. Each rule is one pass over all."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from saas.library.kinds.spec import KINDS
from tests.content import name_of, page_seeds
from tests.library.published import (
    PAGES,
    list_sources,
    parse_structured_data,
    path_of,
    read,
    sentences_of,
    title_of,
    visible_text,
)
from tests.library.structured_data import faults
from tests.web.html_page import Page

pytestmark = pytest.mark.any_database  # what is looked at is the page

INDEXES = (
    "/",
    "/roles",
    "/pivots",
    "/situations",
    "/scripts",
    "/guides",
    "/faq",
    "/glossary",
    "/states",
    "/pricing",
    "/tools/runway",
)
PAGE_PATHS = [path_of(seed) for seed in PAGES]
_html: dict[str, str] = {}
Read = Callable[[str], str]


@pytest.fixture
def html(app: Flask) -> Read:
    """The page at an address as a stranger gets it, asked for once: no test here changes the library."""

    def read_once(path: str) -> str:
        if path not in _html:
            _html[path] = read(app.test_client(), path)
        return _html[path]

    return read_once


def meta(page: str) -> dict[str, str]:
    tags = [attributes for tag, attributes in Page(page).tags if tag == "meta"]
    return {tag.get("property") or tag.get("name", ""): tag.get("content", "") for tag in tags}


def link(page: str, rel: str) -> list[str]:
    return [tag["href"] for name, tag in Page(page).tags if name == "link" and tag.get("rel") == rel]


def test_every_page_shows_every_sentence_of_its_piece(html: Read) -> None:
    missing = []
    for seed in page_seeds():
        shown = visible_text(html(path_of(seed)))
        missing += [(name_of(seed), sentence) for sentence in sentences_of(seed) if sentence not in shown]
    assert missing == []


def test_no_page_shows_a_token(html: Read) -> None:
    assert [path for path in (*PAGE_PATHS, "/faq", "/glossary") if "{{" in visible_text(html(path))] == []


def test_every_page_names_every_source_of_its_piece(html: Read) -> None:
    missing = [
        (name_of(seed), source.name)
        for seed in page_seeds()
        for source in list_sources(seed.content)
        if source.url not in Page(html(path_of(seed))).hrefs
    ]
    assert missing == []


def test_every_page_has_one_heading_of_the_first_level(html: Read) -> None:
    assert [path for path in PAGE_PATHS if Page(html(path)).outline.count(1) != 1] == []


def test_every_page_is_known_by_one_address(html: Read) -> None:
    address = "http://shop.test{}".format
    assert [path for path in PAGE_PATHS if link(html(path), "canonical") != [address(path)]] == []
    assert [path for path in PAGE_PATHS if meta(html(path))["og:url"] != address(path)] == []


def test_every_page_has_a_title_a_description_and_a_social_image(html: Read) -> None:
    offenders = []
    for path in PAGE_PATHS:
        tags = meta(html(path))
        images = (f"http://shop.test/shared{path}.png", "http://shop.test/shared/home.png")
        is_described = tags["og:title"] and tags["description"] and tags["og:description"] == tags["description"]
        is_pictured = tags["og:image"] in images
        if not (is_described and is_pictured and (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")):
            offenders.append((path, tags))
    assert offenders == []


def test_every_figure_on_a_page_leads_to_its_source(html: Read) -> None:
    dangling = []
    for path in (*PAGE_PATHS, "/faq", "/glossary"):
        page = Page(html(path))
        cited = {href[1:] for href in page.hrefs if href.startswith("#source-")}
        dangling += [(path, source) for source in sorted(cited - set(page.ids))]
    assert dangling == []


def test_no_id_stands_twice_on_a_page(html: Read) -> None:
    pages = {path: Page(html(path)).ids for path in (*PAGE_PATHS, "/faq", "/glossary")}
    assert [path for path, ids in pages.items() if len(set(ids)) != len(ids)] == []


def test_the_structured_data_of_every_page_is_valid(html: Read) -> None:
    paths = (*PAGE_PATHS, "/faq", "/glossary", "/pricing")
    assert [
        (path, fault) for path in paths for data in parse_structured_data(html(path)) for fault in faults(data)
    ] == []


def test_every_article_says_to_machines_what_the_page_says(html: Read) -> None:
    offenders = []
    for seed in PAGES:
        data = {item["@type"]: item for item in parse_structured_data(html(path_of(seed)))}
        if not KINDS[seed.kind].is_article:
            is_right = data == {}
        else:
            last = data["BreadcrumbList"]["itemListElement"][-1]
            is_right = (
                data["Article"]["headline"] == title_of(seed) and last["item"] == f"http://shop.test{path_of(seed)}"
            )
        offenders += [] if is_right else [name_of(seed)]
    assert offenders == []


@pytest.mark.parametrize(("path", "items", "least"), [("/faq", "mainEntity", 50), ("/glossary", "hasDefinedTerm", 40)])
def test_cards_of_one_page_are_all_told_to_machines(html: Read, path: str, items: str, least: int) -> None:
    [data] = parse_structured_data(html(path))
    assert len(data[items]) >= least


def test_the_price_is_told_to_machines(html: Read) -> None:
    [data] = parse_structured_data(html("/pricing"))
    assert (data["@type"], data["offers"]["price"], data["offers"]["priceCurrency"]) == ("Product", "79.00", "USD")
    assert data["offers"]["url"] == "http://shop.test/pricing"


@pytest.mark.parametrize("path", INDEXES)
def test_an_index_has_an_address_a_title_a_description_and_a_social_image(html: Read, path: str) -> None:
    tags = meta(html(path))
    assert link(html(path), "canonical") == [f"http://shop.test{path}"]
    assert tags["og:image"] == f"http://shop.test/shared{path if path != '/' else '/home'}.png"
    assert tags["og:title"] and tags["description"]


def test_the_social_image_of_every_page_is_a_png_of_the_right_size(client: FlaskClient, html: Read) -> None:
    images = {meta(html(path))["og:image"].removeprefix("http://shop.test") for path in (*INDEXES, *PAGE_PATHS)}
    assert len(images) >= len(INDEXES) + len(PAGE_PATHS) - len(KINDS["page"].fixed_slugs)
    offenders = []
    for image in sorted(images):
        answer = client.get(image)
        is_png = (answer.status_code, answer.mimetype, answer.data[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")
        if not is_png or struct.unpack(">II", answer.data[16:24]) != (1200, 630):
            offenders.append(image)
    assert offenders == []


@pytest.mark.parametrize(
    "path", ["/shared/none.png", "/shared/roles/none.png", "/shared/admin.png", "/shared/../x.png"]
)
def test_there_is_no_social_image_of_what_is_no_page(client: FlaskClient, path: str) -> None:
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
def test_an_index_leads_to_every_page_of_its_kind(html: Read, kind: str) -> None:
    index = KINDS[kind].index
    assert index is not None
    assert {path_of(seed) for seed in PAGES if seed.kind == kind} <= set(Page(html(index.href)).hrefs)


def test_every_hub_leads_to_its_guides_situations_and_scripts(html: Read) -> None:
    missing = [
        (hub.slug, path_of(seed))
        for hub in PAGES
        if hub.kind == "hub"
        for seed in PAGES
        if getattr(seed.content, "stage", "") == hub.slug and path_of(seed) not in Page(html(path_of(hub))).hrefs
    ]
    assert missing == []


@pytest.mark.parametrize("kind", ["term", "faq"])
def test_every_card_has_an_anchor(html: Read, kind: str) -> None:
    cards = [seed for seed in page_seeds() if seed.kind == kind]
    assert {seed.slug for seed in cards} <= set(Page(html(path_of(cards[0]))).ids)
