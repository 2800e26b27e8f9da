"""Which workers are alive. Each updates its own row from a thread that does nothing else, and watches the other rows.

A worker is gone when its row has not changed for `gone_after_seconds`, measured by the watcher's monotonic clock while
the watcher's own row did change. So machines need not agree on the time, and nobody is declared gone while the database
blocks everybody, or by a worker that was itself suspended.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import URL, Engine, String, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from saas.kernel.db import Base, open_engine, transaction
from saas.kernel.jobs import workflow_table
from saas.kernel.tenancy import unscoped

EXIT_DECLARED_GONE = 70
FORGOTTEN_AFTER = timedelta(days=1)
log = structlog.get_logger()


class Worker(Base):
    """A running worker. Watchers only look at whether `beat_at` changes; monitoring reads it as a time."""

    __tablename__ = "workers"
    executor_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker beats and checks the others, when another one is gone, how long it waits for its jobs when it is
    stopped, and how many gone workers a job survives. Tests use shorter times.

    A killed worker's jobs are taken over after 8 to 10 seconds; if no other worker was running, that long after one
    starts."""

    beat_seconds: float = 1.0
    watch_seconds: float = 2.0
    gone_after_seconds: float = 8.0
    stop_seconds: float = 8.0
    max_takeovers: int = 10


class Heartbeat(threading.Thread):
    """Updates this worker's row. It has its own connection, so that busy jobs cannot delay it.

    If the row is missing, another worker has declared this one gone and taken its jobs: the process exits at once rather
    than run them a second time. While the database does not answer, work continues: nobody else can write either.
    """

    def __init__(self, url: URL, executor_id: str, pace: Pace) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._engine = open_engine(url.render_as_string(hide_password=False), pool_size=1, max_overflow=0)
        self._executor_id = executor_id
        self._pace = pace
        self._stopping = threading.Event()

    def start(self) -> None:
        """Insert the row before anything else happens, then beat in the thread."""
        with unscoped(self._engine, "worker: heartbeat") as session, transaction(session):
            session.execute(delete(Worker).where(Worker.beat_at < datetime.now(UTC) - FORGOTTEN_AFTER))
            session.add(Worker(executor_id=self._executor_id, beat_at=datetime.now(UTC)))
        super().start()

    def run(self) -> None:
        try:
            while not self._stopping.wait(self._pace.beat_seconds):
                if not self._beat():
                    log.critical("declared gone by another worker, which has taken the jobs", worker=self._executor_id)
                    return
        finally:
            if not self._stopping.is_set():
                os._exit(EXIT_DECLARED_GONE)

    def stop(self, *, leave_row: bool) -> None:
        """Stop beating. If the row is left, other workers find it unchanged and take over the unfinished jobs."""
        self._stopping.set()
        self.join()
        if not leave_row:
            with unscoped(self._engine, "worker: heartbeat") as session, transaction(session):
                session.execute(delete(Worker).where(Worker.executor_id == self._executor_id))
        self._engine.dispose()

    def _beat(self) -> bool:
        own = update(Worker).where(Worker.executor_id == self._executor_id).returning(Worker.executor_id)
        try:
            with unscoped(self._engine, "worker: heartbeat") as session, transaction(session):
                return session.scalar(own.values(beat_at=datetime.now(UTC))) is not None
        except SQLAlchemyError as error:
            log.warning("a heartbeat did not get through", worker=self._executor_id, error=type(error).__name__)
            return True


@dataclass(slots=True)
class Watch:
    """What one worker has observed of the others: each one's last beat, and when it was first seen."""

    own_id: str
    gone_after_seconds: float
    _last_change: dict[str, tuple[datetime | None, float]] = field(default_factory=dict)

    def find_gone(self, beats: Mapping[str, datetime], owners: Iterable[str], now: float) -> list[str]:
        """The ids of gone workers. `beats` are the rows of the table, `owners` the workers that hold jobs, `now` is monotonic
        seconds. An owner without a row counts as one whose row does not change."""
        self._last_change = {
            worker: self._changed_at(worker, beats.get(worker), now) for worker in {*beats, *owners, self.own_id}
        }
        if now - self._last_change[self.own_id][1] > self.gone_after_seconds / 2:
            self._last_change.clear()
            return []
        silent = (worker for worker, (_, since) in self._last_change.items() if now - since >= self.gone_after_seconds)
        return sorted(worker for worker in silent if worker != self.own_id)

    def _changed_at(self, worker: str, beat: datetime | None, now: float) -> tuple[datetime | None, float]:
        known = self._last_change.get(worker)
        return known if known is not None and known[0] == beat else (beat, now)


def find_gone_workers(engine: Engine, watch: Watch) -> list[str]:
    """Read every worker's row and who holds jobs, and return the ids of the gone ones."""
    workflows = workflow_table(engine).c
    with unscoped(engine, "worker: takeover") as session:
        beats = {row.executor_id: row.beat_at for row in session.scalars(select(Worker))}
        pending = select(workflows.executor_id).where(workflows.status == "PENDING", workflows.executor_id.is_not(None))
        owners = set(session.scalars(pending.distinct()))
    return watch.find_gone(beats, owners, time.monotonic())


def delete_worker(engine: Engine, executor_id: str) -> None:
    """Delete a gone worker's row. If it is alive after all, it exits at its next beat."""
    with unscoped(engine, "worker: takeover") as session, transaction(session):
        session.execute(delete(Worker).where(Worker.executor_id == executor_id))
