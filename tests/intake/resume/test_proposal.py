"""Which lines of a resume are proposed: eight people’s resumes, and what may never be taken for a deed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas.intake.resume.proposal import MAX_PROPOSED, propose_lines
from tests.intake.resume_files import resume

FIRST = {
    "nurse": "Cut falls on a 32-bed medical-surgical unit by 18 percent in one year by starting hourly rounds",
    "engineer": "Reduced p99 latency of the search API by 63%, from 1.9 s to 700 ms, by moving ranking out of the request path",
    "teacher": "Raised reading scores of 28 students by 1.4 grade levels in one school year",
    "accountant": "Shortened the month-end close from 11 to 6 business days",
    "sales": "Closed $4.2M in new business in 2023, 131% of quota",
    "two-columns": "Lowered freight cost by 14 percent by merging three carriers into one contract",
    "plain": "We reduced late returns by a third, from 900 a month to 600.",
    "hebrew": "הפחתתי את זמן ההמתנה במרפאה ב-30 אחוז בתוך שנה",
}
ALSO = {
    "nurse": ["Introduced a bedside medication check that two other units later took over"],
    "engineer": [
        "Mentored four engineers; two were promoted within 18 months",
        "Wrote a small static site generator with 1,400 stars on GitHub",
    ],
    "teacher": ["Ran a summer reading program for 45 children", "Coached 6 first-year teachers through weekly visits"],
    "accountant": ["Automated the fixed asset schedule in Excel, which ended 14 hours of monthly retyping"],
    "sales": ["Exceeded quota in 11 of 12 quarters", "Opened the Denver office and hired its first five salespeople"],
    "two-columns": [
        "Trained 35 warehouse staff in a new scanning process within six weeks",
        "Wrote the safety manual used on all shifts",
    ],
    "plain": ["I trained 16 volunteers."],
    "hebrew": ["ניהלתי צוות של 12 עובדים"],
}
NEVER = {
    "nurse": "Doe Compassionate Epic honors ACLS Mercy 2019 Answered RN",
    "engineer": "Northwind Docker Flask B.S. Participated github",
    "teacher": "Elm obtain Zilker parents Spanish, request",
    "accountant": "GAAP Fabrikam 01/2018 MBA credit Duties Supported",
    "sales": "Tailspin marathons self-starter forecasts Cold",
    "two-columns": "RIVERA Litware Lean English Inventory",
    "plain": "eleven like",
    "hebrew": "תואר",
}
everybody = pytest.mark.parametrize("name", FIRST)


@everybody
def test_a_figure_and_an_outcome_in_the_latest_work_come_first(name: str) -> None:
    assert propose_lines(resume(name))[0] == FIRST[name]


@everybody
def test_what_somebody_did_is_proposed(name: str) -> None:
    assert set(ALSO[name]) <= set(propose_lines(resume(name)))


@everybody
def test_names_schools_skills_dates_and_duties_are_not(name: str) -> None:
    proposed = " ".join(propose_lines(resume(name)))
    assert [word for word in NEVER[name].split() if word in proposed] == []


@everybody
def test_every_proposal_stands_in_the_resume_word_for_word(name: str) -> None:
    written = " ".join(resume(name).split())
    if name != "two-columns":  # there, its two halves stand on lines shared with the other column
        assert [line for line in propose_lines(resume(name)) if line not in written] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("•\nCut waits by 12 minutes", ["Cut waits by 12 minutes"]),
        ("\uf0b7 Cut waits by 12 minutes", ["Cut waits by 12 minutes"]),
        (
            "- Cut waits on the cross-\n  functional desk by 12 minutes",
            ["Cut waits on the cross-functional desk by 12 minutes"],
        ),
        ("- Cut waits by 12 minutes\n- Cut waits by 12 minutes", ["Cut waits by 12 minutes"]),
        ("- Cut the of\ufb01ce waits by 12 minutes", ["Cut the office waits by 12 minutes"]),
        ("E D U C A T I O N\n- Cut waits by 12 minutes", []),
        ("Education and Training\n- Cut waits by 12 minutes", []),
        ("Training Manager\n- Cut waits by 12 minutes", ["Cut waits by 12 minutes"]),
        ("Senior Software Engineer\n- Cut waits by 12 minutes", ["Cut waits by 12 minutes"]),
        ("- Worked with 12 teams on waits", ["Worked with 12 teams on waits"]),
        ("- Worked with several teams on waits", []),
        ("Skills\n- Python\n\nWork\n- Led 14", []),
        ("- Raised $2M on the\nStanford campus", ["Raised $2M on the", "Stanford campus"][:1]),
        ("", []),
    ],
)
def test_a_line_is_proposed_as_its_writer_meant_it(text: str, lines: list[str]) -> None:
    assert list(propose_lines(text)) == lines


def test_an_employer_below_a_full_line_is_not_taken_into_it() -> None:
    text = "- Built the intake desk that now serves all four of the county clinics\nMercy General Hospital\n- Cut waits by 12 minutes"
    assert "Built the intake desk that now serves all four of the county clinics" in propose_lines(text)


def test_a_name_at_the_end_of_a_full_line_is_kept_with_it() -> None:
    text = "- Built the intake desk that now serves all four of the clinics of the\nMercy General Hospital"
    assert propose_lines(text) == (
        "Built the intake desk that now serves all four of the clinics of the Mercy General Hospital",
    )


def test_newer_work_comes_before_older_of_the_same_weight() -> None:
    text = "Clerk, 2001 – 2004\n- Cut waits by 10 minutes\nNurse, 2015 – 2020\n- Cut costs by 10 dollars"
    assert propose_lines(text)[0] == "Cut costs by 10 dollars"


def test_never_more_than_eight() -> None:
    assert len(propose_lines("\n".join(f"- Cut waits on ward {n} by half" for n in range(30)))) == MAX_PROPOSED


@given(st.text(st.sampled_from("aB1 •-\n\t.,@:|–2019%oI\u202e\x00שﬁ"), max_size=400) | st.text(max_size=400))
def test_no_text_breaks_it_and_nothing_is_invented(text: str) -> None:
    letters = set(text) | set("fi ffl")
    assert all(set(line) <= letters and line == line.strip() for line in propose_lines(text))


@pytest.mark.parametrize(
    "text", ["@" * 100_000, "a\n" * 50_000, "1 " * 50_000, "a   " * 25_000, "- a b c,\n" * 11_000, "2019-" * 20_000]
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    propose_lines(text)
    assert time.process_time() - began < 2
