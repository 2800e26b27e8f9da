"""Thirty-odd searches of real people over the real library, on both databases; and what nobody should type."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.library.pieces import queries
from saas.library.search.queries import MAX_SHOWN, SearchResult, search_library
from tests.web.html_page import Page

# What is typed, and the page that person would want first.
WANTED = {
    "cobra": "/glossary#cobra",
    "unemployment": "/guides/file-for-unemployment",
    "cobar": "/glossary#cobra",
    "cobra or marketplace": "/guides/cobra-or-marketplace",
    "marketplace": "/guides/cobra-or-marketplace",
    "severance": "/glossary#severance",
    "negotiate severance": "/scripts/severance-ask",
    "release of claims": "/glossary#release-of-claims",
    "waiting week": "/glossary#waiting-week",
    "file for unemployment": "/guides/file-for-unemployment",
    "unemployment denied": "/situations/claim-denied",
    "california unemployment": "/states/ca",
    "OH": "/states/oh",
    "new york": "/states/ny",
    "nurse leaving bedside": "/roles/registered-nurse",
    "teacher": "/roles/teacher",
    "product manager": "/roles/product-manager",
    "accountant": "/roles/accountant",
    "physician": "/roles/physician",
    "ux designer": "/roles/designer",
    "military": "/pivots/military-to-civilian",
    "journalist": "/pivots/journalism-to-communications",
    "lawyer compliance": "/pivots/law-to-operations",
    "freelance": "/pivots/employee-to-independent",
    "reference": "/scripts/ask-for-a-reference",
    "counter offer": "/scripts/negotiate-the-offer",
    "recruiter call": "/scripts/recruiter-first-call",
    "gap in resume": "/scripts/explain-the-gap",
    "interview explain layoff": "/scripts/explain-the-layoff",
    "rent": "/scripts/ask-the-landlord-or-lender",
    "visa": "/situations/visa-clock-running",
    "laid off today": "/situations/laid-off-this-morning",
    "let go": "/situations/laid-off-this-morning",
    "health insurance ends": "/situations/insurance-ends-this-month",
    "burned out": "/situations/worn-out-and-still-employed",
    "two offers": "/situations/two-offers-one-deadline",
    "resume other field": "/guides/resume-for-another-field",
    "how long will my money last": "/guides/how-long-your-money-lasts",
    "what to tell my kids": "/guides/telling-children-and-parents",
    "401k": "/glossary#401k-rollover",
    "noncompete": "/glossary#non-compete",
    "rsu": "/glossary#rsu",
    "fired": "/faq#first-week-2",
    "refund": "/refunds",
    "is this a subscription": "/faq#this-plan-1",
    "do you use AI": "/ai",
}
HOSTILE = (
    "'",
    '"',
    "cobra'; DROP TABLE search_entries; --",
    '"cobra" OR',
    "NEAR(cobra, 2)",
    "cobra AND NOT",
    "cobra* ^title:x",
    "{title}: cobra",
    "col:cobra",
    "a & | ! <-> b",
    "cobra:*",
    "\\",
    "\\'cobra",
    "(((",
    "))",
    "%_%",
    "cobra\x00visa",
    "\x00",
    "what is it to the",
    "🙂🙂🙂",
    "cobra 🙂",
    "ﬃ ß İ",
    "١٢٣",
    "漢字",
    "\u202e\u200b",
    "x" * 10_000,
    "cobra " * 2_000,
    "- -- ---",
    "''''",
    "_ __",
)


def search(session: Session, query: str) -> SearchResult:
    return search_library(session, query, queries.load_library(session).vocabulary)


@pytest.mark.parametrize(("query", "href"), WANTED.items(), ids=WANTED)
def test_the_page_a_person_would_want_comes_first(session: Session, query: str, href: str) -> None:
    entries = search(session, query).entries
    assert [entry.href for entry in entries[:1]] == [href]


def test_what_was_corrected_is_said(session: Session) -> None:
    assert search(session, "cobar").instead_of == {"cobar": "cobra"}
    assert search(session, "cobra").instead_of == {}


def test_a_page_need_not_speak_of_everything(session: Session) -> None:
    assert "/glossary#rsu" in [entry.href for entry in search(session, "rsu bedside journalism").entries]


def test_a_search_shows_no_more_than_can_be_looked_through(session: Session) -> None:
    entries = search(session, "week").entries
    assert len(entries) == MAX_SHOWN
    assert len({entry.href for entry in entries}) == MAX_SHOWN


def test_no_step_is_found(session: Session) -> None:
    assert [entry for entry in search(session, "file the claim").entries if not entry.href] == []


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query[:20]))
def test_nothing_typed_is_an_operator_or_an_error(session: Session, query: str) -> None:
    entries = search(session, query)
    assert len(entries.entries) <= MAX_SHOWN


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query[:20]))
def test_the_page_answers_whatever_is_typed(client: FlaskClient, query: str) -> None:
    answer = client.get("/search", query_string={"q": query})
    # Nobody types a NUL, and no address holds one.
    assert answer.status_code == (404 if "\x00" in query else 200)
    assert answer.text.count("<h1") == 1


def test_the_page_shows_hits_marked_and_says_what_it_corrected(client: FlaskClient) -> None:
    answer = client.get("/search?q=cobar")
    assert "Nothing has “cobar”. These are for “cobra”." in answer.text
    assert '<a href="/glossary#cobra"><mark>COBRA</mark></a>' in answer.text


def test_the_page_says_when_there_is_nothing(client: FlaskClient) -> None:
    assert "Nothing here speaks of that." in client.get("/search?q=qqqqqqqq").text


def test_what_was_typed_is_shown_as_text(client: FlaskClient) -> None:
    answer = client.get("/search", query_string={"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


def test_every_hit_leads_to_a_page_that_is_there(client: FlaskClient) -> None:
    hrefs = {href.partition("#")[0] for href in Page(client.get("/search?q=week").text).hrefs}
    assert [
        href for href in hrefs if href.startswith("/") and client.get(href, buffered=True).status_code not in (200, 302)
    ] == []


@pytest.mark.parametrize("path", ["/search", "/search?q=cobra"])
def test_a_search_sets_no_cookie_and_is_the_same_for_everybody(client: FlaskClient, path: str) -> None:
    for answer in (client.get(path), client.get(path)):
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["Cache-Control"].startswith("public, max-age=60")
