"""Phases: what comes before what, when, and how much."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest


def by_phase(outline):
    return {phase.key: [step.slug for step in phase.steps] for phase in outline.phases}


def test_phases_follow_each_other_without_a_gap(plan, catalogue):
    phases = plan(catalogue()).phases
    assert [phase.key for phase in phases] == ["day", "week", "month", "months-2-3", "months-3-6", "months-6-12"]
    assert all((later.starts_on - earlier.ends_on).days == 1 for earlier, later in pairwise(phases))


def test_a_prerequisite_comes_first_even_with_less_weight(plan, catalogue):
    library = catalogue(call={"weight": 90, "after": ["list"]}, list={"weight": 10})
    assert by_phase(plan(library))["week"] == ["list", "call"]


def test_a_step_waits_for_a_prerequisite_in_a_later_phase(plan, catalogue):
    library = catalogue(early={"after": ["late"]}, late={"phase": "month"})
    assert by_phase(plan(library))["month"] == ["late", "early"]


def test_a_prerequisite_that_does_not_apply_is_not_waited_for(plan, catalogue):
    library = catalogue(call={"after": ["other", "unknown"]}, other={"when": ["role is recruiter"]})
    assert by_phase(plan(library))["week"] == ["call"]


def test_a_circle_of_prerequisites_does_not_hold_up_the_plan(plan, catalogue):
    assert len(plan(catalogue(one={"after": ["two"]}, two={"after": ["one"]})).steps) == 2


def test_what_does_not_fit_the_hours_moves_on_by_weight(plan, catalogue):
    library = catalogue(
        heavy={"minutes": 60, "weight": 90, "serves": "week"}, light={"minutes": 90, "weight": 20, "serves": "proof"}
    )
    phases = by_phase(plan(library, hours=2))
    assert (phases["week"], phases["month"]) == (["heavy"], ["light"])


def test_the_first_week_has_the_hours_the_first_day_leaves(plan, catalogue):
    library = catalogue(
        first={"phase": "day", "minutes": 45, "serves": "week"}, then={"minutes": 75, "serves": "proof"}
    )
    day, week, *_ = plan(library, hours=2).phases
    assert (day.minutes, week.minutes, week.capacity_minutes) == (45, 75, 75)


def test_as_soon_as_possible_is_due_when_the_hours_allow(plan, catalogue):
    library = catalogue(ask={"due": "last_day + 1", "minutes": 120, "serves": "week"})
    (step,) = plan(library, hours=1, last_day=date(2026, 11, 20)).steps
    assert (step.phase, step.due) == ("month", date(2026, 11, 30))


def test_a_limit_goes_before_everything_and_never_into_a_phase_after_it(plan, catalogue):
    offer = {"employment": "laid-off", "severance": "unsigned", "severance_sign_by": date(2026, 11, 27)}
    limit = {"due": "severance_sign_by - 1", "weight": 1}
    library = catalogue(talk={"weight": 100}, ask=limit)
    assert by_phase(plan(library, **offer))["week"] == ["ask", "talk"]
    assert not plan(catalogue(ask=limit | {"minutes": 120}), hours=1, **offer).steps


def test_a_weekly_step_counts_every_week(plan, catalogue):
    month = plan(catalogue(log={"phase": "month", "minutes": 30, "is_weekly": True})).phases[2]
    assert month.minutes == 90


@pytest.mark.parametrize("hours", [1, 2, 5, 10, 40])
def test_no_phase_holds_more_than_its_hours(plan, hours):
    phases = plan(
        role="registered-nurse", employment="laid-off", last_day=date(2026, 11, 20), direction="pivot", hours=hours
    ).phases
    assert all(phase.minutes <= phase.capacity_minutes for phase in phases)
    assert phases[0].capacity_minutes <= 120 and phases[1].capacity_minutes <= hours * 60


def test_money_with_a_clock_comes_first(plan, catalogue):
    library = catalogue(talk={"weight": 100}, claim={"kind": "money", "due": "today + 3", "weight": 10})
    assert by_phase(plan(library))["week"] == ["claim", "talk"]


def test_a_step_due_sooner_than_its_phase_is_pulled_forward(plan, catalogue):
    assert by_phase(plan(catalogue(read={"phase": "month", "due": "today + 2"})))["week"] == ["read"]


def test_a_step_waits_for_a_last_day_that_lies_ahead(plan, catalogue):
    outline = plan(catalogue(claim={"phase": "day", "due": "last_day + 1"}), last_day=date(2027, 1, 10))
    assert by_phase(outline)["months-2-3"] == ["claim"]


def test_no_first_week_is_without_a_person(plan, catalogue):
    papers = {f"p{number}": {"kind": "money", "due": "today + 3", "minutes": 5} for number in range(12)}
    steps = plan(catalogue(call={"kind": "people", "weight": 1}, **papers), hours=10).phases[1].steps
    assert "call" in [step.slug for step in steps] and len(steps) == 12


def test_no_first_month_is_without_a_person_and_the_search(plan, catalogue):
    papers = {
        f"p{number}": {"kind": "money", "phase": "month", "due": "today + 20", "minutes": 5} for number in range(14)
    }
    rest = {"call": {"kind": "people"}, "write": {"kind": "search"}}
    library = catalogue(**{key: step | {"phase": "month", "weight": 1} for key, step in rest.items()}, **papers)
    assert {"call", "write"} <= set(by_phase(plan(library))["month"])


@pytest.mark.parametrize(("hours", "most"), [(14, 48), (60, 52)])
def test_there_are_at_most_forty_eight_steps_and_a_few_more_with_time(plan, catalogue, hours, most):
    keys = ("day", "week", "month", "months-2-3", "months-3-6", "months-6-12")
    many = {f"{key.replace('-', '_')}_{number}": {"phase": key, "minutes": 5} for key in keys for number in range(20)}
    assert len(plan(catalogue(**many), hours=hours).steps) == most


def test_what_was_not_done_for_a_month_no_longer_hurries(plan, catalogue):
    library = catalogue(old={"due": "last_day + 7"}, late={"due": "last_day + 60"})
    due = {step.slug: step.due for step in plan(library, employment="laid-off", last_day=date(2026, 9, 20)).steps}
    assert due == {"old": None, "late": date(2026, 11, 23)}


def test_while_pay_still_comes_the_first_day_is_small(plan, catalogue):
    library = catalogue(
        copy={"phase": "day", "minutes": 40},
        ask={"phase": "day", "due": "today + 3"},
        wait={"phase": "day", "is_gentle": True},
    )
    leaving = by_phase(plan(library, employment="leaving", last_day=date(2027, 5, 1)))
    assert set(leaving["day"]) == {"ask", "wait"} and leaving["week"] == ["copy"]


def test_a_hard_week_holds_less(plan, catalogue):
    many = {f"s{number}": {"minutes": 5} for number in range(12)}
    assert [len(plan(catalogue(**many), mood=mood).phases[1].steps) for mood in ("steady", "shaky", "not-ok")] == [
        10,
        7,
        5,
    ]


@pytest.mark.parametrize(("mood", "most"), [("steady", 5), ("shaky", 3), ("not-ok", 3)])
def test_a_hard_day_starts_smaller(plan, mood, most):
    outline = plan(employment="laid-off", last_day=date(2026, 11, 22), direction="same", mood=mood)
    assert len(outline.phases[0].steps) <= most and outline.gentle is (mood != "steady")


def test_on_a_hard_day_the_search_waits_and_what_cannot_wait_stays(plan, catalogue):
    library = catalogue(
        write={"phase": "day", "weight": 100},
        rest={"phase": "day", "kind": "self", "is_gentle": True, "weight": 10},
        claim={"phase": "day", "kind": "money", "due": "today + 1"},
        file={"phase": "day", "kind": "money"},
    )
    phases = by_phase(plan(library, mood="not-ok"))
    assert phases["day"] == ["rest", "claim"] and set(phases["week"]) == {"write", "file"}


def test_what_was_written_for_a_hard_day_comes_before_any_clock(plan, catalogue):
    urgent = {f"c{number}": {"phase": "day", "kind": "money", "due": "today", "weight": 100} for number in range(3)}
    library = catalogue(
        call={"phase": "day", "kind": "self", "is_gentle": True, "when": ["mood is not-ok"], "weight": 1}, **urgent
    )
    assert by_phase(plan(library, mood="not-ok"))["day"][0] == "call"


def test_the_number_to_call_stands_before_a_gentle_step_of_their_own_work(plan, catalogue):
    gentle = {"phase": "day", "kind": "self", "is_gentle": True}
    own = gentle | {"when": ["role is accountant"], "weight": 90}
    library = catalogue(a_own=own, call=gentle | {"when": ["mood is not-ok"], "weight": 80})
    assert by_phase(plan(library, mood="not-ok"))["day"] == ["call", "a-own"]
