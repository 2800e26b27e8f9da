"""Figures by the keys that pages name them by."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from saas.facts.figures import Figure, _file_figures, read_figures
from saas.facts.loading import load_facts
from saas.kernel.tokens import find_tokens
from saas.library.kinds.text import iter_prose
from saas.library.seed.loading import load_seeds

FILED = list(_file_figures())
TABLES = {"law", "pay", "outlook", "openings", "state", "industry"}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("law.cobra_elect.days", "60 days"),
        ("law.cobra_duration.months", "18 months"),
        ("pay.registered-nurse.p50", "$97,550"),
        ("outlook.paralegal", "grow by 0.2 percent"),
        ("openings.paralegal", "39,300"),
        ("state.ca.max", "$450"),
        ("state.ca.min", "$40"),
        ("state.ca.weeks", "26 weeks"),
        ("guides.early_tax", "10 percent"),
    ],
)
def test_a_key_names_a_figure(key: str, text: str) -> None:
    assert load_facts().figure(key).text == text


def test_pay_and_jobs_of_an_industry_are_figures() -> None:
    mean, jobs = (load_facts().figure(f"industry.registered-nurse.{key}") for key in ("6214.mean", "6214.jobs"))
    assert mean.text.startswith("$")
    assert jobs.text.replace(",", "").isdigit()
    assert mean.says == jobs.says


@pytest.mark.parametrize("key", ["", "law", "law.none.days", "pay.keeper-of-bees.p50", "state.zz.max", "none.none"])
def test_an_unknown_key_is_an_error(key: str) -> None:
    with pytest.raises(KeyError):
        load_facts().figure(key)


@pytest.mark.parametrize(
    ("percent", "words"), [(-7.5, "shrink by 7.5 percent"), (0.0, "grow by 0 percent"), (12.0, "grow by 12 percent")]
)
def test_work_that_grows_less_than_nothing_shrinks(percent: float, words: str) -> None:
    role = load_facts().by_slug["paralegal"]
    figures = read_figures([replace(role, growth_pct=percent)], [], [], {})
    assert figures["outlook.paralegal"].text == words


def test_one_day_is_a_day() -> None:
    law = replace(load_facts().laws["cobra_elect"], days=1)
    assert read_figures([], [law], [], {})["law.cobra_elect.days"].text == "1 day"


def test_what_is_not_published_is_no_figure() -> None:
    role = load_facts().by_slug["paralegal"]
    unpaid = replace(role, pay=replace(role.pay, p50=None), growth_pct=None, openings_k=None)
    keys = read_figures([unpaid], [], [], {}).keys()
    assert keys.isdisjoint({"pay.paralegal.p50", "outlook.paralegal", "openings.paralegal"})


def is_sourced(figure: Figure) -> bool:
    source = figure.source
    is_checked = date(2026, 1, 1) <= source.checked_on <= date.today()
    return bool(figure.text.strip() and figure.says.strip() and source.name and is_checked)


def test_every_figure_has_its_source_and_its_day() -> None:
    figures = load_facts().figures
    assert [key for key, figure in figures.items() if figure.key != key or not is_sourced(figure)] == []


def test_a_figure_of_a_file_says_which_edition_it_is_from() -> None:
    assert [figure.key for figure in FILED if not figure.source.edition] == []
    assert [figure.key for figure in FILED if not figure.source.url.startswith(("https://", "/"))] == []


def test_every_figure_of_a_file_is_cited_in_the_library() -> None:
    """One that no page shows is checked for nothing."""
    used = {token.value for seed in load_seeds() for _, text in iter_prose(seed.content) for token in find_tokens(text)}
    assert [figure.key for figure in FILED if figure.key not in used] == []


def test_no_key_is_given_twice() -> None:
    assert [key for key, count in Counter(figure.key for figure in FILED).items() if count > 1] == []
    assert {figure.key.partition(".")[0] for figure in FILED} & TABLES == set()
