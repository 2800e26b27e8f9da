"""What is true of every plan, whoever answers: looked for in people drawn from the questionnaire itself."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

from hypothesis import given

from saas.library.seed.loading import load_seed_catalogue
from saas.planner.deadlines.health_cover import cover_end
from tests.planner.random_people import FEW, TODAY, Answers, changed_people, circumstances_of, people, plan_for

PIECES = {step.slug: step.content for step in load_seed_catalogue().steps}
ORDER = ("day", "week", "month", "months-2-3", "months-3-6", "months-6-12")
# The answer each deadline is counted from; the others are counted from the end of cover.
CAUSES = {
    "unemployment_claim": "last_day", "visa_grace": "last_day", "visa_opt_days": "last_day", "option_exercise": "last_day",
    "severance_review": "severance_received", "severance_sign_by": "severance_sign_by", "license_renewal": "license_renewal",
}  # fmt: skip


@FEW
@given(people())
def test_whatever_is_answered_there_is_a_plan_and_it_is_the_same_twice(answers: Answers) -> None:
    first, second = (json.dumps(plan_for(answers).to_dict(), ensure_ascii=False) for _ in range(2))
    assert first == second


@FEW
@given(people())
def test_no_step_is_there_whose_condition_fails(answers: Answers) -> None:
    known = circumstances_of(answers).person.known
    assert [step.slug for step in plan_for(answers).steps if not PIECES[step.slug].condition.holds(known)] == []


@FEW
@given(people())
def test_no_two_steps_say_the_same_and_none_stands_beside_what_it_replaces(answers: Answers) -> None:
    steps = plan_for(answers).steps
    slugs = {step.slug for step in steps}
    assert [title for title, count in Counter(step.title for step in steps).items() if count > 1] == []
    assert [
        (slug, other) for slug in slugs for other in PIECES[slug].instead_of if other in slugs and other != slug
    ] == []


@FEW
@given(people())
def test_nothing_comes_before_what_it_needs(answers: Answers) -> None:
    place = {step.slug: number for number, step in enumerate(plan_for(answers).steps)}
    wrong = [
        (slug, need) for slug in place for need in PIECES[slug].after if need in place and place[need] > place[slug]
    ]
    assert wrong == []


@FEW
@given(people())
def test_every_reason_names_an_answer_that_was_given(answers: Answers) -> None:
    outline = plan_for(answers)
    desk = outline.decision.reasons if outline.decision else ()
    reasons = [(step.because, step.answers) for step in outline.steps]
    reasons += [(row.because, row.answers) for row in outline.deadlines]
    reasons += [(sentence.because, sentence.answers) for sentence in (*outline.reading, *desk)]
    assert [reason for reason in reasons if not (reason[0] and reason[1] and set(reason[1]) <= set(answers))] == []
    assert all(line.because for line in outline.translation)


@FEW
@given(people())
def test_no_deadline_lies_before_its_cause_and_no_step_behind_today(answers: Answers) -> None:
    person, outline = circumstances_of(answers).person, plan_for(answers)
    end, _ = cover_end(person)
    for row in outline.deadlines:
        cause = person.given.get(CAUSES[row.key]) if row.key in CAUSES else end
        assert row.date is None or (isinstance(cause, date) and row.date >= cause)
    assert [step.slug for step in outline.steps if step.due and step.due < TODAY] == []


@FEW
@given(people())
def test_no_phase_asks_for_more_than_the_hours_they_named(answers: Answers) -> None:
    outline, hours = plan_for(answers), answers.get("hours", 10)
    assert isinstance(hours, int | float)
    assert [phase.key for phase in outline.phases if phase.minutes > phase.capacity_minutes] == []
    assert sum(phase.minutes for phase in outline.phases[:2]) <= max(hours * 60, 75)
    assert sum(block.minutes for block in outline.rhythm.days) <= max(hours, 1) * 60


@FEW
@given(people())
def test_a_hard_day_asks_for_little_and_names_the_number_to_call(answers: Answers) -> None:
    outline = plan_for(answers)
    if circumstances_of(answers).person.is_hard_day:
        first = outline.phases[0].steps
        assert first[0].slug == "call-988" and len(first) <= 3 and not [step for step in first if step.kind == "search"]
    assert "want to die" not in " ".join(step.because for step in outline.steps)


@FEW
@given(people())
def test_what_is_below_the_floor_is_always_said(answers: Answers) -> None:
    outline = plan_for(answers)
    floor = outline.money.offer_floor_dollars
    for way in outline.directions:
        judged = (
            way.pay_middle if way.pay_change_pct is not None or "you know that better" not in way.pay_note else None
        )
        assert judged is None or way.below_floor is (None if floor is None else judged < floor)


@FEW
@given(changed_people())
def test_one_answer_changes_only_what_depends_on_it(both: tuple[Answers, Answers]) -> None:
    """Other steps may move or go, since they share the hours. They are not reworded."""
    before, after = (circumstances_of(answers).person for answers in both)
    differs = {key for key in {**before.known, **after.known} if before.known.get(key) != after.known.get(key)}
    old, new = ({step.slug: step for step in plan_for(answers).steps} for answers in both)
    for slug in old.keys() & new.keys():
        piece = PIECES[slug]
        if differs & (piece.condition.keys | {piece.due.partition(" ")[0]}):
            continue
        step_before, step_after = old[slug], new[slug]
        assert (step_before.title, step_before.why, step_before.minutes) == (
            step_after.title,
            step_after.why,
            step_after.minutes,
        )
        assert step_before.because == step_after.because or differs & {*step_before.answers, *step_after.answers}
