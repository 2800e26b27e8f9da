"""The marks by which a line of a resume is known."""

from __future__ import annotations

import pytest

from saas.intake.resume import lines as marks
from saas.intake.resume import lines as verbs
from saas.intake.resume.columns import to_one_column


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("PROFESSIONAL EXPERIENCE", True), ("Teaching Experience:", True), ("E X P E R I E N C E", True), ("Awards", True),
        ("Education", False), ("EDUCATION & TRAINING", False), ("Technical Skills", False), ("Contact", False),
        ("Licenses and Certifications", False), ("About Me", False), ("Clinical Skills", False),
        ("Director of Education", None), ("Training Manager", None), ("Led the education of 14 nurses", None),
        ("Mercy Hospital", None), ("• Skills", None), ("Skills for 2019", None), ("", None),
    ],
)  # fmt: skip
def test_headings_of_parts(line: str, counts: bool | None) -> None:
    assert marks.section_counts(line) is counts


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("March 2019 – Present", 9999), ("01/2018 – 06/2024", 2024), ("Nurse, 2012 to 2016", 2016), ("2017-2021", 2021),
        ("Jun ’15 – Feb ’19", 2019), ("Class of 2015", None), ("Cut waits by 12-14 minutes", None),
    ],
)  # fmt: skip
def test_the_year_in_which_work_ended(line: str, year: int | None) -> None:
    assert marks.find_end_year(line) == year


@pytest.mark.parametrize(
    ("line", "weight"),
    [
        ("Cut waits by 18 percent", 2), ("Led a team of six", 1), ("Led a team", 0), ("Ran it from Q3 2019 to 2021", 0),
        ("Open 24/7 for B2B customers", 0), ("Led it for eleven years", 0), ("Saved 22 minutes a shift", 2),
        ("Wrote the ISO 9001 manual in 2 years", 0), ("Cut it from 6 weeks to 2", 2),
    ],
)  # fmt: skip
def test_figures_that_say_how_much(line: str, weight: int) -> None:
    assert marks.figure_score(line) == weight


@pytest.mark.parametrize("line", ["2014 – 2017", "(Jan 2020 – Present)", "June 2015", "2015"])
def test_lines_of_dates(line: str) -> None:
    assert marks.is_date_line(line)


@pytest.mark.parametrize(
    "line", ["a@b.co", "(510) 555-0142", "Oakland, CA 94612", "linkedin.com/in/jane", "https://x.org"]
)
def test_lines_of_contact(line: str) -> None:
    assert marks.has_contact_details(line)


@pytest.mark.parametrize(
    ("line", "is_listing"),
    [("Python, Flask, SQL", True), ("Lean | Six Sigma | SAP", True), ("Cut, sewed and sold 90 shirts", False), ("Taught, then led", False)],
)  # fmt: skip
def test_skills_in_a_row(line: str, is_listing: bool) -> None:
    assert marks.is_keyword_list(line) is is_listing


@pytest.mark.parametrize(
    ("line", "weight"),
    [("Cut waits", 3), ("I cut waits by 5", 4), ("Led the desk", 1), ("Responsible for it", -1), ("Team of two", 0), ("Trialed it", 1)],
)  # fmt: skip
def test_the_weight_of_first_words(line: str, weight: int) -> None:
    assert verbs.verb_score(line) == weight


def test_dates_set_to_the_right_are_no_second_column() -> None:
    lines = [f"Nurse on ward {n}       2014 – 2017" for n in range(8)]
    assert to_one_column(lines) == lines
