"""Durable jobs: enqueued in the caller's transaction, run by a worker after the commit, at least once.

A job is declared beside the action that enqueues it, and `saas/jobs.py` binds functions to it:

    SUBMIT_REFUND = Job("submit_refund", MONEY)                                            # in the feature
    enqueue(session, SUBMIT_REFUND, f"refund:{refund.public_id}", refund.public_id)        # in its action
    Handler(SUBMIT_REFUND, (submit_refund,))                                               # in saas/jobs.py

A key is enqueued once, so a redelivered webhook enqueues nothing twice. Arguments are ids: the row of a job is kept for
days, and must hold no address, no secret and nothing that a person wrote. `kernel/worker.py` explains the guarantees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from dbos import DBOSClient, EnqueueOptions, WorkflowSerializationFormat, WorkflowStatus
from sqlalchemy import ColumnElement, Engine, TableClause, and_, column, select, table
from sqlalchemy.orm import Session

# Fixed: the default is a hash of the source, and then every deploy orphans what is running.
APPLICATION_VERSION = "1"
SCHEMA = "dbos"
# The engine's statuses of a dead job: the last attempt failed, or the job crashed every worker that ran it.
DEAD = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
CRASHED = "every worker that ran it was gone before it finished"
# The recorded result of a finished step.
DONE = "done"
CHORE_PREFIX = "chore_"
LONGEST_DELAY_SECONDS = 3600
# What an id looks like: no address, no sentence.
_ID = re.compile(r"[^\s@]{1,300}")


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs of one priority. `slots` is how many one worker runs at once. A job that waits for a slot longer than
    `patience_seconds` is reported as late."""

    name: str
    slots: int
    poll_seconds: float
    patience_seconds: float


# Queues do not wait for each other: a slow mail server delays letters and no payment. Slots divided by the poll interval
# bound the jobs per second: 32 for money and for letters. A poll costs 3 ms of CPU, so what nobody waits for polls less.
MONEY = Queue("money", slots=8, poll_seconds=0.25, patience_seconds=60)
LETTERS = Queue("letters", slots=16, poll_seconds=0.5, patience_seconds=300)
CHORES = Queue("chores", slots=16, poll_seconds=2.0, patience_seconds=300)
QUEUES = (MONEY, LETTERS, CHORES)


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of job; its name is stored. Twelve attempts take 34 minutes, sixteen take four hours (`retry_delay`)."""

    name: str
    queue: Queue
    max_attempts: int = 12


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that will not be retried. `reason` is one line, `trace` a traceback."""

    job: Job
    key: str
    arguments: tuple[Any, ...]
    attempts: int
    reason: str
    trace: str


@dataclass(frozen=True, slots=True)
class Handler:
    """The functions that do a job, called in order with the same arguments. Each is a step: it runs again after a failure
    or a crash until it returns, and never after that, so it must be idempotent.

    `on_failure` records a job that was given up where the feature shows it and offers a way out (a letter, an event).
    Without it the job is dead: an alert is raised, `saas jobs` lists it and `saas jobs retry` runs it again.
    """

    job: Job
    steps: tuple[Callable[..., Any], ...]
    on_failure: Callable[[Failure], None] | None = None


def enqueue(session: Session, job: Job, key: str, *arguments: Any) -> None:
    """Enqueue a job in the session's transaction. A rollback enqueues nothing; a key that was enqueued before neither. Raises
    ValueError for an argument that is no id."""
    check_ids(job.name, arguments)
    session.flush()
    options = enqueue_options(job, key)
    engine_client(session.get_bind().engine).enqueue_in_transaction(session, options, *arguments)


def check_ids(name: str, values: Iterable[object]) -> None:
    """Raises ValueError, which does not repeat the value, for what is neither a number nor looks like an id."""
    if not all(isinstance(value, int | float) or (isinstance(value, str) and _ID.fullmatch(value)) for value in values):
        raise ValueError(f"{name} is queued by ids alone, and one of its arguments is no id.")


