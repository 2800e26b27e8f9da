"""Where twenty-four people are pointed to, what is decided for them, and their money: the demands in their files."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose
from tests.planner.personas.files import NAMES, desk_of, persona, plan_of

WITH_DESK = [name for name in NAMES if persona(name).table("decision")]


def having(table, key):
    return [name for name in NAMES if key in persona(name).table(table)]


@pytest.mark.parametrize("name", having("directions", "first"))
def test_the_first_direction_is_one_a_coach_would_name(name):
    assert plan_of(name).directions[0].slug in persona(name).table("directions")["first"]


@pytest.mark.parametrize("name", having("directions", "absent"))
def test_what_they_leave_is_not_offered_again(name):
    shown = {way.slug for way in plan_of(name).directions}
    assert not shown & set(persona(name).table("directions")["absent"])


@pytest.mark.parametrize("name", having("directions", "last"))
def test_what_is_closed_to_them_comes_last(name):
    assert plan_of(name).directions[-1].slug in persona(name).table("directions")["last"]


@pytest.mark.parametrize("name", having("directions", "below_floor"))
def test_a_direction_below_the_floor_is_said_to_be_so_and_shown(name):
    below = [way.slug for way in plan_of(name).directions if way.below_floor]
    assert sorted(below) == sorted(persona(name).table("directions")["below_floor"])


@pytest.mark.parametrize("name", having("directions", "clears_floor"))
def test_their_own_work_is_judged_by_what_they_were_paid_for_it(name):
    clear = {way.slug for way in plan_of(name).directions if way.below_floor is False}
    assert set(persona(name).table("directions")["clears_floor"]) <= clear


@pytest.mark.parametrize("name", NAMES)
def test_only_the_factors_that_decided_are_told(name):
    for way in plan_of(name).directions:
        assert 1 <= len(way.reasons) <= 3 and len(set(way.reasons)) == len(way.reasons)


@pytest.mark.parametrize("name", NAMES)
def test_every_constraint_they_named_is_answered_for_every_direction(name):
    wanted = persona(name).constraints
    assert {len(way.constraints) for way in plan_of(name).directions} == {len(wanted)}


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_decision_only_where_something_is_to_be_decided(name):
    assert (plan_of(name).decision is not None) is (name in WITH_DESK)


@pytest.mark.parametrize("name", WITH_DESK)
def test_the_verdict_is_the_coachs(name):
    desk, wanted = desk_of(name), persona(name).table("decision")
    assert desk.verdict == wanted["verdict"] and wanted.get("title_not", "\n") not in desk.title


@pytest.mark.parametrize("name", WITH_DESK)
def test_the_answer_that_would_flip_it_does(name):
    chosen, desk = persona(name), desk_of(name)
    key, value = desk.flip_answer or ("", "")
    assert key == chosen.table("decision")["flip"]
    changed = {**chosen.answers, key: int(value) if value.isdigit() else value}
    again = compose(changed, load_seed_catalogue(), load_facts(), seed_questionnaire(), chosen.today).decision
    assert again is not None and again.verdict != desk.verdict


@pytest.mark.parametrize("name", NAMES)
def test_the_floor_is_what_the_household_needs(name):
    wanted = persona(name).table("money")
    assert plan_of(name).money.offer_floor_dollars == wanted.get("offer_floor")


@pytest.mark.parametrize("name", having("money", "has_unemployment_pay"))
def test_no_unemployment_pay_is_promised_where_it_is_often_refused(name):
    assert plan_of(name).money.ui_weekly_dollars is None and "before you file" in plan_of(name).money.ui_note


@pytest.mark.parametrize("name", having("money", "runway_months"))
def test_the_runway_counts_nothing_twice(name):
    assert plan_of(name).money.runway_months == persona(name).table("money")["runway_months"]


@pytest.mark.parametrize("name", having("money", "missing"))
def test_what_is_missing_is_asked_for(name):
    assert list(plan_of(name).money.missing) == persona(name).table("money")["missing"]


@pytest.mark.parametrize("name", NAMES)
def test_the_money_notes_say_and_leave_out_what_they_should(name):
    wanted, money = persona(name).table("money"), plan_of(name).money
    notes = " ".join(money.notes)
    assert all(words in notes for words in wanted.get("says", ()))
    assert all(words in money.ui_note for words in wanted.get("unemployment_says", ()))
    assert not any(words in money.ui_note for words in wanted.get("unemployment_not", ()))
