"""The worker: carries out queued jobs, and takes over what a dead worker left.

DBOS recovers only jobs of the same executor id. Every start here has its own id and a heartbeat row; each worker
puts jobs of owners without a fresh heartbeat back into the queue. Finished steps are not repeated.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from dbos import DBOS, DBOSConfig, error
from sqlalchemy import Engine, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel import clock, jobs
from saas.kernel.db import Base, transaction
from saas.kernel.ids import new_public_id
from saas.kernel.tenancy import unscoped

BEAT_SECONDS = 2.0
DEAD_AFTER = timedelta(seconds=10)
KEEP_JOBS = timedelta(days=7)
# With the slots of a queue this bounds how fast it empties.
POLL_SECONDS = 0.25
log = structlog.get_logger()


class Worker(Base):
    """A running worker; a row without a fresh heartbeat is a dead one."""

    __tablename__ = "workers"
    executor_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again by every worker, so it must bear company: two may do it at once."""

    do: Callable[[Engine], None]
    every_seconds: float


def run(engine: Engine, stop: threading.Event, chores: Sequence[Chore] = ()) -> None:
    """Work until `stop` is set. Blocks."""
    executor_id = f"worker-{new_public_id()}"
    DBOS(config=_config(engine, executor_id))
    for registered in jobs.REGISTERED.values():
        _register(registered)
    DBOS.launch()
    for queue in jobs.QUEUES:
        DBOS.register_queue(queue.name, worker_concurrency=queue.slots, polling_interval_sec=POLL_SECONDS)
    log.info("worker is ready", executor_id=executor_id)
    chores = (Chore(_tidy, 3600), *chores)
    due = dict.fromkeys(chores, 0.0)
    while not stop.wait(BEAT_SECONDS):
        _beat(engine, executor_id)
        _take_over(engine)
        for chore in (one for one in chores if time.monotonic() >= due[one]):
            due[chore] = time.monotonic() + chore.every_seconds
            chore.do(engine)
    _leave(engine, executor_id)
    DBOS.destroy(workflow_completion_timeout_sec=5)


def _config(engine: Engine, executor_id: str) -> DBOSConfig:
    return {
        "name": "careercanopy",
        # An engine of its own: ours begins readers deferred, and DBOS writes where it began by reading.
        "system_database_url": engine.url.render_as_string(hide_password=False),
        "dbos_system_schema": jobs.SCHEMA,
        "application_version": jobs.APPLICATION_VERSION,
        "executor_id": executor_id,
        "run_migrations": False,
        "log_level": "WARNING",
    }


def _register(registered: jobs.Registered) -> None:
    """One workflow of one step, tried again with growing pauses; and what to do when that was in vain."""
    name = registered.job.name
    attempts = registered.job.max_attempts
    step = DBOS.step(name=name, retries_allowed=True, max_attempts=attempts, interval_seconds=1, backoff_rate=2)(
        registered.do
    )

    def workflow(*arguments: Any) -> Any:
        try:
            return step(*arguments)
        except error.DBOSMaxStepRetriesExceeded as failed:
            if registered.gave_up is None:
                raise
            log.exception("a job was given up", job=name)
            registered.gave_up("".join(traceback.format_exception(failed.errors[-1])), *arguments)
            return None

    workflow.__qualname__ = f"job_{name}"
    DBOS.workflow(name=name)(workflow)


def _beat(engine: Engine, executor_id: str) -> None:
    with unscoped(engine, "worker: heartbeat") as session, transaction(session):
        session.merge(Worker(executor_id=executor_id, beat_at=clock.now()))
        session.execute(delete(Worker).where(Worker.beat_at < clock.now() - timedelta(days=1)))


def _take_over(engine: Engine) -> None:
    with unscoped(engine, "worker: takeover") as session:
        fresh = set(session.scalars(select(Worker.executor_id).where(Worker.beat_at > clock.now() - DEAD_AFTER)))
    for status in DBOS.list_workflows(status="PENDING"):
        if status.executor_id not in fresh:
            log.warning("job taken over", job=status.workflow_id, left_by=status.executor_id)
            DBOS.resume_workflow(status.workflow_id, queue_name=status.queue_name)


def _tidy(_engine: Engine) -> None:
    """Finished jobs hold the letters they sent; a week is long enough to ask about one."""
    old = (clock.now() - KEEP_JOBS).isoformat()
    done = DBOS.list_workflows(
        status=["SUCCESS", "CANCELLED"], end_time=old, limit=1000, load_input=False, load_output=False
    )
    DBOS.delete_workflows([status.workflow_id for status in done])


def _leave(engine: Engine, executor_id: str) -> None:
    with unscoped(engine, "worker: heartbeat") as session, transaction(session):
        session.execute(delete(Worker).where(Worker.executor_id == executor_id))
