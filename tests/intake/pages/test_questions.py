"""`/intake`: the rest of the questions, one per page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

NURSE = {"role": "RN", "employment": "laid-off", "state": "CA", "direction": "pivot"}


def begin(browser, **more: str):
    for key, value in {**NURSE, **more}.items():
        browser.send(f"/intake/{key}", **{key: value})
    browser.send("/intake/last_day", skip="yes")
    browser.send("/intake/mood", skip="yes")
    return browser


def test_strangers_are_asked_to_sign_in(visitor) -> None:
    assert visitor.goes("/intake").startswith("/sign-in")
    assert visitor.goes("/intake/savings").startswith("/sign-in")


def test_whoever_paid_without_the_first_questions_is_asked_them_here(ann) -> None:
    assert ann.goes("/intake") == "/intake/role"
    assert begin(ann).goes("/intake") == "/intake/level"


def test_progress_is_about_while_branches_are_open(ann) -> None:
    page = begin(ann).get("/intake/level")
    assert "1 of about 3" in page


def test_a_nurse_is_asked_for_the_license_and_a_teacher_is_not(ann, sign_in: Callable[..., Any]) -> None:
    begin(ann)
    assert "clinical license" in ann.get("/intake/license")
    begin(bea := sign_in("bea"), role="Teacher")
    assert bea.goes("/intake/license") == "/intake/level"


def test_an_answer_to_a_question_not_asked_is_not_taken(sign_in: Callable[..., Any]) -> None:
    bea = begin(sign_in("bea"), role="Teacher")
    answer = bea.send("/intake/license", page="/intake/level", license="active")
    assert answer.headers["Location"] == "/intake/level"
    assert "Active" not in bea.get("/intake/review")


def test_a_follow_up_comes_right_after_the_answer_that_calls_for_it(ann) -> None:
    begin(ann)
    assert ann.send("/intake/license", license="active").headers["Location"] == "/intake/license_renewal"
    assert ann.send("/intake/license", license="lapsed").headers["Location"] == "/intake/leaving_what"


def test_back_leads_to_the_question_before(ann) -> None:
    assert 'href="/intake/level">Back' in begin(ann).get("/intake/years")


@pytest.mark.parametrize(
    ("key", "fields", "shown"),
    [
        ("savings", {"savings": "$24,000"}, 'value="24,000"'),
        ("years", {"years": "12.5"}, 'value="12.5"'),
        ("own_words", {"own_words": "a\nb"}, ">a\nb</textarea>"),
        ("constraints", {"constraints": ["remote", "hours"]}, 'value="hours" checked'),
        (
            "told_on",
            {"told_on__month": "11", "told_on__day": "2", "told_on__year": "2026"},
            'name="told_on-day" type="text" inputmode="numeric" autocomplete="off" size="2" maxlength="2" value="2"',
        ),
        ("accomplishments", {"accomplishments__2": "Cut waits by 12%"}, ">Cut waits by 12%</textarea>"),
        ("state", {"state": "NY"}, '<option value="NY" selected>'),
    ],
)
def test_an_answer_is_there_when_coming_back_to_it(ann, key: str, fields: dict[str, str], shown: str) -> None:
    begin(ann)
    assert ann.send(f"/intake/{key}", **fields).status_code == 303
    assert shown in ann.get(f"/intake/{key}")


def test_a_refused_row_is_shown_where_it_can_be_mended(ann) -> None:
    page = begin(ann).send("/intake/accomplishments", accomplishments__1="x" * 301).text
    assert 'href="#accomplishments-1"' in page and 'id="accomplishments-1"' in page


def test_an_answer_can_be_taken_back_by_skipping(ann) -> None:
    begin(ann).send("/intake/savings", savings="24000")
    ann.send("/intake/savings", skip="yes", savings="24000")
    assert "$24,000" not in ann.get("/intake/review")


def test_an_empty_optional_answer_is_a_skip(ann) -> None:
    assert begin(ann).send("/intake/savings", savings="").status_code == 303
    assert "You skipped this" in ann.get("/intake/savings")


def test_leaving_a_field_keeps_its_answer_without_leaving_the_page(ann) -> None:
    begin(ann)
    assert ann.send("/intake/savings", savings="24000", autosave=True).status_code == 204
    assert "$24,000" in ann.get("/intake/review")


def test_a_half_typed_answer_is_not_kept_and_changes_nothing(ann) -> None:
    begin(ann).send("/intake/savings", savings="24000")
    assert ann.send("/intake/savings", savings="4,2x0", autosave=True).status_code == 422
    assert "$24,000" in ann.get("/intake/review")


def test_another_account_sees_none_of_it(ann, sign_in: Callable[..., Any]) -> None:
    begin(ann).send("/intake/savings", savings="24000")
    assert "$24,000" not in sign_in("bea").get("/intake/review")


def test_every_question_has_a_page_with_one_heading_and_a_label_for_each_field(ann) -> None:
    begin(ann).send("/intake/license", license="active")
    for key in (
        "role",
        "state",
        "license",
        "license_renewal",
        "setting_strain",
        "savings",
        "hours",
        "accomplishments",
        "own_words",
    ):
        page = ann.get(f"/intake/{key}")
        assert page.count("<h1") == 1
        fields = page.count("<label ")
        assert fields == page.count('type="radio"') + page.count('type="checkbox"') + page.count(
            'type="text"'
        ) + page.count("<textarea") + page.count("<select")


def test_after_a_range_the_page_says_which_end_counts_and_no_amount_is_in_the_address(ann) -> None:
    begin(ann)
    answer = ann.send("/intake/savings", savings="20,000–30,000")
    assert answer.headers["Location"] == "/intake/savings?read=range"
    page = ann.get("/intake/savings?read=range")
    assert "the lower end counts: <b>$20,000</b>" in page and 'value="20,000"' in page
    assert "the higher end counts: <b>$5,000</b>" in (
        ann.send("/intake/spending", spending="4–5k") and ann.get("/intake/spending?read=range")
    )
    assert ann.send("/intake/savings", savings="24k").headers["Location"] == "/intake/spending"
