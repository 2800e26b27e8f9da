"""Durable jobs: enqueued inside the caller's transaction, carried out by a worker after it, at least once.

A job is a plain function registered under a name; its arguments are JSON. The same key is one job for good, so a
redelivered webhook queues nothing twice. DBOS keeps the rows beside ours, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dbos import DBOSClient, WorkflowSerializationFormat
from sqlalchemy import Engine
from sqlalchemy.orm import Session

QUEUE = "jobs"
# Fixed: the default is a hash of the source, and then every deploy orphans what is running.
APPLICATION_VERSION = "1"
SCHEMA = "dbos"

Job = Callable[..., Any]
LONG = 12  # tries with growing pauses, over about an hour


@dataclass(frozen=True, slots=True)
class Registered:
    """A job, how often it is tried, and who is told when all tries have failed: `gave_up(trace, *arguments)`."""

    do: Job
    tries: int = LONG
    gave_up: Callable[..., None] | None = None


REGISTERED: dict[str, Registered] = {}


def job(name: str, *, tries: int = LONG, gave_up: Callable[..., None] | None = None) -> Callable[[Job], Job]:
    """Register a function as a job. It must be safe to run twice."""

    def register(function: Job) -> Job:
        REGISTERED[name] = Registered(function, tries, gave_up)
        return function

    return register


def enqueue(session: Session, name: str, key: str, *arguments: Any) -> None:
    """Queue a job in the session's transaction; nothing is queued if that is rolled back."""
    options = {
        "queue_name": QUEUE,
        "workflow_name": name,
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
