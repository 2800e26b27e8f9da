"""A page as machines read it. That the properties are those a search engine asks for: see tests/library/structured_data.py."""

from __future__ import annotations

import pytest

from saas.kernel.tokens import plain_text
from saas.library.kinds.articles import SitePage
from saas.library.kinds.parts import Page
from saas.library.kinds.spec import Kind
from saas.library.pages import structured_data
from tests.library.examples import ASKED, DAY, faq, guide, pivot, role, script, situation, term
from tests.library.structured_data import faults

BASE = "https://shop.test"
PAGES: dict[Kind, Page] = {
    "guide": guide(),
    "situation": situation(),
    "script": script(),
    "role": role(),
    "pivot": pivot(),
}


def written(text: str) -> str:
    return plain_text(text, {"law.x.days": "60 days"}.__getitem__)


@pytest.mark.parametrize("kind", PAGES)
def test_what_a_page_says_of_itself_is_valid(kind: Kind) -> None:
    items = structured_data.describe_page(kind, PAGES[kind], written, BASE, f"/{kind}/x")
    assert [fault for data in items for fault in faults(data)] == []


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        ("guide", ["Article", "BreadcrumbList"]),
        ("role", ["Article", "BreadcrumbList", "FAQPage"]),
        ("pivot", ["Article", "BreadcrumbList", "FAQPage"]),
    ],
)
def test_a_page_is_an_article_with_a_way_to_it_and_its_questions(kind: Kind, types: list[str]) -> None:
    assert [data["@type"] for data in structured_data.describe_page(kind, PAGES[kind], written, BASE, "/x")] == types


def test_the_sites_own_pages_say_nothing_of_themselves() -> None:
    page = SitePage(title="Refunds", description="Money back.", checked_on=DAY, body="So.")
    assert structured_data.describe_page("page", page, written, BASE, "/refunds") == []


def test_marks_are_written_out() -> None:
    page = guide(title="The {{fact:law.x.days}}", description="After {{fact:law.x.days}}.")
    article, way = structured_data.describe_page("guide", page, written, BASE, "/guides/x")
    assert (article["headline"], article["description"]) == ("The 60 days", "After 60 days.")
    assert way["itemListElement"][1]["name"] == "The 60 days"


def test_an_article_says_where_it_stands_and_when_it_was_checked() -> None:
    article, way = structured_data.describe_page("guide", guide(), written, BASE, "/guides/x")
    assert article["mainEntityOfPage"] == f"{BASE}/guides/x"
    assert article["image"] == f"{BASE}/shared/guides/x.png"
    assert article["dateModified"] == DAY.isoformat()
    assert [step["item"] for step in way["itemListElement"]] == [f"{BASE}/guides", f"{BASE}/guides/x"]


def test_every_question_stands_with_its_answer() -> None:
    data = structured_data.describe_questions(faq().questions, written)
    assert faults(data) == []
    assert [(item["name"], item["acceptedAnswer"]["text"]) for item in data["mainEntity"]] == [
        tuple(ASKED.values())
    ] * 5


def test_a_glossary_is_a_set_of_terms_and_of_nothing_else() -> None:
    data = structured_data.describe_glossary([("cobra", term(title="COBRA")), ("x", guide())], written, BASE)
    assert faults(data) == []
    assert [term_data["url"] for term_data in data["hasDefinedTerm"]] == [f"{BASE}/glossary#cobra"]


def test_what_is_sold_has_one_price() -> None:
    data = structured_data.describe_product("A plan", "Once.", "79.00", "usd", BASE)
    assert faults(data) == []
    assert (data["offers"]["price"], data["offers"]["priceCurrency"]) == ("79.00", "USD")
