"""`saas jobs` and `saas letters`: what was given up, and how to send it on its way again."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel import jobs
from saas.kernel.db import transaction
from saas.kernel.letters import Letter, give_up_letter, queue_letter
from saas.shop.alerts.actions import TELL_STAFF
from tests.cli.conftest import Command


@pytest.fixture
def given_up(session: Session, engine: Engine) -> None:
    workflows = jobs.workflow_table(engine)
    with transaction(session):
        jobs.enqueue(session, TELL_STAFF, "alert:1", "k")
        session.execute(workflows.update().where(workflows.c.workflow_uuid == "alert:1").values(status="ERROR"))
        queue_letter(session, Letter("receipt:1", "nobody@example.com", "Your receipt", "You paid $79."))
        give_up_letter(session, "receipt:1", "the mail server refuses the address: 550")
        queue_letter(session, Letter("reset:1", "nobody@example.com", "Reset", "/reset/abc", is_secret=True))
        give_up_letter(session, "reset:1", "the mail server refuses the address: 550")


@pytest.mark.usefixtures("given_up")
def test_jobs_are_listed_and_run_again(saas: Command) -> None:
    assert "  alert:1  " in saas("jobs").output
    assert saas("jobs", "retry", "alert:1").output == "alert:1 is queued again.\n"
    assert saas("jobs").output == ""


@pytest.mark.usefixtures("given_up")
def test_letters_are_listed_and_sent_again(saas: Command) -> None:
    assert "  receipt:1  nobody@example.com  the mail server refuses the address: 550\n" in saas("letters").output
    assert saas("letters", "retry", "receipt:1").output == "receipt:1 is queued again.\n"
    assert "receipt:1" not in saas("letters").output


@pytest.mark.usefixtures("given_up")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("jobs", "retry", "nothing"), "There is no job nothing that was given up."),
        (("letters", "retry", "nothing"), "There is no such letter."),
        (("letters", "retry", "reset:1"), "This letter held a link and was erased."),
    ],
)
def test_what_cannot_be_done_is_said(saas: Command, arguments: tuple[str, ...], sentence: str) -> None:
    done = saas(*arguments)
    assert (done.exit_code, sentence in done.output) == (1, True)
