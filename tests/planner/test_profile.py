"""What follows from answers."""

from __future__ import annotations

from datetime import date

import pytest

from saas.library.checks.link_targets import DERIVED_KEYS


def test_days_are_counted_from_the_answers(person):
    ann = person(employment="laid-off", last_day=date(2026, 11, 20), told_on=date(2026, 11, 1))
    assert (ann.known["days_since_last_day"], ann.known["days_since_told"], ann.known["family"]) == (3, 22, "finance")


def test_a_day_ahead_is_negative(person):
    assert person(last_day=date(2026, 12, 1)).known["days_since_last_day"] == -8


@pytest.mark.parametrize(
    ("answers", "unused"),
    [
        ({"license": "active"}, "license"),
        ({"employment": "leaving", "severance": "unsigned"}, "severance"),
        ({"insurance": "none", "insurance_end": date(2026, 12, 31)}, "insurance_end"),
        ({"role": "registered-nurse", "equity": "yes"}, "equity"),
    ],
)
def test_an_answer_whose_question_is_not_asked_is_not_used(person, answers, unused):
    assert unused not in person(**answers).given


def test_a_title_in_place_of_a_slug_is_understood(person):
    assert person(role="Registered Nurse").role_slug == "registered-nurse"


def test_without_a_role_there_is_no_plan(plan):
    with pytest.raises(ValueError, match="role"):
        plan(role="")


def test_conditions_may_name_everything_that_is_concluded_about_a_person(plan, person):
    """The library refuses a condition on any other key, so a new conclusion has to be named there."""
    somebody = person(
        employment="laid-off",
        last_day=date(2026, 11, 20),
        told_on=date(2026, 11, 1),
    )
    concluded = set(somebody.known) - set(somebody.given) - {"role_title"}
    assert concluded <= DERIVED_KEYS
    assert {"family", "days_since_last_day", "days_since_told"} <= concluded
