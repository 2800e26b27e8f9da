"""From the first question to the review, the way a browser goes: Continue until there is nothing left to ask."""

from __future__ import annotations

import pytest

from saas.intake.questions.queries import seed_questionnaire
from saas.intake.questions.question import Question

TYPED = {
    "role": "RN",
    "date": "",
    "state": "CA",
    "money": "4,200",
    "number": "5",
    "rows": "I cut waits by 12%",
    "text": "A note",
}


def fields(question: Question, chosen: dict[str, str]) -> dict[str, str]:
    if question.kind == "date":
        return {f"{question.key}__month": "11", f"{question.key}__day": "20", f"{question.key}__year": "2026"}
    name = f"{question.key}__1" if question.kind == "rows" else question.key
    first = question.options[0].value if question.options else TYPED[question.kind]
    return {name: chosen.get(question.key, first)}


def walk(browser, chosen: dict[str, str]) -> list[str]:
    """The keys of the questions met between `/intake` and its review."""
    met, here = [], browser.goes("/intake")
    while not here.endswith("/review"):
        key = here.rpartition("/")[2]
        assert key not in met
        met.append(key)
        here = browser.send(here, **fields(seed_questionnaire().by_key[key], chosen)).headers["Location"]
    return met


@pytest.mark.parametrize(
    ("chosen", "met", "not_met"),
    [
        (
            {"age": "40-54"},
            "ending license_renewal severance_sign_by group_program employer_size claim insurance_end interviews",
            "equity",
        ),
        ({"role": "Teacher", "direction": "same"}, "severance equity", "license leaving_what training_use"),
        (
            {"employment": "leaving", "insurance": "own", "ending": "still-employed"},
            "ending license savings lowest_pay",
            "severance told_on told claim severance_paid_as insurance_end",
        ),
        (
            {"applications": "0", "severance": "none"},
            "network",
            "interviews severance_weeks severance_received silent_months",
        ),
    ],
)
def test_everybody_reaches_the_review_and_meets_only_their_questions(ann, chosen, met: str, not_met: str) -> None:
    keys = set(walk(ann, chosen))
    assert set(met.split()) <= keys
    assert not keys & set(not_met.split())
    assert "Build my plan" in ann.get("/intake/review")


def test_whoever_has_walked_once_is_asked_nothing_again(ann) -> None:
    walk(ann, {})
    assert walk(ann, {}) == []
