"""Reasons name what a person said, and prefer what few people say."""

from __future__ import annotations

from datetime import date

import pytest

from saas.kernel.conditions import parse
from saas.plans.rules.because import reason, reason_for


@pytest.mark.parametrize(
    ("lines", "clause", "keys"),
    [
        (["role is accountant"], "your work is accountant", ("role",)),
        (["family is finance"], "your work is accountant", ("role",)),
        (["applications >= 30", "role is accountant"], "you have sent 45 applications and your work is accountant", ("applications", "role")),
        (["role is accountant", "employment is leaving", "network < 5"], "4 people would take your call and you are choosing to leave", ("network", "employment")),
        (["constraints includes remote"], "the next job has to be remote", ("constraints",)),
        (["license unanswered"], "your work is accountant", ("role",)),
        ([], "your work is accountant", ("role",)),
    ],
)  # fmt: skip
def test_a_reason_is_made_of_answers_rarest_first(person, lines, clause, keys):
    ann = person(employment="leaving", applications=45, network=4, constraints=("remote", "stay"))
    assert reason_for(ann, parse(lines)) == (clause, keys)


def test_a_derived_key_speaks_of_the_answers_it_follows_from(person):
    ann = person(savings=9000, spending=3000)
    assert reason(ann, ("runway_months",)) == (
        "you have $9,000 to live on and a month costs you $3,000",
        ("savings", "spending"),
    )


def test_what_they_do_not_have_is_no_reason_while_there_is_a_better_one(person):
    ann = person(employment="laid-off", last_day=date(2026, 11, 20), visa="no")
    assert reason(ann, ("visa", "last_day", "employment"))[1] == ("last_day", "employment")


def test_an_answer_nobody_gave_is_never_named(person):
    assert reason(person(), ("savings", "visa"))[1] == ("role",)
