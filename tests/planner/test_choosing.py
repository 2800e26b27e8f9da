"""Which steps come into question, and in what order."""

from __future__ import annotations

from datetime import date

import pytest

from saas.planner.steps.choosing import choose_candidates
from saas.planner.steps.due_dates import due_anchors, resolve_due

TODAY = date(2026, 11, 23)


def chosen(person):
    return [candidate.slug for candidate in choose_candidates(person, {})]


def test_only_steps_whose_condition_holds_are_chosen(person, catalogue):
    library = catalogue(mine={"when": ["role is accountant"]}, other={"when": ["role is recruiter"]})
    assert chosen(person(library)) == ["mine"]


def test_a_better_fitting_step_stands_in_for_another(person, catalogue):
    library = catalogue(general={}, special={"when": ["role is accountant"], "instead_of": ["general"]})
    assert chosen(person(library)) == ["special"]


def test_a_step_that_was_replaced_replaces_nothing(person, catalogue):
    library = catalogue(
        best={"weight": 90, "instead_of": ["good"]}, good={"weight": 60, "instead_of": ["plain"]}, plain={"weight": 10}
    )
    assert chosen(person(library)) == ["best", "plain"]


@pytest.mark.parametrize(
    "first",
    [
        {"weight": 60},
        {"due": "today + 3"},
        {"when": ["role is accountant"]},
        {"when": ["network < 5"]},
        {"when": ["employment is leaving"]},
    ],
)
def test_weight_urgency_and_fit_come_first(person, catalogue, first):
    ann = person(catalogue(a_plain={}, z_first=first), network=2, employment="leaving")
    assert chosen(ann) == ["z-first", "a-plain"]


def test_a_right_that_runs_out_comes_before_ones_own_work(person, catalogue):
    own = {"when": ["role is accountant"], "weight": 80, "kind": "money"}
    library = catalogue(a_own=own, claim={"weight": 95, "kind": "money"})
    assert chosen(person(library)) == ["claim", "a-own"]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("today + 2", date(2026, 11, 25)),
        ("last_day + 1", TODAY),
        ("last_day + 10", date(2026, 11, 30)),
        ("insurance_end - 5", date(2026, 12, 26)),
        ("cobra_elect", date(2027, 3, 1)),
        ("cobra_elect - 7", date(2027, 2, 22)),
        ("told_on + 3", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_due_date_is_counted_from_what_is_known_and_never_lies_behind(person, text, on):
    ann = person(
        employment="laid-off", last_day=date(2026, 11, 20), insurance="employer", insurance_end=date(2026, 12, 31)
    )
    assert resolve_due(text, due_anchors(ann, {"cobra_elect": date(2027, 3, 1)}), TODAY).on == on


def test_a_cause_that_lies_ahead_is_waited_for(person):
    known = due_anchors(person(last_day=date(2027, 1, 10)), {})
    assert resolve_due("last_day + 1", known, TODAY).not_before == date(2027, 1, 10)
    assert resolve_due("last_day - 9", known, TODAY).not_before is None
