"""/admin/library/checks and /facts: what keeps texts from readers, pages that are alike, figures that grow old."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.facts.loading import load_facts
from saas.kernel.tokens import find_tokens
from saas.library.editor.checks import find_all_faults
from saas.library.kinds.text import iter_prose
from saas.library.pieces.actions import publish_revision, withdraw_piece, write_draft
from saas.web.session import db
from tests.library.drafts import SAM, all_seeds_by_name, changed, role
from tests.library.editor.conftest import LIBRARY
from tests.web.html_page import Page

pytestmark = pytest.mark.any_database  # what is checked is the text

CHECKS, FACTS = f"{LIBRARY}/checks", f"{LIBRARY}/facts"
ACCOUNTANT = f"{LIBRARY}/role/accountant"
BROKEN = changed(role(), lead="See [this](/roles/nobody).")


def all_faults_in(sam: FlaskClient) -> object:
    with sam.application.test_request_context():
        return find_all_faults(db())


def test_a_text_with_a_fault_is_named_with_its_field(sam: FlaskClient, session: Session) -> None:
    assert ACCOUNTANT not in Page(sam.get(CHECKS).text).hrefs
    write_draft(session, "role", "accountant", BROKEN, SAM, base=1)
    page = sam.get(CHECKS).text
    assert ACCOUNTANT in Page(page).hrefs
    assert "lead: “/roles/nobody” leads nowhere." in page


def test_what_was_put_right_is_named_no_more(sam: FlaskClient, session: Session) -> None:
    write_draft(session, "role", "accountant", BROKEN, SAM, base=1)
    sam.get(CHECKS)
    write_draft(session, "role", "accountant", role(), SAM, base=2)
    assert ACCOUNTANT not in Page(sam.get(CHECKS).text).hrefs


def test_a_withdrawn_text_has_no_faults_and_nothing_may_lead_to_it(sam: FlaskClient, session: Session) -> None:
    write_draft(session, "role", "accountant", BROKEN, SAM, base=1)
    write_draft(session, "role", "keeper-of-bees", changed(role(), lead="See [this](/roles/accountant)."), SAM, base=0)
    withdraw_piece(session, "role", "accountant", SAM)
    page = sam.get(CHECKS).text
    assert ACCOUNTANT not in Page(page).hrefs
    assert "lead: “/roles/accountant” leads nowhere." in page


def test_faults_are_looked_for_once_while_nothing_is_written(sam: FlaskClient, session: Session) -> None:
    assert all_faults_in(sam) is all_faults_in(sam)
    before = all_faults_in(sam)
    write_draft(session, "role", "accountant", BROKEN, SAM, base=1)
    assert all_faults_in(sam) is not before


def test_two_pages_that_are_alike_are_named(sam: FlaskClient, session: Session) -> None:
    write_draft(session, "role", "keeper-of-bees", role(), SAM, base=0)
    publish_revision(session, "role", "keeper-of-bees", SAM, number=1)
    assert re.search(
        r"role/(accountant|keeper-of-bees) and role/(accountant|keeper-of-bees): 100 percent", sam.get(CHECKS).text
    )


def cited(page: str) -> list[str]:
    return re.findall(r'<code class="quiet">([^<]+)</code>', page)


def used() -> set[str]:
    texts = (text for seed in all_seeds_by_name().values() for _, text in iter_prose(seed.content))
    return {token.value for text in texts for token in find_tokens(text) if token.kind == "fact"}


def test_every_figure_that_is_cited_is_listed_once(sam: FlaskClient) -> None:
    shown = cited(sam.get(FACTS).text)
    assert set(shown) == used()
    assert len(shown) == len(set(shown))


def test_the_figure_nobody_has_checked_for_longest_comes_first(sam: FlaskClient) -> None:
    days = [load_facts().figure(key).source.checked_on for key in cited(sam.get(FACTS).text)]
    assert days == sorted(days)


def test_a_figure_leads_to_the_pages_that_cite_it(sam: FlaskClient, session: Session) -> None:
    key = sorted(used())[0]
    write_draft(
        session, "role", "accountant", changed(role(), title="Zymurgy", lead=f"It is {{{{fact:{key}}}}}."), SAM, base=1
    )
    publish_revision(session, "role", "accountant", SAM, number=2)
    [row] = [part for part in sam.get(FACTS).text.split("<tr>") if f">{key}</code>" in part]
    assert '<a href="/roles/accountant">Zymurgy</a>' in row
