"""Durable jobs: queued inside the caller's transaction, run by a worker after it commits, at least once.

A job is declared beside the verb that queues it, and its function is bound to it in `saas/jobs.py`:

    SUBMIT_REFUND = Job("submit_refund", MONEY)
    enqueue(session, SUBMIT_REFUND, f"refund:{refund.public_id}", refund.public_id)

Arguments are JSON. The same key is one job for good, so a redelivered webhook queues nothing twice. DBOS keeps the rows
beside ours, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dbos import DBOSClient, WorkflowSerializationFormat
from sqlalchemy import Engine
from sqlalchemy.orm import Session

# Fixed: the default is a hash of the source, and then every deploy orphans what is running.
APPLICATION_VERSION = "1"
SCHEMA = "dbos"


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs of equal worth. `slots` is how many of them one worker runs at once."""

    name: str
    slots: int


# A queue never waits for another: a slow mail server holds up letters, and no payment.
MONEY = Queue("money", slots=8)
LETTERS = Queue("letters", slots=8)
CHORES = Queue("chores", slots=8)
QUEUES = (MONEY, LETTERS, CHORES)


@dataclass(frozen=True, slots=True)
class Job:
    """What is stored of a job is its name. The pauses between attempts double; twelve attempts take about an hour."""

    name: str
    queue: Queue
    max_attempts: int = 12


@dataclass(frozen=True, slots=True)
class Registered:
    """A job's function, and what is called when all attempts have failed: `gave_up(trace, *arguments)`."""

    job: Job
    do: Callable[..., Any]
    gave_up: Callable[..., None] | None = None


REGISTERED: dict[str, Registered] = {}


def register(
    job: Job, *, gave_up: Callable[..., None] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Bind a function to its job. It must be safe to run twice."""

    def bind(function: Callable[..., Any]) -> Callable[..., Any]:
        REGISTERED[job.name] = Registered(job, function, gave_up)
        return function

    return bind


def enqueue(session: Session, job: Job, key: str, *arguments: Any) -> None:
    """Queue a job in the session's transaction; nothing is queued if that is rolled back. A key that was queued before
    queues nothing."""
    options = {
        "queue_name": job.queue.name,
        "workflow_name": job.name,
        "workflow_id": key,
        "app_version": APPLICATION_VERSION,
        "serialization_type": WorkflowSerializationFormat.PORTABLE,
    }
    session.flush()
    _client(session.get_bind().engine).enqueue_in_transaction(session, options, *arguments)  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def _client(engine: Engine) -> DBOSClient:
    # Lazy: made before workers fork, connected after.
    return DBOSClient(system_database_engine=engine, dbos_system_schema=SCHEMA, lazy=True)
