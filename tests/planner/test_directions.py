"""Where to go: how ways are ranked, compared and described."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts
from saas.planner.directions.ranking import rank_directions
from saas.planner.directions.scoring import is_near_field

NURSE = {"role": "registered-nurse", "direction": "pivot", "license": "active", "leaving_what": "care"}


def ways(person, floor=None, **answers):
    return {way.slug: way for way in rank_directions(person(**answers), floor)}


@pytest.mark.parametrize(
    "role", ["accountant", "registered-nurse", "cardiologist", "chief-of-staff", "pharmacist", "paralegal"]
)
def test_four_to_six_ways_are_shown_in_order(person, role):
    shown = rank_directions(person(role=role, direction="unsure"), None)
    assert 4 <= len(shown) <= 6 and [way.rank for way in shown] == list(range(1, len(shown) + 1))


@pytest.mark.parametrize(("direction", "first"), [("same", True), ("adjacent", False), ("pivot", False)])
def test_the_same_work_comes_first_for_those_who_want_it(person, direction, first):
    shown = rank_directions(person(direction=direction), None)
    assert (shown[0].slug == "accountant") is first


@pytest.mark.parametrize(
    "role", ["accountant", "business-analyst", "chief-of-staff", "software-engineer", "account-executive"]
)
def test_ways_out_of_the_field_come_before_those_that_stay_in_it(person, role):
    ann = person(role=role, direction="pivot")
    near = [is_near_field(ann, way) for shown in rank_directions(ann, None) for way in ways_of(ann, shown.slug)]
    assert near == sorted(near) and not near[0]


def test_where_only_staying_near_clears_the_floor_it_is_said(person):
    shown = rank_directions(person(role="high-school-teacher", direction="pivot", state="MS"), 400000)
    assert all(way.below_floor for way in shown)
    ann = person(role="accountant", direction="pivot", current_pay=90000)
    forced = rank_directions(ann, 130000)[0]
    assert forced.slug == "finance-manager" and any("clears your offer floor" in reason for reason in forced.reasons)


def test_those_who_want_something_close_get_it_first(person):
    shown = [way for way in rank_directions(person(direction="adjacent"), None) if way.slug != "accountant"]
    kinds = {way.slug: way.kind for way in load_facts().destinations("accountant")}
    assert {kinds[way.slug] for way in shown[:3]} == {"adjacent"}


def test_leaving_only_the_setting_keeps_the_same_work_in_view(person):
    first = rank_directions(person(role="physical-therapist", direction="adjacent", leaving_what="setting"), None)[0]
    assert (
        first.slug == "physical-therapist"
        and "It keeps the work and changes the setting you want to leave." in first.reasons
    )


@pytest.mark.parametrize("role", ["cardiologist", "registered-nurse", "pharmacist"])
def test_a_figure_of_ones_own_license_is_never_said_to_be_of_other_people(person, role):
    for way in rank_directions(person(role=role, direction="pivot", license="active"), None):
        own = "an average, not a median" in way.pay_note
        assert not own or not ("are not physicians" in way.pay_note or "No official figure" in way.pay_note)


def test_a_missing_figure_names_the_title(person):
    notes = [
        way.pay_note for role in ("registered-nurse", "teacher") for way in rank_directions(person(role=role), None)
    ]
    assert not any("for this title" in note for note in notes)


def ways_of(person, slug):
    return [way for way in person.facts.destinations(person.role_slug) if way.slug == slug]


def test_leaving_the_field_never_shows_the_same_work(person):
    assert "registered-nurse" not in ways(person, **NURSE)


def test_leaving_a_setting_shows_the_same_work_elsewhere(person):
    assert "registered-nurse" in ways(person, **NURSE | {"direction": "unsure", "leaving_what": "setting"})


@pytest.mark.parametrize(("pay", "words"), [(84000, "your own pay of $84,000"), (None, "national median")])
def test_pay_is_compared_with_their_own_or_else_their_role(person, pay, words):
    answers = NURSE | ({"current_pay": pay} if pay else {})
    assert all(words in way.pay_benchmark for way in ways(person, **answers).values())


def test_a_specialist_is_compared_with_the_specialty(person):
    benchmark = rank_directions(person(role="cardiologist", direction="unsure"), None)[0].pay_benchmark
    assert "cardiologist" in benchmark and "$496,010" in benchmark


def test_pay_of_people_with_the_same_license_is_preferred_and_called_an_average(person):
    review = ways(person, **NURSE, constraints=("remote",))["utilization-review-nurse"]
    assert review.pay_middle == 90950 and "average" in review.pay_note and review.pay_low is None


def test_a_way_below_the_floor_is_shown_and_said(person):
    below = [way for way in ways(person, floor=150000, **NURSE, current_pay=98000).values() if way.below_floor]
    assert below and all(way.pay_middle < 150000 for way in below)


def test_without_a_floor_nothing_is_below_it(person):
    assert {way.below_floor for way in ways(person, **NURSE).values()} == {None}


def test_closeness_is_said_in_words_and_never_as_a_percentage(person):
    shown = ways(person, **NURSE).values()
    assert [way.fit_words for way in shown if "%" in way.fit_words or "percent" in way.fit_words] == []
    assert len({way.fit_words for way in shown}) > 1


PLACED = sorted(load_facts().judgments.named)


@pytest.mark.parametrize("role", PLACED)
def test_two_of_the_first_three_are_where_people_of_this_work_are_placed(person, role):
    """For somebody experienced who wants something close; a clinician wants out of care."""
    clinical = {"direction": "pivot", "license": "active", "leaving_what": "care", "training_use": "must"}
    answers = clinical if person(role=role).is_clinical else {"direction": "adjacent"}
    shown = [way.slug for way in rank_directions(person(role=role, level="experienced", years=8, **answers), None)]
    others = [slug for slug in shown if slug != role]
    assert sum(load_facts().judgments.is_named(role, slug) for slug in others[:3]) >= 2, shown


@pytest.mark.parametrize("role", sorted(load_facts().judgments.far))
@pytest.mark.parametrize("direction", ["same", "adjacent", "pivot", "unsure"])
def test_nobody_is_shown_what_only_the_tasks_make_near(person, role, direction):
    shown = {way.slug for way in rank_directions(person(role=role, direction=direction), None)}
    assert not shown & set(load_facts().judgments.far[role])


def test_each_place_that_is_named_exists_and_none_is_far_as_well():
    judgments, facts = load_facts().judgments, load_facts()
    for role, slugs in {**judgments.named, **judgments.far}.items():
        known = {way.slug for way in facts.destinations(role)}
        assert known >= set(slugs), (role, set(slugs) - known)
        assert not set(judgments.named.get(role, ())) & set(judgments.far.get(role, ()))


def test_a_lapsed_license_pushes_down_what_asks_for_one(person):
    active, lapsed = (
        list(ways(person, **NURSE | {"license": state}, constraints=("remote",))) for state in ("active", "lapsed")
    )
    assert "utilization-review-nurse" in active
    assert "utilization-review-nurse" not in lapsed or lapsed.index("utilization-review-nurse") > active.index(
        "utilization-review-nurse"
    )


def test_pay_moves_with_the_state(person):
    new_york, mississippi = (
        ways(person, direction="adjacent", state=code)["financial-analyst"].pay_middle for code in ("NY", "MS")
    )
    assert new_york > mississippi


def test_only_what_they_asked_for_is_marked(person):
    shown = ways(person, **NURSE, constraints=("remote", "no-study"))
    assert all(len(way.constraints) == 2 for way in shown.values())
    assert {mark.is_met for mark in shown["utilization-review-nurse"].constraints} == {True}


def test_every_way_says_what_decided(person):
    assert all(1 <= len(way.reasons) <= 3 for way in ways(person, **NURSE, current_pay=84000).values())


def test_an_unknown_role_has_no_ways(person):
    assert rank_directions(person(role="zzzz"), None) == ()


def test_pay_that_stands_in_for_another_title_earns_no_place(person):
    directions = ways(person, **NURSE, training_use="must", current_pay=70000).values()
    stand_ins = [way for way in directions if way.pay_note.startswith("No official figure")]
    assert stand_ins and not [reason for way in stand_ins for reason in way.reasons if "above your own pay" in reason]


def test_only_their_own_work_is_called_the_work_they_do(person):
    words = {slug: way.fit_words for slug, way in ways(person, role="recruiter", direction="unsure").items()}
    assert words["recruiter"] == "The work you already do."
    assert [slug for slug, text in words.items() if text == "The work you already do."] == ["recruiter"]


def test_their_own_work_is_judged_by_their_own_pay_where_only_a_stand_in_is_published(person):
    own = ways(person, 115200, role="chief-of-staff", direction="same", current_pay=172000)["chief-of-staff"]
    assert own.pay_middle < 115200 and own.below_floor is False and own.pay_change_pct is None
    assert any("you know yourself" in reason for reason in own.reasons) or "you know that better" in own.pay_note


@pytest.mark.parametrize(("paid", "below"), [(172000, False), (90000, True)])
def test_what_they_were_paid_can_itself_be_below_the_floor(person, paid, below):
    own = ways(person, 115200, role="chief-of-staff", direction="same", current_pay=paid)["chief-of-staff"]
    assert own.below_floor is below and not any("Middle pay" in reason for reason in own.reasons)


def test_whoever_gives_up_managing_is_not_pointed_to_managing(person):
    manager = {"role": "engineering-manager", "direction": "adjacent"}
    before, after = (list(ways(person, **manager, pivot_to=pivot)) for pivot in ((), ("individual-contributor",)))
    leading = "operations-manager"
    assert before.index(leading) <= after.index(leading)
    assert set(after[:2]) == {"software-engineer", "solutions-architect"}


def test_a_public_employer_brings_public_work_forward(person):
    officer = {"role": "military-officer", "direction": "pivot"}
    assert next(iter(ways(person, **officer, pivot_to=("public-sector",)))) == "emergency-manager"


def test_a_way_that_uses_little_of_their_experience_does_not_lead_on_closeness_alone(person):
    shown = ways(person, role="military-officer", direction="pivot", current_pay=118000)
    assert next(iter(shown)) != "sales-manager"


def test_more_schooling_than_their_work_asked_for_is_said_and_weighed(person):
    free, bound = (ways(person, **NURSE, constraints=kept) for kept in ((), ("no-study",)))
    for shown in (free, bound):
        assert "nursing-instructor" not in list(shown)[:1]
    reasons = [reason for way in free.values() for reason in way.reasons]
    assert "nursing-instructor" not in free or "Many employers there ask for another degree." in reasons


def test_work_done_without_a_license_asks_for_none(person):
    own = ways(person, role="medical-assistant", direction="same", license="none")["medical-assistant"]
    assert own.license_use == "" and not any("license" in reason for reason in own.reasons)


def test_where_only_a_lower_quarter_is_published_it_is_shown(person):
    way = ways(person, role="lpn", direction="pivot", license="active").get("clinical-research-coordinator")
    assert way is None or (way.pay_low and way.pay_middle is None)
