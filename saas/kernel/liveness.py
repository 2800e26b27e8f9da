"""Which workers live. Each tells it in a row of its own, by a thread that does nothing else, and watches the others.

A worker is gone when its row has not changed for `gone_after_seconds`, counted by the watcher's own clock while the
watcher's own row did change. So no two machines need the same time, and nobody is judged while the database holds
everybody up, or by a worker that was itself asleep.
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
    """A running worker. `beat_at` changes with each beat; nobody compares it with another machine's clock."""

    __tablename__ = "workers"
    executor_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker tells that it lives and looks after the others, when another counts as gone, how long it waits
    for its jobs when it is told to stop, and how often a job may be left by a worker that is gone. Tests use less.

    A killed worker's jobs are taken over after 8 to 10 seconds, or as long after the start of the only other one."""

    beat_seconds: float = 1.0
    watch_seconds: float = 2.0
    gone_after_seconds: float = 8.0
    stop_seconds: float = 8.0
    max_takeovers: int = 10


class Heartbeat(threading.Thread):
    """Tells that this worker lives. It has a connection of its own, so that busy jobs do not keep it waiting.

    A worker that finds its row gone was declared gone by another, which has its jobs now: it ends at once, without a
    word to anybody, rather than do them a second time. While the database does not answer it works on, because then
    nobody can declare it gone either.
    """

    def __init__(self, url: URL, executor_id: str, pace: Pace) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._engine = open_engine(url.render_as_string(hide_password=False), pool_size=1, max_overflow=0)
        self._executor_id = executor_id
        self._pace = pace
        self._stopping = threading.Event()

    def start(self) -> None:
        """Write the first beat before anything else is done, and go on in the thread."""
        with unscoped(self._engine, "worker: heartbeat") as session, transaction(session):
            session.execute(delete(Worker).where(Worker.beat_at < datetime.now(UTC) - FORGOTTEN_AFTER))
            session.add(Worker(executor_id=self._executor_id, beat_at=datetime.now(UTC)))
        super().start()

    def run(self) -> None:
        try:
            while not self._stopping.wait(self._pace.beat_seconds):
                if not self._beat():
                    log.critical("declared gone by another worker, which has the jobs now", worker=self._executor_id)
                    return
        finally:
            if not self._stopping.is_set():
                os._exit(EXIT_DECLARED_GONE)

    def stop(self, *, leave_row: bool) -> None:
        """Say nothing more. A row that is left is found silent by the others, who take over what was not finished."""
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
    """What one worker has seen of the others: the last beat of each, and when it was first seen."""

    own_id: str
    gone_after_seconds: float
    _last_change: dict[str, tuple[datetime | None, float]] = field(default_factory=dict)

    def find_gone(self, beats: Mapping[str, datetime], owners: Iterable[str], now: float) -> list[str]:
        """The workers that are gone. `beats` are the rows of the table, `owners` whoever has a job, `now` is monotonic.
        An owner without a row is watched as if its row stood still."""
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
    """Look at every worker's row, and at who has jobs."""
    workflows = workflow_table(engine).c
    with unscoped(engine, "worker: takeover") as session:
        beats = {row.executor_id: row.beat_at for row in session.scalars(select(Worker))}
        pending = select(workflows.executor_id).where(workflows.status == "PENDING", workflows.executor_id.is_not(None))
        owners = set(session.scalars(pending.distinct()))
    return watch.find_gone(beats, owners, time.monotonic())


def forget_worker(engine: Engine, executor_id: str) -> None:
    """Take a gone worker's row away: should it live after all, its next beat finds that out, and it ends."""
    with unscoped(engine, "worker: takeover") as session, transaction(session):
        session.execute(delete(Worker).where(Worker.executor_id == executor_id))
