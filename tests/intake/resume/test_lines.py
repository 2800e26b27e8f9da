"""What a line of a resume is."""

from __future__ import annotations

import pytest

from saas.intake.resume import lines as line_rules
from saas.intake.resume.columns import to_one_column


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("PROFESSIONAL EXPERIENCE", True),
        ("Teaching Experience:", True),
        ("E X P E R I E N C E", True),
        ("Awards", True),
        ("Education", False),
        ("EDUCATION & TRAINING", False),
        ("Technical Skills", False),
        ("Contact", False),
        ("Licenses and Certifications", False),
        ("About Me", False),
        ("Clinical Skills", False),
        ("Director of Education", None),
        ("Training Manager", None),
        ("Led the education of 14 nurses", None),
        ("Mercy Hospital", None),
        ("• Skills", None),
        ("Skills for 2019", None),
        ("", None),
    ],
)
def test_the_heading_of_a_section_says_whether_its_lines_count(line: str, counts: bool | None) -> None:
    assert line_rules.section_counts(line) is counts


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("March 2019 – Present", 9999),
        ("01/2018 – 06/2024", 2024),
        ("Nurse, 2012 to 2016", 2016),
        ("2017-2021", 2021),
        ("Jun ’15 – Feb ’19", 2019),
        ("Class of 2015", None),
        ("Cut waits by 12-14 minutes", None),
    ],
)
def test_a_span_of_dates_says_in_which_year_work_ended(line: str, year: int | None) -> None:
    assert line_rules.find_end_year(line) == year


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("Cut waits by 18 percent", 2),
        ("Led a team of six", 1),
        ("Led a team", 0),
        ("Ran it from Q3 2019 to 2021", 0),
        ("Open 24/7 for B2B customers", 0),
        ("Led it for eleven years", 0),
        ("Saved 22 minutes a shift", 2),
        ("Wrote the ISO 9001 manual in 2 years", 0),
        ("Cut it from 6 weeks to 2", 2),
    ],
)
def test_a_figure_in_digits_scores_two_and_one_in_words_one(line: str, score: int) -> None:
    assert line_rules.figure_score(line) == score


@pytest.mark.parametrize("line", ["2014 – 2017", "(Jan 2020 – Present)", "June 2015", "2015"])
def test_a_line_of_nothing_but_dates_is_known(line: str) -> None:
    assert line_rules.is_date_line(line)


@pytest.mark.parametrize(
    "line", ["a@b.co", "(510) 555-0142", "Oakland, CA 94612", "linkedin.com/in/jane", "https://x.org"]
)
def test_contact_details_are_known(line: str) -> None:
    assert line_rules.has_contact_details(line)


@pytest.mark.parametrize(
    ("line", "is_listing"),
    [
        ("Python, Flask, SQL", True),
        ("Lean | Six Sigma | SAP", True),
        ("Cut, sewed and sold 90 shirts", False),
        ("Taught, then led", False),
    ],
)
def test_a_list_of_keywords_is_no_sentence(line: str, is_listing: bool) -> None:
    assert line_rules.is_keyword_list(line) is is_listing


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("Cut waits", 3),
        ("I cut waits by 5", 4),
        ("Led the desk", 1),
        ("Responsible for it", -1),
        ("Team of two", 0),
        ("Trialed it", 1),
    ],
)
def test_an_outcome_scores_more_than_another_verb_and_a_duty_less(line: str, score: int) -> None:
    assert line_rules.verb_score(line) == score


def test_dates_set_to_the_right_are_no_second_column() -> None:
    lines = [f"Nurse on ward {n}       2014 – 2017" for n in range(8)]
    assert to_one_column(lines) == lines
