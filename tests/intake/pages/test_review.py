"""`/intake/review` and sending in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from saas.intake.submissions.models import Submission

REQUIRED = {
    "role": "Teacher",
    "employment": "leaving",
    "state": "CA",
    "direction": "same",
    "level": "lead",
    "years": "9",
    "insurance": "own",
    "hours": "6",
}


@pytest.fixture
def ready(ann):
    for key, value in REQUIRED.items():
        ann.send(f"/intake/{key}", **{key: value})
    return ann


def test_the_review_shows_answers_in_words_and_what_skipping_changed(ready) -> None:
    ready.send("/intake/savings", skip="yes")
    page = ready.get("/intake/review")
    assert "Lead or manager" in page and "California" in page and "Elementary School Teacher</span>" in page
    assert "Skipped. No runway is drawn" in page
    assert "license" not in page


def test_a_change_from_the_review_comes_back_to_it(ready) -> None:
    assert 'href="/intake/review">Back' in ready.get("/intake/years?back=review")
    assert ready.send("/intake/own_words?back=review", own_words="x").headers["Location"].startswith("/intake/")
    for key in (
        "last_day",
        "mood",
        "ending",
        "age",
        "employer_size",
        "claim",
        "lowest_pay",
        "industry",
        "current_pay",
        "household",
        "savings",
        "spending",
        "other_income",
        "visa",
        "equity",
        "constraints",
        "applications",
        "network",
        "accomplishments",
    ):
        ready.send(f"/intake/{key}", skip="yes")
    assert ready.send("/intake/years?back=review", years="10").headers["Location"] == "/intake/review"


def test_a_change_that_opens_a_branch_asks_its_questions_before_coming_back(ready) -> None:
    test_a_change_from_the_review_comes_back_to_it(ready)
    answer = ready.send("/intake/employment?back=review", employment="laid-off")
    assert answer.headers["Location"] == "/intake/told_on?back=review"


def test_what_is_missing_is_named_and_the_plan_waits(ann) -> None:
    page = ann.get("/intake/review")
    assert "answers are still needed" in page
    assert "Build my plan" not in page


def test_sending_in_too_early_is_refused_and_says_where_to_go(ann) -> None:
    answer = ann.send("/intake/submission", page="/intake/role")
    assert answer.status_code == 409
    assert "questions still need an answer" in answer.text
    assert "/intake/role?back=review" in answer.text


def test_sending_in_leads_to_the_plan_that_was_composed(ready) -> None:
    answer = ready.send("/intake/submission", page="/intake/review")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/plan/changes")
    assert "Build my plan" not in ready.get("/plan")


@pytest.mark.parametrize(
    ("key", "fields", "shown"),
    [
        ("direction", {"direction": "pivot"}, "Out of this field"),
        (
            "pivot_to",
            {"pivot_to": ["startup", "independent"]},
            "I would work for myself; A small or young company, after a large one",
        ),
        (
            "accomplishments",
            {"accomplishments__1": "I cut waits", "accomplishments__2": "I led"},
            "“I cut waits” and “I led”",
        ),
        ("last_day", {"last_day__month": "11", "last_day__day": "20", "last_day__year": "2026"}, "November 20, 2026"),
        ("savings", {"savings": "24000"}, "$24,000"),
        ("years", {"years": "6.5"}, "6.5"),
        ("constraints", {"constraints": ["remote", "hours"]}, "Remote, all or most days; Fixed or reduced hours"),
        ("own_words", {"own_words": "One line\nand one more"}, "One line\nand one more"),
    ],
)
def test_an_answer_of_every_kind_is_shown_in_words(ready, key: str, fields: dict[str, object], shown: str) -> None:
    ready.send("/intake/direction", direction="pivot")
    assert ready.send(f"/intake/{key}", **fields).status_code == 303
    assert f'<span class="answer">{shown}</span>' in ready.get("/intake/review")


def test_what_else_changes_is_shown_as_it_was_left(ready) -> None:
    assert "Does anything else change" not in ready.get("/intake/review")
    ready.send("/intake/direction", direction="unsure")
    assert "Not answered. The plan assumes a job like the last one" in ready.get("/intake/review")
    ready.send("/intake/pivot_to", pivot_to="")
    assert "Skipped. The plan assumes a job like the last one" in ready.get("/intake/review")


def test_what_else_changes_counts_only_while_it_is_asked(ready, session) -> None:
    def sent() -> object:
        ready.send("/intake/submission", page="/intake/review")
        session.rollback()
        return session.scalars(select(Submission).order_by(Submission.id.desc()).limit(1)).one().answers.get("pivot_to")

    ready.send("/intake/direction", direction="pivot")
    ready.send("/intake/pivot_to", pivot_to=["startup"])
    assert sent() == ["startup"]
    ready.send("/intake/direction", direction="same")
    assert sent() is None


def test_every_question_leads_to_all_answers(ready) -> None:
    for key in ("role", "savings", "accomplishments"):
        assert 'href="/intake/review">See all your answers' in ready.get(f"/intake/{key}")
