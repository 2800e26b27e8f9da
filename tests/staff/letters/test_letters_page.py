"""/admin/letters: what was given up is listed, and sent on its way again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel import jobs
from saas.kernel.db import transaction
from saas.kernel.letters import Letter, LetterState, QueuedLetter, give_up_letter, queue_letter
from saas.shop.alerts.actions import TELL_STAFF

RECEIPT = Letter("receipt:1", "nobody@example.com", "Your receipt", "You paid $79.")
RESET = Letter("reset:1", "nobody@example.com", "Your new password", "https://shop.test/reset/abc", is_secret=True)


@pytest.fixture
def failed(session: Session) -> Session:
    with transaction(session):
        for letter in (RECEIPT, RESET):
            queue_letter(session, letter)
            give_up_letter(session, letter.key, "the mail server refuses the address: 550 5.1.1")
    return session


@pytest.fixture
def dead_job(session: Session, engine: Engine) -> str:
    workflows = jobs.workflow_table(engine)
    with transaction(session):
        jobs.enqueue(session, TELL_STAFF, "alert:1", "k")
        session.execute(workflows.update().where(workflows.c.workflow_uuid == "alert:1").values(status="ERROR"))
    return "alert:1"


def state_of(session: Session, letter: Letter) -> str:
    session.rollback()
    return session.query(QueuedLetter.state).where(QueuedLetter.key == letter.key).scalar() or ""


def test_without_a_failure_the_page_says_so(sam: FlaskClient) -> None:
    assert "Every letter was delivered, or is still being tried." in sam.get("/admin/letters").text


@pytest.mark.usefixtures("failed")
def test_a_failed_letter_is_listed_with_its_reason_and_without_its_words(sam: FlaskClient) -> None:
    page = sam.get("/admin/letters").text
    assert "the mail server refuses the address: 550 5.1.1" in page
    assert "nobody@example.com" in page
    assert "You paid $79." not in page


@pytest.mark.usefixtures("failed")
def test_only_a_letter_whose_text_is_kept_has_the_button(sam: FlaskClient) -> None:
    page = sam.get("/admin/letters").text
    assert page.count("Send again<") == 1
    assert page.count("Discard<") == 2


def test_a_letter_is_sent_again(sam: FlaskClient, failed: Session) -> None:
    assert sam.post("/admin/letters/delivery", data={"key": RECEIPT.key}).location == "/admin/letters"
    assert state_of(failed, RECEIPT) == LetterState.WAITING


def test_a_letter_that_held_a_link_is_refused_in_words(sam: FlaskClient, failed: Session) -> None:
    answer = sam.post("/admin/letters/delivery", data={"key": RESET.key})
    assert (answer.status_code, "Issue a new link" in answer.text) == (409, True)


def test_a_letter_is_discarded(sam: FlaskClient, failed: Session) -> None:
    sam.post("/admin/letters/removal", data={"key": RESET.key})
    assert state_of(failed, RESET) == LetterState.DISCARDED
    assert "Your new password" not in sam.get("/admin/letters").text


@pytest.mark.parametrize("path", ["/admin/letters/delivery", "/admin/letters/removal", "/admin/jobs/run"])
def test_what_nobody_knows_is_not_found(sam: FlaskClient, path: str) -> None:
    assert sam.post(path, data={"key": "nothing"}).status_code == 404


def test_a_dead_job_is_listed_and_run_again(sam: FlaskClient, engine: Engine, dead_job: str) -> None:
    assert f"<code>{dead_job}</code>" in sam.get("/admin/letters").text
    assert sam.post("/admin/jobs/run", data={"key": dead_job}).location == "/admin/letters"
    assert jobs.engine_client(engine).list_workflows(workflow_ids=[dead_job])[0].status == "ENQUEUED"
    assert dead_job not in sam.get("/admin/letters").text
