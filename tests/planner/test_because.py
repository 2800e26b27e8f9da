"""Reasons name what a person said, and prefer what few people say."""

from __future__ import annotations

from datetime import date

import pytest

from saas.kernel.conditions import parse_condition
from saas.planner.reasons import explain_by_answers, explain_by_condition


@pytest.mark.parametrize(
    ("lines", "clause", "keys"),
    [
        (["role is accountant"], "you are an accountant", ("role",)),
        (["family is finance"], "you are an accountant", ("role",)),
        (["applications >= 30", "role is accountant"], "you are an accountant and you have sent 45 applications", ("role", "applications")),
        (["role is accountant", "employment is leaving"], "you are an accountant and you are choosing to leave", ("role", "employment")),
        (["employment is leaving", "network < 5"], "4 people would take your call", ("network",)),
        (["employment is leaving", "direction is pivot"], "you want to leave this field", ("direction",)),
        (["constraints includes remote"], "the next job has to be remote", ("constraints",)),
        (["employment in laid-off, leaving, at-risk"], "you are choosing to leave", ("employment",)),
        (["license unanswered"], "you are choosing to leave", ("employment",)),
        ([], "you are an accountant", ("role",)),
    ],
)  # fmt: skip
def test_a_reason_is_the_answer_that_decided(person, lines, clause, keys):
    ann = person(employment="leaving", direction="pivot", applications=45, network=4, constraints=("remote", "stay"))
    assert explain_by_condition(ann, parse_condition(lines)) == (clause, keys)


@pytest.mark.parametrize(
    ("lines", "base", "keys"),
    [
        (["employment is laid-off", "days_since_last_day <= 60 or last_day unanswered"], "", ("employment",)),
        (["employment is laid-off", "days_since_last_day <= 3"], "", ("last_day",)),
        (["employment is laid-off", "days_since_last_day <= 60 or last_day unanswered"], "last_day", ("last_day",)),
        (["employment is laid-off", "visa is no or visa unanswered"], "", ("employment",)),
        (["employment is laid-off", "told lacks partner or told unanswered"], "", ("employment",)),
        (["insurance is employer"], "insurance_end", ("insurance_end",)),
    ],
)
def test_what_keeps_nobody_out_is_no_reason(person, lines, base, keys):
    ann = person(employment="laid-off", last_day=date(2026, 11, 20), visa="no", told=("friends",), insurance="employer",
                 insurance_end=date(2026, 11, 30))  # fmt: skip
    assert explain_by_condition(ann, parse_condition(lines), base)[1] == keys


@pytest.mark.parametrize(
    ("answers", "key", "clause"),
    [
        ({"role": "business-analyst"}, "role", "you are a business analyst"),
        ({"role": "hr-generalist"}, "role", "you are an HR generalist"),
        ({"role": "ux-researcher"}, "role", "you are a UX researcher"),
        ({"role": "speech-language-pathologist"}, "role", "you are a speech-language pathologist"),
        ({"role": "clergy"}, "role", "you are a member of the clergy"),
        ({"last_day": date(2026, 11, 19)}, "last_day", "your last paid day was November 19, 2026"),
        ({"last_day": date(2026, 11, 23)}, "last_day", "your last paid day is November 23, 2026"),
        ({"applications": 45, "interviews": 2}, "interviews", "your applications led to 2 first conversations"),
        ({"mood": "not-ok"}, "mood", "you do not feel OK today"),
    ],
)
def test_a_reason_reads_as_english_after_because(person, answers, key, clause):
    assert explain_by_answers(person(**answers), (key,))[0] == clause


def test_a_derived_key_speaks_of_the_answers_it_follows_from(person):
    ann = person(savings=9000, spending=3000)
    assert explain_by_answers(ann, ("runway_months",)) == (
        "you have $9,000 to live on and a month costs you $3,000",
        ("savings", "spending"),
    )


def test_what_they_do_not_have_is_no_reason_while_there_is_a_better_one(person):
    ann = person(employment="laid-off", last_day=date(2026, 11, 20), visa="no")
    assert explain_by_answers(ann, ("visa", "last_day", "employment"))[1] == ("last_day",)


def test_an_answer_nobody_gave_is_never_named(person):
    assert explain_by_answers(person(), ("savings", "visa"))[1] == ("role",)
