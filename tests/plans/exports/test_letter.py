"""The letter that a plan is ready: once a plan, whole without its picture, and nothing of it in the queue."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.intake.submissions.queries import find_latest_submission
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.mailer import Mailer
from saas.library.pieces.queries import load_catalogue
from saas.plans.actions import compose_plan
from saas.plans.exports import letter
from saas.plans.exports.drawings.runway import runway
from saas.plans.exports.letter_queue import SEND_PLAN_LETTER, announce
from saas.plans.models import Plan
from saas.plans.queries import latest
from saas.plans.saved_plan import KeptPlan
from saas.plans.steps.actions import set_step_completion, snooze_step
from tests.apps import make_settings
from tests.letters import handler_of, jobs_of
from tests.people import ANN

PNG = b"\x89PNG\r\n\x1a\n"


def queued(engine: Engine, public_id: str) -> list[Any]:
    return [tuple(arguments) for arguments in jobs_of(engine, SEND_PLAN_LETTER.name) if arguments[1] == public_id]


@pytest.fixture
def sent(engine: Engine, own: Session, plan: KeptPlan, mail_dir: Path) -> EmailMessage:
    letter.send(
        engine, Mailer("hello@shop.example", folder=mail_dir), "https://shop.test", own.info["scope"], plan.public_id
    )
    [file] = mail_dir.iterdir()
    return message_from_bytes(file.read_bytes(), policy=default)


def words(sent: EmailMessage) -> str:
    body = sent.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_plan_queues_one_letter_that_holds_nothing_but_its_name(engine: Engine, own: Session, plan: KeptPlan) -> None:
    assert queued(engine, plan.public_id) == [(own.info["scope"], plan.public_id)]


def test_asked_for_again_the_same_plan_queues_no_second_one(engine: Engine, own: Session, plan: KeptPlan) -> None:
    submission = find_latest_submission(own)
    assert submission is not None
    compose_plan(own, submission, load_catalogue(own), load_facts(), seed_questionnaire(), clock.today())
    with transaction(own):
        announce(own, own.query(Plan).one())
    assert len(queued(engine, plan.public_id)) == 1


def test_none_is_queued_when_the_plan_is_not_kept(engine: Engine, own: Session) -> None:
    with pytest.raises(RuntimeError, match="too late"):
        _announce_and_fail(own)
    assert queued(engine, "never-kept") == []


def _announce_and_fail(own: Session) -> None:
    with transaction(own):
        announce(own, Plan(public_id="never-kept", account_id=own.info["scope"]))
        raise RuntimeError("too late")


def test_it_goes_to_the_person_once_tried_or_twice(sent: EmailMessage, plan: KeptPlan) -> None:
    assert (sent["To"], sent["Subject"]) == (ANN.email, "Your plan is ready")
    assert sent["Message-ID"] == f"<plan.{plan.public_id}@shop.example>"


def test_the_text_is_whole_without_the_picture(sent: EmailMessage, plan: KeptPlan) -> None:
    told, drawn = words(sent), runway(plan.outline.money)
    assert drawn is not None and f"Your runway: {drawn.told}" in told
    assert [step.title for step in plan.acts[:3] if step.title not in told] == []
    next_date = plan.deadlines_from(clock.today())[0]
    assert next_date.title in told and next_date.rule in told
    assert "https://shop.test/plan\n" in told


def test_the_page_shows_the_picture_that_came_with_it(sent: EmailMessage) -> None:
    page = sent.get_body(("related", "html"))
    assert page is not None and page.get_content_type() == "multipart/related"
    html, picture = page.iter_parts()
    assert f'src="cid:{letter.PICTURE}"' in html.get_content()
    assert (picture["Content-ID"], picture.get_content_disposition()) == (f"<{letter.PICTURE}>", "inline")
    assert picture.get_content().startswith(PNG)


def test_the_picture_is_told_beside_it(sent: EmailMessage, plan: KeptPlan) -> None:
    html, drawn = sent.get_body(("html",)), runway(plan.outline.money)
    assert html is not None and drawn is not None
    assert html.get_content().count(drawn.told) == 2


def test_without_a_runway_there_is_no_picture_and_the_letter_says_why(own: Session, plan: KeptPlan) -> None:
    thin = KeptPlan(
        "x",
        plan.outline_json.replace('"starting_dollars": ', '"starting_dollars": null, "was": '),
        plan.composed_on,
        plan.steps,
    )
    told = letter.news(thin, clock.today(), "https://shop.test")
    assert told.picture is None
    assert "There is no runway to draw" in letter.as_text(told)
    assert "<img" not in letter.as_page(told)


def test_what_is_done_or_put_off_is_no_first_step(own: Session, plan: KeptPlan) -> None:
    set_step_completion(own, plan.public_id, plan.acts[0].position, is_done=True)
    snooze_step(own, plan.public_id, plan.acts[1].position, clock.today() + timedelta(days=9), clock.today())
    kept = latest(own)
    assert kept is not None
    told = letter.news(kept, clock.today(), "https://shop.test")
    assert [step.position for step in told.steps] == [step.position for step in plan.acts[2:5]]


@pytest.mark.parametrize("public_id", ["another-plan", ""])
def test_for_a_plan_that_is_not_the_plan_no_letter_goes(
    engine: Engine, own: Session, mail_dir: Path, public_id: str
) -> None:
    letter.send(
        engine, Mailer("hello@shop.example", folder=mail_dir), "https://shop.test", own.info["scope"], public_id
    )
    assert not mail_dir.exists()


def test_the_job_lays_it_into_the_folder_once(engine: Engine, own: Session, plan: KeptPlan, mail_dir: Path) -> None:
    [send] = handler_of(SEND_PLAN_LETTER, make_settings(mail_dir=mail_dir), engine).steps
    for _ in range(2):
        send(own.info["scope"], plan.public_id)
    assert [file.name for file in mail_dir.iterdir()] == [f"plan-{plan.public_id}.eml"]
