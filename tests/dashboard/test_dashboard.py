"""GET /dashboard and its low day: today's few acts, and on hard days one."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.plans.models import Plan, PlanStep
from tests.people import ANN, account_of
from tests.web.html_page import Page


def finish(session: Session, *conditions: Any) -> None:
    """Tick Ann's steps, all or some."""
    session.execute(
        update(PlanStep).where(PlanStep.account_id == account_of(session, ANN), *conditions).values(done_at=clock.now())
    )
    session.commit()


def ticks(text: str) -> list[str]:
    return [form.action for form in Page(text).forms if form.action.endswith("/completion")]


def test_today_has_at_most_three_acts_and_each_can_be_done_there(as_: Any) -> None:
    page = as_(ANN).get("/dashboard").text
    assert 1 <= len(ticks(page)) <= 3


def test_an_act_done_today_makes_room_for_the_next(as_: Any) -> None:
    ann = as_(ANN)
    before = ticks(ann.get("/dashboard").text)
    answer = ann.post(before[0], data={"done": "yes", "from": "dashboard"})
    assert answer.headers["Location"] == "/dashboard"
    assert before[0] not in ticks(ann.get("/dashboard").text)


def test_when_all_is_done_nothing_is_asked(as_: Any, session: Session) -> None:
    finish(session)
    answer = as_(ANN).get("/dashboard")
    assert answer.status_code == 200
    assert ticks(answer.text) == []


def test_the_next_date_and_the_runway_are_there(as_: Any) -> None:
    page = as_(ANN).get("/dashboard").text
    assert "Next date" in page
    assert "Runway" in page


def test_whoever_has_paid_and_has_no_plan_yet_is_led_to_the_questions(as_: Any, session: Session) -> None:
    ann_id = account_of(session, ANN)
    for step in session.scalars(select(PlanStep).where(PlanStep.account_id == ann_id)):
        session.delete(step)
    session.delete(session.scalars(select(Plan).where(Plan.account_id == ann_id)).one())
    session.commit()
    assert as_(ANN).get("/dashboard").headers["Location"].startswith("/intake")


def test_a_low_day_asks_for_one_thing_at_most_and_shows_no_figures(as_: Any) -> None:
    page = as_(ANN).get("/dashboard/low-day").text
    [main] = re.findall(r"<main.*?</main>", page, re.S)
    assert len(ticks(main)) <= 1
    assert "$" not in main
    assert not re.search(r"\d+ of \d+", main)


def test_a_low_day_names_who_answers_at_any_hour(as_: Any) -> None:
    assert 'href="tel:988"' in as_(ANN).get("/dashboard/low-day").text


def test_a_low_day_after_the_last_small_act_says_so(as_: Any, session: Session) -> None:
    finish(session, PlanStep.is_gentle)
    assert "Nothing small is left" in as_(ANN).get("/dashboard/low-day").text


def test_a_low_day_without_a_plan_is_a_page_too(as_: Any, session: Session) -> None:
    assert session.scalar(select(func.count(Plan.id))) == 2
    assert as_(ANN).get("/dashboard/low-day").status_code == 200
