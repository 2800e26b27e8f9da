"""What becomes of a letter: its text is kept while it may be sent, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from saas.kernel import clock, jobs
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, PermanentFailure
from saas.kernel.letters import (
    SEND_LETTER,
    Letter,
    LetterState,
    QueuedLetter,
    SecretLetter,
    TextErased,
    allows_unasked_letter,
    discard_letter,
    erase_letters,
    erase_old_letters,
    give_up_letter,
    list_failed_letters,
    queue_letter,
    queue_secret_letter,
    resend_letter,
)
from saas.kernel.mailer import Mailer, NotSent, deliver_letter
from tests.kernel.mail_server import start_mail_server

ACCOUNT = 7
LETTER = Letter(
    "receipt:1", "nobody@example.com", "Your receipt", "You paid $79.", "<p>You paid $79.</p>", account_id=ACCOUNT
)
SECRET = Letter("reset:1", "nobody@example.com", "Reset", "https://shop.test/reset/abc")
RESET = SecretLetter("reset", "The link to a new password")


def write(_session: Session, key: str, to: str, *, person: int) -> Letter | None:
    return replace(SECRET, key=key, to=to) if person == 1 else None


WRITERS = {RESET: write}


@pytest.fixture
def queued(session: Session) -> Session:
    with transaction(session):
        queue_letter(session, LETTER)
        queue_secret_letter(session, RESET, SECRET.key, to=SECRET.to, person=1)
    return session


@pytest.fixture
def failed(queued: Session) -> Session:
    with transaction(queued):
        for letter in (LETTER, SECRET):
            give_up_letter(queued, letter.key, "the mail server refuses the address: 550")
    return queued


def row(session: Session, letter: Letter) -> QueuedLetter:
    return session.scalars(
        select(QueuedLetter).where(QueuedLetter.key == letter.key).execution_options(populate_existing=True)
    ).one()


def job_arguments(engine: Engine, key: str) -> list[object]:
    [workflow] = jobs.engine_client(engine).list_workflows(workflow_ids=[f"letter:{key}"])
    assert workflow.input is not None
    return list(workflow.input["args"])


def test_the_job_holds_nothing_but_the_key(queued: Session, engine: Engine) -> None:
    assert job_arguments(engine, "reset:1") == ["reset:1"]


def test_a_letter_that_was_sent_leaves_no_text(queued: Session) -> None:
    with start_mail_server() as server:
        for _ in range(2):
            deliver_letter(queued, Mailer("hello@shop.example", server.url()), LETTER.key)
    sent = row(queued, LETTER)
    assert (server.received, sent.state, sent.text, sent.html) == (["nobody@example.com"], LetterState.SENT, "", "")


def test_a_letter_that_was_sent_is_not_queued_again(queued: Session) -> None:
    with start_mail_server() as server:
        deliver_letter(queued, Mailer("hello@shop.example", server.url()), LETTER.key)
    with transaction(queued):
        queue_letter(queued, LETTER)
    assert row(queued, LETTER).state == LetterState.SENT


def test_each_attempt_is_counted_with_its_reason(queued: Session) -> None:
    for _ in range(2):
        with pytest.raises(NotSent):
            deliver_letter(queued, Mailer("hello@shop.example", "smtp://127.0.0.1:1"), LETTER.key)
    waiting = row(queued, LETTER)
    assert (waiting.attempts, waiting.reason, waiting.state) == (2, "ConnectionRefusedError", LetterState.WAITING)


def test_a_definite_no_leaves_the_letter_to_whoever_gives_it_up(queued: Session) -> None:
    with transaction(queued):
        queue_letter(queued, Letter("k", "refused@example.com", "s", "t"))
    with start_mail_server() as server, pytest.raises(PermanentFailure):
        deliver_letter(queued, Mailer("hello@shop.example", server.url()), "k")


def test_a_letter_that_was_given_up_keeps_its_text_or_what_it_is_written_from(failed: Session) -> None:
    assert [letter.key for letter in list_failed_letters(failed)] == [SECRET.key, LETTER.key]
    assert [(row(failed, letter).text, row(failed, letter).arguments) for letter in (LETTER, SECRET)] == [
        ("You paid $79.", "{}"),
        ("", '{"person": 1}'),
    ]


def test_a_secret_letter_is_stored_without_its_secret_and_written_when_it_is_sent(
    queued: Session, tmp_path: Path
) -> None:
    assert "abc" not in str(vars(row(queued, SECRET)))
    deliver_letter(queued, Mailer("hello@shop.example", folder=tmp_path), SECRET.key, WRITERS)
    assert "/reset/abc" in (tmp_path / "reset-1.eml").read_text()
    assert row(queued, SECRET).state == LetterState.SENT


def test_a_secret_letter_with_nothing_left_to_say_is_discarded(session: Session, tmp_path: Path) -> None:
    with transaction(session):
        queue_secret_letter(session, RESET, SECRET.key, to=SECRET.to, person=2)
    deliver_letter(session, Mailer("hello@shop.example", folder=tmp_path), SECRET.key, WRITERS)
    assert (row(session, SECRET).state, list(tmp_path.iterdir())) == (LetterState.DISCARDED, [])


@pytest.mark.parametrize("value", ["ann@example.com", "two words", None, {"token": "x"}])
def test_a_letter_and_a_job_are_queued_by_ids_alone(session: Session, value: Any) -> None:
    with pytest.raises(ValueError, match="no id"), transaction(session):
        queue_secret_letter(session, RESET, "k", to=SECRET.to, person=value)
    with pytest.raises(ValueError, match="no id"), transaction(session):
        jobs.enqueue(session, SEND_LETTER, "k", value)


def test_it_is_sent_again_once(failed: Session, engine: Engine) -> None:
    for _ in range(2):
        resend_letter(failed, LETTER.key)
    again = jobs.engine_client(engine).list_workflows(workflow_id_prefix=f"letter:{LETTER.key}:")
    assert ([job.workflow_id for job in again], row(failed, LETTER).state) == (["letter:receipt:1:1"], "waiting")


def test_a_secret_letter_is_written_anew(failed: Session, tmp_path: Path) -> None:
    resend_letter(failed, SECRET.key)
    deliver_letter(failed, Mailer("hello@shop.example", folder=tmp_path), SECRET.key, WRITERS)
    assert "/reset/abc" in (tmp_path / "reset-1.eml").read_text()


def test_one_that_an_earlier_version_stored_with_its_secret_is_issued_anew_instead(failed: Session) -> None:
    with transaction(failed):
        failed.execute(update(QueuedLetter).where(QueuedLetter.key == SECRET.key).values(kind=""))
    with pytest.raises(TextErased, match="Issue a new link"):
        resend_letter(failed, SECRET.key)


def test_a_letter_that_is_discarded_leaves_the_list(failed: Session) -> None:
    discard_letter(failed, LETTER.key)
    discard_letter(failed, SECRET.key)
    assert (list(list_failed_letters(failed)), row(failed, LETTER).text) == ([], "")


def test_a_letter_that_nobody_knows_cannot_be_sent_again(session: Session) -> None:
    with pytest.raises(NotFound):
        resend_letter(session, "nothing")


def test_a_month_later_nobody_knows_to_whom_it_went(failed: Session) -> None:
    with start_mail_server() as server, transaction(failed):
        queue_letter(failed, Letter("new", "ann@example.com", "s", "t"))
    with start_mail_server() as server:
        deliver_letter(failed, Mailer("hello@shop.example", server.url()), "new")
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        erase_old_letters(failed)
    kept = [
        (letter.state, letter.address, letter.text)
        for letter in failed.scalars(select(QueuedLetter).order_by(QueuedLetter.id))
        if letter.key in ("new", LETTER.key, SECRET.key)
    ]
    assert kept == [("discarded", "", ""), ("discarded", "", ""), ("sent", "", "")]


def test_a_letter_that_waits_is_not_erased_by_time(queued: Session) -> None:
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        erase_old_letters(queued)
    assert row(queued, LETTER).text == "You paid $79."


def test_with_a_person_go_their_letters(queued: Session) -> None:
    with transaction(queued):
        erase_letters(queued, ACCOUNT, "nobody@example.com")
        queue_letter(queued, Letter("goodbye:1", "nobody@example.com", "Goodbye", "It is done."))
    assert (row(queued, LETTER).state, row(queued, LETTER).address, row(queued, SECRET).text) == ("discarded", "", "")
    with start_mail_server() as server:
        for key in (LETTER.key, SECRET.key, "goodbye:1"):
            deliver_letter(queued, Mailer("hello@shop.example", server.url()), key, WRITERS)
    assert server.received == ["nobody@example.com"]


def test_letters_about_another_account_to_the_same_address_stay(queued: Session) -> None:
    with transaction(queued):
        erase_letters(queued, ACCOUNT + 1, "nobody@example.com")
    assert row(queued, LETTER).text == "You paid $79."


def test_letters_that_anybody_can_cause_are_few_for_each_address(session: Session) -> None:
    def count_letters(address: str, count: int) -> list[bool]:
        with transaction(session):
            return [allows_unasked_letter(session, address) for _ in range(count)]

    assert count_letters("dan@example.com", 6) == [True] * 5 + [False]
    assert count_letters("DAN@example.com", 1) == [False]
    assert count_letters("bea@example.com", 1) == [True]
    with time_machine.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert count_letters("dan@example.com", 1) == [True]


def test_the_last_letter_goes_with_its_address(session: Session) -> None:
    with transaction(session):
        queue_letter(session, replace(LETTER, key="sent"), is_last=True)
        queue_letter(session, replace(LETTER, key="refused"), is_last=True)
        give_up_letter(session, "refused", "550")
    with start_mail_server() as server:
        deliver_letter(session, Mailer("hello@shop.example", server.url()), "sent")
    assert server.received == [LETTER.to]
    rows = [row(session, replace(LETTER, key=key)) for key in ("sent", "refused")]
    assert [(letter.state, letter.address, letter.subject, letter.text) for letter in rows] == [
        ("sent", "", "", ""),
        ("discarded", "", "", ""),
    ]


def test_nothing_is_queued_for_an_address_that_was_deleted(session: Session) -> None:
    with transaction(session):
        queue_letter(session, replace(LETTER, key="late", to="deleted"))
    assert session.scalar(select(QueuedLetter).where(QueuedLetter.key == "late")) is None
