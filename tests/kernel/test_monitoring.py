"""What is dead, late or stuck is found in the tables, each as one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from saas.kernel import clock, jobs
from saas.kernel.db import transaction
from saas.kernel.jobs import LETTERS, MONEY, Job, enqueue
from saas.kernel.letters import Letter, give_up_letter, queue_letter, record_sent
from saas.kernel.liveness import Worker
from saas.kernel.monitoring import Report, check_chores, check_jobs, check_letters, check_workers

Age = Callable[..., None]


def faults(report: Report) -> list[str]:
    return [problem.key for problem in report.problems if problem.is_fault]


def gauges(report: Report, name: str) -> dict[tuple[str, ...], float]:
    return {tuple(gauge.labels.values()): gauge.value for gauge in report.gauges if gauge.name == name}


@pytest.fixture
def put_job(session: Session) -> Age:
    """A job as the engine would have it: `put_job(MONEY, status="PENDING", started_at_epoch_ms=…)`."""

    def put(queue: jobs.Queue, key: str, **columns: object) -> None:
        workflows = jobs.workflow_table(session.get_bind().engine)
        with transaction(session):
            enqueue(session, Job("handle_event", queue), key)
            session.execute(workflows.update().where(workflows.c.workflow_uuid == key).values(**columns))

    return put


def ago(seconds: float) -> int:
    return int((datetime.now(UTC).timestamp() - seconds) * 1000)


def test_without_a_worker_something_is_wrong(session: Session) -> None:
    assert faults(check_workers(session)) == ["worker"]


def test_a_worker_that_beats_is_all_that_is_needed(session: Session) -> None:
    with transaction(session):
        session.add(Worker(executor_id="worker-1", beat_at=datetime.now(UTC)))
        session.add(Worker(executor_id="worker-2", beat_at=datetime.now(UTC) - timedelta(hours=1)))
    report = check_workers(session)
    assert (faults(report), gauges(report, "workers_alive")) == ([], {(): 1})


def test_a_worker_that_fell_silent_is_named_with_its_age(session: Session) -> None:
    with transaction(session):
        session.add(Worker(executor_id="worker-1", beat_at=datetime.now(UTC) - timedelta(minutes=2)))
    [problem] = check_workers(session).problems
    assert "the last heartbeat is 120 s old" in problem.sentence


def test_a_queue_is_late_when_its_oldest_job_waits_too_long_for_a_slot(session: Session, put_job: Age) -> None:
    put_job(MONEY, "a", created_at=ago(MONEY.patience_seconds + 5))
    put_job(LETTERS, "b", created_at=ago(MONEY.patience_seconds + 5))
    assert faults(check_jobs(session)) == ["late:money"]


def test_a_job_that_waits_for_its_next_attempt_is_not_late(session: Session, put_job: Age) -> None:
    put_job(MONEY, "a", status="DELAYED", created_at=ago(9999), delay_until_epoch_ms=ago(-60))
    report = check_jobs(session)
    assert (faults(report), gauges(report, "jobs")["money", "retrying"]) == ([], 1)


def test_an_attempt_is_late_from_when_it_was_due(session: Session, put_job: Age) -> None:
    put_job(MONEY, "a", created_at=ago(9999), delay_until_epoch_ms=ago(5))
    assert faults(check_jobs(session)) == []


def test_a_job_that_runs_for_ever_is_stuck(session: Session, put_job: Age) -> None:
    put_job(MONEY, "a", status="PENDING", started_at_epoch_ms=ago(601))
    assert faults(check_jobs(session)) == ["stuck:money"]


def test_a_dead_job_waits_for_a_person_and_is_no_fault(session: Session, put_job: Age) -> None:
    put_job(MONEY, "a", status="ERROR")
    put_job(MONEY, "b", status="MAX_RECOVERY_ATTEMPTS_EXCEEDED", queue_name=None)
    put_job(MONEY, "c", status="ERROR", name="chore_sweep_events")
    report = check_jobs(session)
    assert (faults(report), gauges(report, "jobs_dead")) == ([], {(): 2})
    assert [problem.sentence for problem in report.problems] == ["2 jobs were given up: `saas jobs` lists them"]


@pytest.fixture
def chore(session: Session, engine: Engine) -> Age:
    """A chore that is due every minute, and one run of it."""

    def put(**columns: object) -> None:
        schema = "dbos." if engine.dialect.name == "postgresql" else ""
        with engine.begin() as connection:
            connection.execute(
                text(
                    f"INSERT INTO {schema}workflow_schedules (schedule_id, schedule_name, workflow_name, schedule, context)"
                    " VALUES ('1', 'sweep_events', 'chore_sweep_events', '0 */1 * * * *', '')"
                )
            )
        workflows = jobs.workflow_table(engine)
        with transaction(session):
            enqueue(session, Job("chore_sweep_events", jobs.CHORES), "sched-1")
            run = workflows.update().where(workflows.c.workflow_uuid == "sched-1")
            session.execute(run.values(schedule_name="sweep_events", **columns))

    return put


def test_a_chore_that_was_done_lately_is_fine(session: Session, chore: Age) -> None:
    chore(status="SUCCESS", created_at=ago(9000), completed_at=ago(30))
    report = check_chores(session)
    assert faults(report) == []
    assert 30 <= gauges(report, "chore_last_success_age_seconds")["sweep_events",] < 40


def test_a_chore_that_hangs_is_late_although_later_runs_leave_it_alone(session: Session, chore: Age) -> None:
    chore(status="PENDING", created_at=ago(1000))
    with transaction(session):
        enqueue(session, Job("chore_sweep_events", jobs.CHORES), "sched-2")
        workflows = jobs.workflow_table(session.get_bind().engine)
        run = workflows.update().where(workflows.c.workflow_uuid == "sched-2")
        session.execute(run.values(schedule_name="sweep_events", status="SUCCESS", completed_at=ago(10)))
    assert faults(check_chores(session)) == ["chore:sweep_events"]


@pytest.mark.parametrize("status", ["ERROR", "ENQUEUED", "PENDING"])
def test_a_chore_that_is_not_done_is_late(session: Session, chore: Age, status: str) -> None:
    chore(status=status, created_at=ago(1000))
    assert faults(check_chores(session)) == ["chore:sweep_events"]


def test_letters_that_do_not_leave_are_a_fault(session: Session) -> None:
    with transaction(session):
        queue_letter(session, Letter("k", "ann@example.com", "s", "t"))
    assert faults(check_letters(session)) == []
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert faults(check_letters(session)) == ["letters-late"]


def test_one_letter_that_waits_while_others_leave_is_none(session: Session) -> None:
    with transaction(session):
        queue_letter(session, Letter("k", "ann@example.com", "s", "t"))
        queue_letter(session, Letter("l", "bea@example.com", "s", "t"))
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        record_sent(session, "l")
        report = check_letters(session)
    assert (faults(report), [problem.key for problem in report.problems]) == ([], ["letters-late"])


def test_letters_that_were_given_up_are_counted(session: Session) -> None:
    with transaction(session):
        queue_letter(session, Letter("k", "ann@example.com", "s", "t"))
        give_up_letter(session, "k", "the mail server refuses the address: 550")
    report = check_letters(session)
    assert [problem.key for problem in report.problems] == ["letters-failed"]
    assert gauges(report, "letters")["failed",] == 1
