"""The letter that a plan is ready: once a plan, whole without its picture, and nothing of it in the queue."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from saas.intake.submissions.queries import find_latest_submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.mailer import Mailer
from saas.plans import letters
from saas.plans.actions import compose_plan
from saas.plans.exports.drawings.runway import draw_runway
from saas.plans.letters import SEND_PLAN_LETTER, queue_plan_letter
from saas.plans.models import Plan
from saas.plans.queries import find_current_plan, load_plan_inputs
from saas.plans.saved_plan import SavedPlan
from saas.plans.steps.actions import set_step_completion, snooze_step
from tests.apps import make_settings
from tests.letters import handler_of, jobs_of
from tests.people import ANN

PNG = b"\x89PNG\r\n\x1a\n"


def queued(engine: Engine, public_id: str) -> list[Any]:
    return [tuple(arguments) for arguments in jobs_of(engine, SEND_PLAN_LETTER.name) if arguments[1] == public_id]


@pytest.fixture
def sent(engine: Engine, ann_session: Session, plan: SavedPlan, mail_dir: Path) -> EmailMessage:
    letters.send_plan_letter(
        engine,
        Mailer("hello@shop.example", folder=mail_dir),
        "https://shop.test",
        ann_session.info["scope"],
        plan.public_id,
    )
    [file] = mail_dir.iterdir()
    return message_from_bytes(file.read_bytes(), policy=default)


def words(sent: EmailMessage) -> str:
    body = sent.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def first_plan(ann_session: Session) -> str:
    """The public id of a plan that was composed just now, as the first of its account."""
    with transaction(ann_session):
        ann_session.execute(delete(Plan))
    submission = find_latest_submission(ann_session)
    assert submission is not None
    return compose_plan(ann_session, submission, load_plan_inputs(ann_session), clock.today()).public_id


def test_a_plan_queues_one_letter_that_holds_nothing_but_its_name(
    engine: Engine, ann_session: Session, first_plan: str
) -> None:
    assert queued(engine, first_plan) == [(ann_session.info["scope"], first_plan)]


def test_asked_for_again_the_same_plan_queues_no_second_one(
    engine: Engine, ann_session: Session, first_plan: str
) -> None:
    submission = find_latest_submission(ann_session)
    assert submission is not None
    compose_plan(ann_session, submission, load_plan_inputs(ann_session), clock.today())
    with transaction(ann_session):
        queue_plan_letter(ann_session, ann_session.scalars(select(Plan)).one())
    assert len(queued(engine, first_plan)) == 1


def test_none_is_queued_when_the_plan_is_not_kept(engine: Engine, ann_session: Session) -> None:
    with pytest.raises(RuntimeError, match="too late"):
        _announce_and_fail(ann_session)
    assert queued(engine, "never-kept") == []


def _announce_and_fail(ann_session: Session) -> None:
    with transaction(ann_session):
        queue_plan_letter(ann_session, Plan(public_id="never-kept", account_id=ann_session.info["scope"]))
        raise RuntimeError("too late")


def test_it_goes_to_the_person_once_tried_or_twice(sent: EmailMessage, plan: SavedPlan) -> None:
    assert (sent["To"], sent["Subject"]) == (ANN.email, "Your plan is ready")
    assert sent["Message-ID"] == f"<plan.{plan.public_id}@shop.example>"


def test_the_text_is_whole_without_the_picture(sent: EmailMessage, plan: SavedPlan) -> None:
    text, drawn = words(sent), draw_runway(plan.outline.money)
    assert drawn is not None and f"Your runway: {drawn.text}" in text
    assert [step.title for step in plan.acts[:3] if step.title not in text] == []
    next_date = plan.upcoming_deadlines(clock.today())[0]
    assert next_date.title in text and next_date.rule in text
    assert "https://shop.test/plan\n" in text


def test_the_page_shows_the_picture_that_came_with_it(sent: EmailMessage) -> None:
    page = sent.get_body(("related", "html"))
    assert page is not None and page.get_content_type() == "multipart/related"
    html, picture = page.iter_parts()
    assert f'src="cid:{letters.PICTURE_ID}"' in html.get_content()
    assert (picture["Content-ID"], picture.get_content_disposition()) == (f"<{letters.PICTURE_ID}>", "inline")
    assert picture.get_content().startswith(PNG)


def test_the_picture_is_told_beside_it(sent: EmailMessage, plan: SavedPlan) -> None:
    html, drawn = sent.get_body(("html",)), draw_runway(plan.outline.money)
    assert html is not None and drawn is not None
    assert html.get_content().count(drawn.text) == 2


def test_without_a_runway_there_is_no_picture_and_the_letter_says_why(ann_session: Session, plan: SavedPlan) -> None:
    thin = SavedPlan(
        "x",
        plan.outline_json.replace('"starting_dollars": ', '"starting_dollars": null, "was": '),
        plan.composed_on,
        plan.steps,
    )
    assert draw_runway(thin.outline.money) is None
    letter = letters.render_plan_letter(thin, ANN.email, None, clock.today(), "https://shop.test")
    assert "There is no runway to draw" in letter.text and "There is no runway to draw" in letter.html
    assert "<img" not in letter.html


def test_what_is_done_or_put_off_is_no_first_step(ann_session: Session, plan: SavedPlan) -> None:
    set_step_completion(ann_session, plan.public_id, plan.acts[0].position, is_done=True)
    snooze_step(ann_session, plan.public_id, plan.acts[1].position, clock.today() + timedelta(days=9), clock.today())
    kept = find_current_plan(ann_session)
    assert kept is not None
    letter = letters.render_plan_letter(kept, ANN.email, None, clock.today(), "https://shop.test")
    titles = [step.title for step in plan.acts[:6] if f". {step.title}\n" in letter.text]
    assert titles == [step.title for step in plan.acts[2:5]]


@pytest.mark.parametrize("public_id", ["another-plan", ""])
def test_for_a_plan_that_is_not_the_plan_no_letter_goes(
    engine: Engine, ann_session: Session, mail_dir: Path, public_id: str
) -> None:
    letters.send_plan_letter(
        engine, Mailer("hello@shop.example", folder=mail_dir), "https://shop.test", ann_session.info["scope"], public_id
    )
    assert not mail_dir.exists()


def test_the_job_writes_it_into_the_folder_once(
    engine: Engine, ann_session: Session, plan: SavedPlan, mail_dir: Path
) -> None:
    [send] = handler_of(SEND_PLAN_LETTER, make_settings(mail_dir=mail_dir), engine).steps
    for _ in range(2):
        send(ann_session.info["scope"], plan.public_id)
    assert [file.name for file in mail_dir.iterdir()] == [f"plan-{plan.public_id}.eml"]


@pytest.mark.parametrize("is_gentle", [True, False])
def test_on_a_day_that_is_not_ok_the_letter_names_988_before_any_step(plan: SavedPlan, is_gentle: bool) -> None:
    outline_json = plan.outline_json.replace('"gentle": false', f'"gentle": {str(is_gentle).lower()}')
    hard = SavedPlan(plan.public_id, outline_json, plan.composed_on, plan.steps)
    letter = letters.render_plan_letter(hard, ANN.email, None, clock.today(), "https://shop.test")
    assert ("call or text 988" in letter.text, 'href="tel:988"' in letter.html) == (is_gentle, is_gentle)
    if is_gentle:
        assert letter.text.index("988") < letter.text.index("1. ") and letter.html.index("988") < letter.html.index(
            "<ol>"
        )
