"""What every template may use."""

from __future__ import annotations

from datetime import date

import pytest

from saas.kernel.formatting import format_optional_date, pluralize
from saas.web.templating import render_inline, render_markdown


@pytest.mark.parametrize(
    ("value", "words"), [(date(2027, 3, 3), "March 3, 2027"), (date(2026, 11, 23), "November 23, 2026"), (None, "")]
)
def test_a_date_is_written_out(value: date | None, words: str) -> None:
    assert format_optional_date(value) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 week"), (0, "0 weeks"), (2, "2 weeks"), (2.5, "2.5 weeks"), (1.0, "1 week"), (1200, "1,200 weeks")],
)
def test_a_count_has_its_plural(count: float, words: str) -> None:
    assert pluralize(count, "week") == words


def test_an_odd_plural_is_given() -> None:
    assert pluralize(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        '<a href="x" onclick="y">z</a>',
    ],
)
def test_markdown_is_sanitized(text: str) -> None:
    shown = str(render_markdown(text))
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert '<a href="x"' not in shown


def test_markdown_is_rendered() -> None:
    assert str(render_markdown("Two *kinds*.\n\n- one\n- two")).strip().startswith("<p>Two <em>kinds</em>.</p>")


def test_inline_markdown_has_no_paragraph() -> None:
    assert (
        str(render_inline("See the [terms](/terms)."))
        == 'See the <a href="/terms" rel="noopener noreferrer">terms</a>.'
    )


def test_several_paragraphs_stay_paragraphs() -> None:
    assert str(render_inline("One.\n\nTwo.")).count("<p>") == 2
