"""A glossary term is linked where a page first uses it."""

from __future__ import annotations

import pytest

from saas.library.pages.glossary import Glossary, build_glossary, render_marked
from tests.library.examples import guide, term

GLOSSARY = Glossary(
    {
        "cobra": "cobra",
        "severance": "severance",
        "severance pay": "severance-pay",
        "401(k)": "plan",
        "at-will": "at-will",
        "r&d": "r-d",
    },
    {
        "cobra": "Health cover “after” a job.",
        "severance": "Pay.",
        "severance-pay": "More pay.",
        "plan": "Savings.",
        "at-will": "Ends.",
        "r-d": "Labs.",
    },
)


def link(markdown: str, linked: set[str] | None = None, glossary: Glossary = GLOSSARY) -> str:
    return glossary.link_terms(render_marked(markdown, glossary), set() if linked is None else linked).strip()


def short(markdown: str, linked: set[str] | None = None) -> str:
    """The HTML with links in short: [slug|words]."""
    html = link(markdown, linked)
    for slug, meaning in GLOSSARY.meanings.items():
        html = html.replace(f'<a class="term" href="/glossary#{slug}" title="{meaning}">', f"[{slug}|")
    return html


def test_the_first_use_is_a_link_with_its_meaning() -> None:
    assert link("COBRA costs.") == (
        '<p><a class="term" href="/glossary#cobra" title="Health cover “after” a job.">COBRA</a> costs.</p>'
    )


def test_the_second_use_is_not() -> None:
    assert short("COBRA and cobra.") == "<p>[cobra|COBRA</a> and cobra.</p>"


def test_a_term_linked_before_on_the_page_stays_plain() -> None:
    assert short("COBRA.", {"cobra"}) == "<p>COBRA.</p>"


def test_what_was_linked_is_remembered_for_the_rest_of_the_page() -> None:
    linked: set[str] = set()
    link("COBRA and a 401(k).", linked)
    assert linked == {"cobra", "plan"}


def test_the_longest_term_wins() -> None:
    assert (
        short("Severance pay, then severance.")
        == "<p>[severance-pay|Severance pay</a>, then [severance|severance</a>.</p>"
    )


@pytest.mark.parametrize("words", ["COBRA", "cobra", "Cobra"])
def test_case_is_kept_and_makes_no_difference(words: str) -> None:
    assert short(words) == f"<p>[cobra|{words}</a></p>"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("The cobras left.", "<p>The cobras left.</p>"),
        ("A COBRA-like law, pre-severance.", "<p>A COBRA-like law, pre-severance.</p>"),
        ("### COBRA", "<h3>COBRA</h3>"),
        ("## Of COBRA and more", "<h2>Of COBRA and more</h2>"),
        ("Type `COBRA` here.", "<p>Type <code>COBRA</code> here.</p>"),
        ("{{fact:law.cobra.days}} and {{slot:cobra}}", "<p>{{fact:law.cobra.days}} and {{slot:cobra}}</p>"),
        ("", ""),
    ],
)
def test_other_words_headings_code_and_tokens_stay_as_they_are(markdown: str, html: str) -> None:
    assert short(markdown) == html


@pytest.mark.parametrize("words", ["COBRA", "the **COBRA** law"])
def test_a_link_of_the_writer_stays_as_it_is(words: str) -> None:
    assert 'class="term"' not in link(f"[{words}](/x)") and 'href="/x"' in link(f"[{words}](/x)")


def test_after_a_link_terms_are_linked_again() -> None:
    assert short("[COBRA](/x) or COBRA").endswith(">COBRA</a> or [cobra|COBRA</a></p>")


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**COBRA** it is.", "<strong>[cobra|COBRA</a></strong>"),
        ("- one\n- COBRA", "<li>[cobra|COBRA</a></li>"),
        ("| a | b |\n|---|---|\n| x | COBRA |", "<td>[cobra|COBRA</a></td>"),
        ("> COBRA", "<p>[cobra|COBRA</a></p>"),
    ],
)
def test_terms_are_linked_in_lists_tables_and_quotations(markdown: str, html: str) -> None:
    assert html in short(markdown)


@pytest.mark.parametrize("words", ["401(k)", "at-will"])
def test_signs_inside_a_term_are_part_of_it(words: str) -> None:
    assert f"|{words}</a>" in short(f"A {words} thing.")


def test_words_and_meanings_are_escaped() -> None:
    assert short("In R&D.") == "<p>In [r-d|R&amp;D</a>.</p>"
    sharp = Glossary({"x": "x"}, {"x": '"a" <b>'})
    assert 'title="&quot;a&quot; &lt;b&gt;"' in link("x", glossary=sharp)


def test_markup_typed_into_text_stays_text() -> None:
    assert "<b>" not in link("COBRA <b>law</b> <a href='/x'>COBRA</a>")


def test_without_terms_nothing_is_linked() -> None:
    assert link("COBRA", glossary=Glossary({}, {})) == "<p>COBRA</p>"


def test_terms_come_from_the_published_cards() -> None:
    pages = [("cobra", term(title="COBRA")), ("rsu", term(matches=("RSU", "restricted stock"))), ("a", guide())]
    glossary = build_glossary(pages)
    assert glossary.slugs == {"cobra": "cobra", "rsu": "rsu", "restricted stock": "rsu"}
    assert glossary.meanings == {"cobra": "A description.", "rsu": "A description."}
