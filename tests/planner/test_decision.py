"""The decision desk: its verdict, and the answer that would flip it."""

from __future__ import annotations

import pytest

NURSE = {"role": "registered-nurse", "employment": "leaving", "direction": "pivot", "license": "active", "leaving_what": "care",
         "training_use": "must", "keep_license": "yes", "savings": 60000, "spending": 4000}  # fmt: skip
OTHER = {
    "role": "chief-of-staff",
    "employment": "leaving",
    "direction": "pivot",
    "network": 15,
    "savings": 60000,
    "spending": 4000,
}


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        (NURSE, "go"),
        (NURSE | {"leaving_what": "setting"}, "change setting"),
        (NURSE | {"leaving_what": "setting", "setting_strain": ("patients",)}, "test first"),
        (NURSE | {"leaving_what": "unclear"}, "test first"),
        (NURSE | {"keep_license": "no"}, "test first"),
        (NURSE | {"training_use": "no"}, "test first"),
        (NURSE | {"savings": 4000}, "stay and plan"),
        (NURSE | {"spending": 20000, "savings": 900000}, "stay and plan"),
        (OTHER, "go"),
        (OTHER | {"network": 2}, "test first"),
        (OTHER | {"network": 7}, "test first"),
        (OTHER | {"savings": 8000}, "stay and plan"),
        (OTHER | {"savings": 0, "other_income": 4000}, "go"),
    ],
)
def test_the_verdict_follows_from_the_answers(plan, answers, verdict):
    assert plan(**answers).decision.verdict == verdict


@pytest.mark.parametrize(
    "answers",
    [
        {"direction": "same"},
        {"direction": "adjacent"},
        {"direction": "unsure"},
        {"role": "registered-nurse", "direction": "same"},
    ],
)
def test_there_is_no_desk_where_nothing_is_to_be_decided(plan, answers):
    assert plan(**answers).decision is None


@pytest.mark.parametrize(
    "answers", [NURSE, NURSE | {"keep_license": "no"}, NURSE | {"savings": 4000}, OTHER, OTHER | {"network": 2}]
)
def test_the_flip_really_flips(plan, answers):
    desk = plan(**answers).decision
    key, value = desk.flip_answer
    changed = int(value) if value.isdigit() else value
    assert plan(**answers | {key: changed}).decision.verdict != desk.verdict
    assert desk.flip.startswith("If ")


def test_a_person_already_laid_off_is_not_told_to_stay(plan):
    assert "already do" in plan(**NURSE | {"employment": "laid-off", "savings": 100}).decision.title


def test_every_reason_names_answers(plan):
    for answers in (NURSE, OTHER):
        assert all(
            reason.answers and set(reason.answers) <= set(answers) for reason in plan(**answers).decision.reasons
        )


@pytest.mark.parametrize(
    ("license", "title"),
    [
        ("lapsed", "Take paying work first"),
        ("inactive", "Take paying work first"),
        ("active", "Take work you already do first"),
    ],
)
def test_work_that_is_closed_to_them_is_not_advised(plan, license, title):
    desk = plan(**NURSE | {"employment": "laid-off", "savings": 100, "license": license}).decision
    assert desk.verdict == "stay and plan" and desk.title.startswith(title)


def test_where_money_decides_money_turns_it(plan):
    assert plan(**NURSE | {"savings": 4000}).decision.flip_answer[0] == "savings"
