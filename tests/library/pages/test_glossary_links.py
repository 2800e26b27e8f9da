"""A term is linked where a page first uses it."""

from __future__ import annotations

import pytest

from saas.library.pieces.glossary import GlossaryTerms, collect_terms
from tests.library.examples import guide, term

TERMS = GlossaryTerms(
    {"cobra": "cobra", "severance": "severance", "severance pay": "severance-pay", "401(k)": "plan", "at-will": "at-will"},
    {"cobra": "Health cover “after” a job.", "severance": "Pay.", "severance-pay": "More pay.", "plan": "Savings.", "at-will": "Ends."},
)  # fmt: skip


def linked(html: str, seen: set[str] | None = None) -> str:
    """The HTML with links in short: [words|slug]."""
    found = TERMS.linked(html, set() if seen is None else seen)
    for slug, meaning in TERMS.meanings.items():
        found = found.replace(f'<a class="term" href="/glossary#{slug}" title="{meaning}">', f"[{slug}|")
    return found


def test_the_first_use_is_a_link_with_its_meaning() -> None:
    assert TERMS.linked("<p>COBRA costs.</p>", set()) == (
        '<p><a class="term" href="/glossary#cobra" title="Health cover “after” a job.">COBRA</a> costs.</p>'
    )


def test_the_second_use_is_not() -> None:
    assert linked("<p>COBRA and cobra.</p>") == "<p>[cobra|COBRA</a> and cobra.</p>"


def test_a_term_linked_before_on_the_page_stays_plain() -> None:
    assert linked("<p>COBRA.</p>", {"cobra"}) == "<p>COBRA.</p>"


def test_what_was_linked_is_remembered_for_the_rest_of_the_page() -> None:
    seen: set[str] = set()
    linked("<p>COBRA and a 401(k).</p>", seen)
    assert seen == {"cobra", "plan"}


def test_the_longest_term_wins() -> None:
    assert linked("<p>Severance pay, then severance.</p>") == "<p>[severance-pay|Severance pay</a>, then [severance|severance</a>.</p>"  # fmt: skip


@pytest.mark.parametrize("words", ["COBRA", "cobra", "Cobra"])
def test_case_is_kept_and_makes_no_difference(words: str) -> None:
    assert linked(words) == f"[cobra|{words}</a>"


@pytest.mark.parametrize("html", [
    "<p>The cobras left.</p>", "<p>A COBRA-like law.</p>", "<p>pre-severance</p>",
    '<p><a href="/x">COBRA</a></p>', '<p><a href="/x">the <b>COBRA</b> law</a></p>', "<h3>COBRA</h3>", "<h2>Of COBRA</h2>",
    '<p title="COBRA">Nothing.</p>', '<p><img alt="severance pay"></p>', "<p><data>COBRA</data></p>", "",
])  # fmt: skip
def test_other_words_links_headings_and_attributes_stay_as_they_are(html: str) -> None:
    assert linked(html) == html


def test_after_a_link_terms_are_linked_again() -> None:
    assert linked('<a href="/x">COBRA</a> or COBRA') == '<a href="/x">COBRA</a> or [cobra|COBRA</a>'


@pytest.mark.parametrize("words", ["401(k)", "at-will"])
def test_signs_inside_a_term_are_part_of_it(words: str) -> None:
    assert f"|{words}</a>" in linked(f"<p>A {words} thing.</p>")


def test_a_meaning_is_escaped() -> None:
    assert 'title="&quot;a&quot; &lt;b&gt;"' in GlossaryTerms({"x": "x"}, {"x": '"a" <b>'}).linked("x", set())


def test_without_terms_nothing_is_linked() -> None:
    assert GlossaryTerms({}, {}).linked("<p>COBRA</p>", set()) == "<p>COBRA</p>"


def test_terms_come_from_the_published_cards() -> None:
    pages = [("cobra", term(title="COBRA")), ("rsu", term(matches=("RSU", "restricted stock"))), ("a", guide())]
    found = collect_terms(pages)
    assert found.slugs == {"cobra": "cobra", "rsu": "rsu", "restricted stock": "rsu"}
    assert found.meanings == {"cobra": "A description.", "rsu": "A description."}
