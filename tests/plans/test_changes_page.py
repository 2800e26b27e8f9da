"""GET /plan/changes, taking it or not, /plan/history, and the step's own page: as a person meets them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from saas.kernel import clock
from saas.plans.proposals.actions import accept_proposal
from tests.people import ANN, BEA
from tests.plans.owner import PlanOwner
from tests.web.html_page import Page

WAITS = "A changed plan waits for you"


@pytest.fixture
def waiting(owner: PlanOwner) -> str:
    """The public id of a proposal with another cover and other hours."""
    return str(owner.submit_answers(insurance="own", hours=5).public_id)


def test_every_change_stands_there_with_the_answer_behind_it(as_: Any, waiting: str) -> None:
    page = as_(ANN).get("/plan/changes").text
    assert "Steps that go" in page and "New steps" in page and "Deadlines" in page
    assert "You changed “Where does your health cover come from?”: My employer, now A plan I buy" in page
    assert "It was there because your health cover comes from your employer." in page


def test_the_page_is_whole(app: Flask, as_: Any, waiting: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        page = Page(as_(ANN).get("/plan/changes").text)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert page.outline.count(1) == 1 and page.unnamed == [] and len(page.ids) == len(set(page.ids))
    assert [form.action for form in page.forms if form.method == "post" and not form.fields.get("csrf_token")] == []


@pytest.mark.parametrize("path", ["/plan", "/dashboard"])
def test_the_plan_and_the_day_say_that_one_waits(as_: Any, owner: PlanOwner, path: str) -> None:
    assert WAITS not in as_(ANN).get(path).text
    owner.submit_answers(hours=5)
    assert WAITS in as_(ANN).get(path).text
    assert WAITS not in as_(BEA).get(path).text


def test_the_day_shows_the_plan_and_not_the_proposal(as_: Any, owner: PlanOwner, waiting: str) -> None:
    page = as_(ANN).get("/dashboard").text
    assert owner.plan.public_id in page and waiting not in page


def test_taken_it_is_the_plan(as_: Any, owner: PlanOwner, waiting: str) -> None:
    answer = as_(ANN).post(f"/plans/{waiting}/acceptance", follow_redirects=True)
    assert "The changed plan is your plan now." in answer.text and WAITS not in answer.text
    assert owner.plan.public_id == waiting
    assert as_(ANN).get("/plan/changes").headers["Location"] == "/plan"


def test_kept_it_says_that_the_answers_are_saved(as_: Any, owner: PlanOwner, waiting: str) -> None:
    answer = as_(ANN).post(f"/plans/{waiting}/refusal", follow_redirects=True)
    assert "The answers you changed are saved." in answer.text and WAITS not in answer.text
    assert owner.plan.public_id != waiting


@pytest.mark.parametrize("noun", ["acceptance", "refusal"])
def test_nobody_settles_it_for_somebody_else(as_: Any, client: Any, owner: PlanOwner, waiting: str, noun: str) -> None:
    assert as_(BEA).post(f"/plans/{waiting}/{noun}").status_code == 404
    assert client.post(f"/plans/{waiting}/{noun}").location.startswith("/sign-in")
    assert list(owner.states.values()) == ["current", "proposed"]


def test_sending_the_same_answers_in_changes_nothing(as_: Any, owner: PlanOwner) -> None:
    answer = as_(ANN).post("/intake/submission", follow_redirects=True)
    assert answer.request.path == "/plan" and list(owner.states.values()) == ["current"]


def test_sending_other_answers_in_leads_to_what_would_change(as_: Any, owner: PlanOwner) -> None:
    as_(ANN).post("/intake/hours", data={"hours": "5"})
    answer = as_(ANN).post("/intake/submission", follow_redirects=True)
    assert answer.request.path == "/plan/changes" and "10 → <b>5</b>" in answer.text


def test_an_answer_nothing_rests_on_says_so(as_: Any, owner: PlanOwner) -> None:
    owner.submit_answers(own_words="The kitchen is cold")
    page = as_(ANN).get("/plan/changes").text
    assert "Nothing in the plan rests on what you changed." in page and "kitchen" not in page


def test_the_history_names_every_plan_and_why_it_was_made(as_: Any, owner: PlanOwner, waiting: str) -> None:
    owner.act("set_step_completion", 1, is_done=True)
    accept_proposal(owner.session, waiting, owner.inputs)
    page = as_(ANN).get("/plan/history").text
    assert "These were your first answers." in page and "2 answers changed:" in page
    assert "an earlier plan" in page and f"1 of {len(owner.plan.acts)}" in page
    assert waiting not in as_(BEA).get("/plan/history").text


def test_an_earlier_plan_is_read_and_not_changed(as_: Any, owner: PlanOwner, waiting: str) -> None:
    old = owner.plan.public_id
    accept_proposal(owner.session, waiting, owner.inputs)
    page = as_(ANN).get(f"/plans/{old}")
    assert page.status_code == 200 and "An earlier plan" in page.text
    assert [form.action for form in Page(page.text).forms if form.action.startswith("/plans")] == []
    assert as_(ANN).get(f"/plans/{old}/steps/1").headers["Location"].startswith(f"/plans/{old}")
    assert as_(BEA).get(f"/plans/{old}").status_code == 404


def test_a_tick_from_a_page_that_is_out_of_date_is_refused_in_words(as_: Any, owner: PlanOwner, waiting: str) -> None:
    old = owner.plan.public_id
    accept_proposal(owner.session, waiting, owner.inputs)
    answer = as_(ANN).post(f"/plans/{old}/steps/1/completion")
    assert answer.status_code == 409 and "not the plan you work with now" in answer.text


def path(owner: PlanOwner, position: int = 1, noun: str = "") -> str:
    return f"/plans/{owner.plan.public_id}/steps/{position}{noun}"


@pytest.mark.parametrize(
    ("noun", "sent", "seen"),
    [
        ("/note", {"note": "Dana said Friday"}, "Dana said Friday"),
        ("/phase", {"phase": "months-6-12"}, "Moved here from first 24 hours."),
        ("/snooze", {"span": "week"}, "Snoozed until"),
        ("/drop", {}, "Take it back"),
        ("/replacement", {}, "came in its place"),
    ],
)
def test_what_was_done_shows_on_the_plan(
    as_: Any, owner: PlanOwner, noun: str, sent: dict[str, str], seen: str
) -> None:
    answer = as_(ANN).post(path(owner, 1, noun), data=sent, follow_redirects=True)
    assert answer.status_code == 200 and answer.request.path == "/plan" and seen in answer.text


@pytest.mark.parametrize(("noun", "back"), [("/snooze", "/snooze/cancellation"), ("/drop", "/drop/cancellation")])
def test_it_is_taken_back(as_: Any, owner: PlanOwner, noun: str, back: str) -> None:
    before = owner.plan.steps
    as_(ANN).post(path(owner, 1, noun), data={"span": "month"})
    assert owner.plan.steps != before
    as_(ANN).post(path(owner, 1, back))
    assert owner.plan.steps == before


@pytest.mark.parametrize(
    ("noun", "sent", "said"),
    [
        ("/note", {"note": "x" * 2001}, "this one has 2,001"),
        ("/phase", {"phase": "someday"}, "Choose one of the plan"),
        ("/snooze", {}, "Choose a day after today"),
        ("/snooze", {"until": "2020-01-01"}, "Choose a day after today"),
        ("/snooze", {"until": "next <b>week"}, "Choose a day after today"),
    ],
)
def test_what_cannot_be_done_is_said_beside_the_field(
    as_: Any, owner: PlanOwner, noun: str, sent: dict[str, str], said: str
) -> None:
    answer = as_(ANN).post(path(owner, 1, noun), data=sent)
    assert answer.status_code == 422 and said in answer.text and sent.get("note", "") in answer.text


def test_a_day_that_was_typed_is_taken(as_: Any, owner: PlanOwner) -> None:
    day = clock.today() + timedelta(days=12)
    as_(ANN).post(path(owner, 1, "/snooze"), data={"until": day.isoformat()})
    assert owner.plan.steps[0].snoozed_until == day


def test_a_note_with_markup_in_it_runs_nothing(as_: Any, owner: PlanOwner) -> None:
    as_(ANN).post(path(owner, 1, "/note"), data={"note": "<script>alert(1)</script>"})
    assert "<script>alert" not in as_(ANN).get("/plan").text + as_(ANN).get(path(owner)).text


def test_the_low_day_skips_what_is_put_off(as_: Any, owner: PlanOwner) -> None:
    [first, *_] = [step for step in owner.plan.acts if step.is_gentle]
    as_(ANN).post(path(owner, first.position, "/snooze"), data={"span": "week"})
    assert path(owner, first.position, "/completion") not in as_(ANN).get("/dashboard/low-day").text


def test_the_day_is_still_read_in_few_statements(
    as_: Any, owner: PlanOwner, waiting: str, statements: list[str]
) -> None:
    ann = as_(ANN)
    ann.get("/dashboard")  # the day's first page also notes the day
    statements.clear()
    ann.get("/dashboard")
    assert len(statements) <= 6 and sum("plan_steps" in statement for statement in statements) == 1
