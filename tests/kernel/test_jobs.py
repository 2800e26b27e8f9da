"""Jobs: queued with the caller's transaction or not at all, once for a key, and carried out whoever dies."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from saas.kernel import jobs
from saas.kernel.db import transaction
from saas.kernel.letters import SEND_LETTER, Letter, queue_letter
from saas.kernel.liveness import Worker
from saas.kernel.tenancy import unowned_session
from tests.databases import Database
from tests.kernel.workers import silent_mail_server, wait_for, worker

LETTER = Letter("welcome:ann", "ann@example.com", "Hello", "You are in.")


def queued(engine: Engine, prefix: str) -> list[str]:
    return [job.workflow_id for job in jobs.engine_client(engine).list_workflows(workflow_id_prefix=prefix)]


def count_workers(engine: Engine) -> int:
    with unowned_session(engine) as session:
        return session.scalar(select(func.count(Worker.executor_id))) or 0


def test_a_job_is_kept_with_the_transaction_that_causes_it(ann: Session, engine: Engine) -> None:
    with transaction(ann):
        jobs.enqueue(ann, SEND_LETTER, "one", "k")
        assert queued(engine, "one") == []
    assert queued(engine, "one") == ["one"]


def test_a_transaction_that_fails_queues_nothing(ann: Session, engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaction(ann):
        jobs.enqueue(ann, SEND_LETTER, "two", "k")
        raise ZeroDivisionError
    assert queued(engine, "two") == []


def test_the_same_key_is_one_job_for_good(ann: Session, engine: Engine) -> None:
    for _ in range(2):
        with transaction(ann):
            queue_letter(ann, LETTER)
    assert queued(engine, "letter:welcome") == ["letter:welcome:ann"]


@pytest.mark.slow
def test_a_worker_carries_it_out_and_stops_when_told(ann: Session, database: Database, mail_dir: Path) -> None:
    with transaction(ann):
        queue_letter(ann, LETTER)
    with worker(database, mail_dir) as process:
        wait_for(lambda: list(mail_dir.glob("*.eml")), seconds=15)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


@pytest.mark.slow
def test_a_letter_queued_by_an_earlier_version_is_sent(
    engine: Engine, session: Session, database: Database, mail_dir: Path
) -> None:
    """Its job held the whole letter, in the one queue there was."""
    options = jobs.enqueue_options(SEND_LETTER, "letter:old") | {"queue_name": "jobs"}
    with transaction(session):
        old = {"key": "old", "to": "ann@example.com", "subject": "Hello", "text": "You are in.", "html": ""}
        jobs.engine_client(engine).enqueue_in_transaction(session, options, old)
    with worker(database, mail_dir):
        wait_for(lambda: (mail_dir / "old.eml").exists(), seconds=20)


@pytest.mark.slow
def test_another_worker_has_the_job_of_one_that_was_killed_within_fifteen_seconds(
    ann: Session, engine: Engine, database: Database, mail_dir: Path
) -> None:
    """At the real pace; `test_worker.py` has the rest of it at a tenth."""
    with transaction(ann):
        queue_letter(ann, LETTER)
    with silent_mail_server() as server:
        stuck = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        with worker(database, mail_dir, SMTP_URL=stuck) as first, server.accept()[0], worker(database, mail_dir):
            wait_for(lambda: count_workers(engine) == 2, seconds=20)
            first.send_signal(signal.SIGKILL)
            wait_for(lambda: list(mail_dir.glob("*.eml")), seconds=15)
