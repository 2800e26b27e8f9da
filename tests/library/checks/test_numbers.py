"""What is a figure from outside, which needs a source, and what is not."""

from __future__ import annotations

import pytest

from saas.library.checks.numbers import find_unsourced_figures
from saas.library.kinds.articles import SitePage
from tests.library.examples import DAY, guide, script, step

FIGURES = (
    "$79",
    "$ 4,200.50",
    "$1.2 million",
    "10 percent",
    "3.5%",
    "45,000",
    "1.69 million",
    "60 days",
    "14 calendar days",
    "5 business days",
    "26 weeks",
    "18 months",
    "1 year",
    "100 employees",
    "24 hours",
    "60-day",
    "sixty days",
    "Forty-five days",
    "ninety calendar days",
    "one hundred and eighty days",
    "90 thousand",
)
NO_FIGURES = (
    "2026",
    "January 5",
    "401(k)",
    "W-2",
    "twenty conversations",
    "two weeks",
    "thirty days",
    "a day",
    "step 3",
    "Form 1099",
    "1-800-300-5616",
    "9 to 5",
    "first 24-hours",
    "COVID-19",
    "in 2024 and 2025",
    "Title VII",
    "20/20",
)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_number_from_outside_needs_a_source(figure: str) -> None:
    assert [figures for _, figures in find_unsourced_figures(guide(lead=f"It is {figure} there."))] == [figure]


@pytest.mark.parametrize("words", NO_FIGURES)
def test_our_own_counts_names_and_dates_need_none(words: str) -> None:
    assert list(find_unsourced_figures(guide(lead=f"It is {words} there."))) == []


def test_a_figure_comes_with_its_place() -> None:
    sections = [{"heading": f"{place}?", "body": "Wait 30 days, then 7 weeks."} for place in "abcd"]
    figures = list(find_unsourced_figures(guide(sections=sections)))
    assert figures[:2] == [(("sections", 0, "body"), "30 days"), (("sections", 0, "body"), "7 weeks")]


@pytest.mark.parametrize("mark", ["{{fact:law.x.days}}", "{{example:$4,200 a month}}", "{{slot:days}}"])
def test_a_mark_is_no_typed_figure(mark: str) -> None:
    assert list(find_unsourced_figures(guide(lead=f"It is {mark} there."))) == []


@pytest.mark.parametrize("field", ["words", "subject"])
def test_a_letter_to_copy_is_the_readers(field: str) -> None:
    assert list(find_unsourced_figures(script(**{field: "I ask for $5,000, {{slot:name}}."}))) == []


def test_a_variation_is_a_letter_and_its_when_is_ours() -> None:
    variation = {"name": "Later", "when": "After 10 days.", "words": "It has been 10 days."}
    assert next(iter(find_unsourced_figures(script(variations=[variation] * 3)))) == (
        ("variations", 0, "when"),
        "10 days",
    )
    assert len(list(find_unsourced_figures(script(variations=[variation] * 3)))) == 3


def test_a_step_may_hold_a_figure_beside_its_source() -> None:
    source = {"name": "A law", "url": "https://x.gov", "checked_on": DAY}
    assert list(find_unsourced_figures(step(why="Within 60 days.", source=source))) == []
    assert list(find_unsourced_figures(step(why="Within 60 days."))) == [(("why",), "60 days")]


def test_what_we_promise_ourselves_needs_no_source() -> None:
    page = SitePage(title="Refunds", description="Money back.", checked_on=DAY, body="Within 30 days, $79.")
    assert list(find_unsourced_figures(page)) == []