def enqueue_options(job: Job, workflow_id: str) -> EnqueueOptions:
    """The engine's options for a job under this id."""
    return EnqueueOptions(
        queue_name=job.queue.name,
        workflow_name=job.name,
        workflow_id=workflow_id,
        app_version=APPLICATION_VERSION,
        serialization_type=WorkflowSerializationFormat.PORTABLE,
    )


def retry_delay(key: str, attempt: int) -> float:
    """Seconds to wait after a failed attempt: 1, 2, 4 … up to an hour, plus up to 20 percent that depend on the key, so that
    jobs that failed together are not all retried together."""
    return float(min(2 ** (attempt - 1), LONGEST_DELAY_SECONDS) * (1 + crc32(key.encode()) % 100 / 500))


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up and waits for a person."""

    workflow_id: str
    name: str
    reason: str
    ended_at: datetime


def list_dead_jobs(engine: Engine, limit: int = 100) -> list[DeadJob]:
    """Newest first. Chores are left out, because the next run makes up for a failed one."""
    workflows = workflow_table(engine).c
    newest = select(workflows.workflow_uuid).where(is_dead(workflows)).order_by(workflows.completed_at.desc())
    with engine.connect() as connection:
        ids = list(connection.scalars(newest.limit(limit)))
    dead = engine_client(engine).list_workflows(workflow_ids=ids, load_input=False) if ids else []
    return sorted(map(_dead_job, dead), key=lambda job: job.ended_at, reverse=True)


def is_dead(workflows: Any) -> ColumnElement[bool]:
    """Whether a row of the engine's table is a dead job."""
    return and_(workflows.status.in_(DEAD), ~workflows.name.startswith(CHORE_PREFIX, autoescape=True))


def _dead_job(workflow: WorkflowStatus) -> DeadJob:
    ended_at = datetime.fromtimestamp((workflow.completed_at or 0) / 1000, UTC)
    return DeadJob(workflow.workflow_id, workflow.name, str(workflow.error or CRASHED), ended_at)


def retry_dead_job(engine: Engine, workflow_id: str) -> bool:
    """Enqueue a dead job again, from its first unfinished step. False if there is no such dead job."""
    workflows = engine_client(engine).list_workflows(workflow_ids=[workflow_id], status=list(DEAD), load_input=False)
    for workflow in workflows:
        steps = engine_client(engine).list_workflow_steps(workflow_id)
        finished = [step["function_id"] for step in steps if step["output"] == DONE]
        # The engine removes a job that crashed its workers from its queue; every worker reads every queue.
        queue_name = workflow.queue_name or MONEY.name
        _writing_client(engine).rewind_workflow(
            workflow_id, start_step=max(finished, default=0) + 1, queue_name=queue_name
        )
    return bool(workflows)


@lru_cache(maxsize=8)
def engine_client(engine: Engine) -> DBOSClient:
    """The job engine's client, for processes that run no jobs."""
    # Lazy: created before gunicorn's workers fork, connected after.
    return DBOSClient(system_database_engine=engine, dbos_system_schema=SCHEMA, lazy=True)


@lru_cache(maxsize=8)
def _writing_client(engine: Engine) -> DBOSClient:
    """The same, for what reads first and writes then in one transaction: SQLite refuses that as “locked” while a worker
    writes, unless it is said at the start (`kernel.db`)."""
    return DBOSClient(
        system_database_engine=engine.execution_options(writes=True), dbos_system_schema=SCHEMA, lazy=True
    )


def workflow_table(engine: Engine) -> TableClause:
    """The engine's table of jobs, for counting without loading every row. Times are epoch milliseconds."""
    times = ("created_at", "started_at_epoch_ms", "completed_at", "delay_until_epoch_ms")
    columns = ("workflow_uuid", "name", "status", "queue_name", "executor_id", "schedule_name", *times)
    return _engine_table(engine, "workflow_status", columns)


def schedule_table(engine: Engine) -> TableClause:
    """The engine's table of chores: a name and a cron expression."""
    return _engine_table(engine, "workflow_schedules", ("schedule_name", "schedule"))


@lru_cache
def _engine_table(engine: Engine, name: str, columns: tuple[str, ...]) -> TableClause:
    schema = SCHEMA if engine.dialect.name == "postgresql" else None
    return table(name, *(column(each) for each in columns), schema=schema)
