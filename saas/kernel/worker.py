"""The worker: runs queued jobs and scheduled chores. What is promised of a job that was queued, and who keeps it.

**Each job runs at least once, and its finished steps never again.** A job is a row of the engine (DBOS), written in the
transaction that causes it, and each of its steps is recorded when it has returned. A worker that takes up a job after
another skips what is recorded. A step that was under way is run again, so a step is safe to run twice: by a unique key
of ours, an idempotency key of Stripe's, a Message-ID.

**At most one worker holds it.** The engine hands a job to one worker, under a token without which no result is written.
It takes jobs back only from a worker of the same executor id that starts again, or by its vendor's service; that is
missing, so `kernel/liveness.py` adds it: every start has an id of its own and a thread that does nothing but tell that
it lives, so neither a long job nor a long chore looks like death; a job is taken over only from a worker that is gone;
and one that was declared gone and lives ends itself. What is left to chance is a worker that sleeps in the middle of a
step, say with its machine, is declared gone, and wakes: until its next beat, a second later, its step runs twice.

**Queues by worth.** Money, letters and chores each have slots of their own (`kernel/jobs.py`), so a mail server that
does not answer holds up letters and no payment.

**Waiting holds no slot and survives a restart.** The engine's own retries sleep inside the slot, so they are not used: an
attempt that failed ends, and queues the next one with a delay, which is a row in the database that the engine turns into
a job when its time has come. First attempts go before later ones. A PermanentFailure is not tried again.

**Giving up is told.** The handler's `on_failure` records it where the feature shows it and has a way out of it, or else
the job stays in the engine as dead, an alert is raised, and `saas jobs retry` runs it again. A job that takes its worker
down each time is dead after `Pace.max_takeovers`. What is late or stuck is found by `kernel/monitoring.py`.

**Chores** (`kernel/chores.py`) are scheduled by the engine, on a queue with a slot for each. One that fails raises an
alert and stops nothing.

A step that hangs would hold its slot for good, for no thread can be ended from outside: whatever a step waits for has a
deadline of its own (`kernel/mailer.py`, `kernel/typesetting.py`, the client of Stripe), and a job that runs for longer
than anybody waits is reported as stuck.

One name of the engine's is private: `DBOS._recover_pending_workflows`. It gives back the jobs of a named executor in one
guarded statement each, so two workers that find the same one gone cannot hand a job out twice, and counts how often;
`resume_workflow`, which is public, does neither. The engine is pinned, and tests kill a worker to see that it holds.
"""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from dbos import DBOS, DBOSConfig, StepOptions
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from saas.kernel import chores as scheduled
from saas.kernel import jobs
from saas.kernel.chores import Chore
from saas.kernel.errors import PermanentFailure, Refusal
from saas.kernel.ids import new_public_id
from saas.kernel.jobs import DONE, Failure, Handler
from saas.kernel.liveness import Heartbeat, Pace, Watch, find_gone_workers, forget_worker

# `alert(key, sentence)` tells staff; the same key is told once.
Alert = Callable[[str, str], None]
KEEP_FINISHED, KEEP_CHORES, KEEP_DEAD = timedelta(days=7), timedelta(hours=6), timedelta(days=30)
LEGACY_QUEUE = "jobs"
TRACE_CHARACTERS = 4000
# For what must not fail although the database may be busy: the engine tries these again inside the slot.
INSISTENT = StepOptions(retries_allowed=True, max_attempts=5, interval_seconds=0.5, backoff_rate=2.0)
log = structlog.get_logger()


def run_worker(
    engine: Engine,
    handlers: Sequence[Handler],
    chores: Sequence[Chore],
    *,
    alert: Alert,
    stop: threading.Event,
    pace: Pace | None = None,
) -> None:
    """Work until `stop` is set, then finish what is under way, or leave it to the others. Blocks. The database must have
    been migrated."""
    pace = pace or Pace()
    executor_id = f"worker-{new_public_id()}"
    heartbeat = Heartbeat(engine.url, executor_id, pace)
    heartbeat.start()
    DBOS(config=_config(engine, executor_id))
    process = _Process(engine, alert, pace.max_takeovers, _UnderWay())
    for handler in handlers:
        _register_handler(handler, process)
    all_chores = (Chore("prune_jobs", lambda _engine: _prune_jobs(), scheduled.HOUR), *chores)
    workflows = [(chore, _register_chore(chore, process)) for chore in all_chores]
    DBOS.launch()
    for queue in jobs.QUEUES:
        DBOS.register_queue(queue.name, worker_concurrency=queue.slots, polling_interval_sec=queue.poll_seconds)
    scheduled.schedule_chores(workflows)
    log.info("worker is ready", worker=executor_id)
    watch = Watch(executor_id, pace.gone_after_seconds)
    while not stop.wait(pace.watch_seconds):
        try:
            for gone_worker in find_gone_workers(engine, watch):
                _take_over(engine, gone_worker)
        except SQLAlchemyError as error:
            log.warning("the database does not answer; workers are looked after again", error=type(error).__name__)
    _leave(heartbeat, process.under_way, pace)


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
        # Messages between jobs, which we have none of. The engine looks for them on SQLite, and a stop waits for a look.
        "notification_listener_polling_interval_sec": 2.0,
    }


class _UnderWay:
    """How many steps this worker is in the middle of."""

    def __init__(self) -> None:
        self._count = 0
        self._lock = threading.Lock()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        with self._lock:
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1

    def __bool__(self) -> bool:
        return self._count > 0


@dataclass(frozen=True, slots=True)
class _Process:
    """What every job of this worker is run with."""

    engine: Engine
    alert: Alert
    max_takeovers: int
    under_way: _UnderWay


def _register_handler(handler: Handler, process: _Process) -> None:
    job = handler.job
    names = [job.name if len(handler.steps) == 1 else f"{job.name}.{step.__name__}" for step in handler.steps]

    def workflow(*arguments: Any, retry: dict[str, Any] | None = None) -> str:
        workflow_id = str(DBOS.workflow_id)
        key, attempt, first = (retry["key"], retry["attempt"], retry["step"]) if retry else (workflow_id, 1, 0)
        for number in range(first, len(handler.steps)):
            step = _Attempt(handler.steps[number], process.under_way, keeps_words=handler.on_failure is not None)
            outcome = DBOS.run_step({"name": names[number]}, step.run, arguments)
            if outcome == DONE:
                continue
            failure = Failure(job, key, arguments, attempt, outcome["reason"], outcome["trace"])
            log.warning("a job failed", job=job.name, key=key, attempt=attempt, reason=failure.reason)
            if outcome["is_permanent"] or attempt >= job.max_attempts:
                return _give_up(handler, failure, workflow_id, process.alert)
            return _try_later(failure, number)
        return DONE

    workflow.__qualname__ = f"job_{job.name}"
    DBOS.workflow(name=job.name, max_recovery_attempts=process.max_takeovers)(workflow)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One call of a step's function. `keeps_words`: its errors may be kept with what they say, because the feature keeps
    them; of others only the kind and the place, for their words may quote a person's."""

    function: Callable[..., Any]
    under_way: _UnderWay
    keeps_words: bool = False

    def run(self, arguments: tuple[Any, ...]) -> Any:
        """DONE, or what went wrong as a value: an exception would be stored with whatever it carries."""
        try:
            with self.under_way.one_more():
                self.function(*arguments)
        except Exception as error:  # noqa: BLE001  # the outermost loop of a job: whatever it raises is an attempt that failed
            is_permanent = isinstance(error, PermanentFailure)
            return {"reason": _reason(error), "trace": self._trace(error), "is_permanent": is_permanent}
        return DONE

    def _trace(self, error: Exception) -> str:
        lines = traceback.format_exception(error) if self.keeps_words else traceback.format_tb(error.__traceback__)
        return "".join(lines)[-TRACE_CHARACTERS:]


def _reason(error: Exception) -> str:
    """One line; of errors that are not ours only the kind."""
    return str(error) if isinstance(error, PermanentFailure | Refusal) else type(error).__name__


def _try_later(failure: Failure, step: int) -> str:
    """Queue the next attempt; the engine keeps the time."""
    attempt, delay = failure.attempts + 1, jobs.retry_delay(failure.key, failure.attempts)
    options = jobs.enqueue_options(failure.job, f"{failure.key}#{attempt}")
    options["delay_seconds"], options["priority"] = delay, attempt
    retry = {"key": failure.key, "attempt": attempt, "step": step}
    DBOS.enqueue_workflow_with_options(options, *failure.arguments, retry=retry)
    return f"attempt {attempt} in {delay:.0f} s"


def _give_up(handler: Handler, failure: Failure, workflow_id: str, alert: Alert) -> str:
    if handler.on_failure is not None:
        DBOS.run_step(INSISTENT | {"name": "on_failure"}, handler.on_failure, failure)
        return "given up"
    sentence = (
        f"the job {workflow_id} was given up after {failure.attempts} attempts ({failure.reason});"
        f" `saas jobs retry {workflow_id}` runs it again"
    )
    # An alert that was settled does not rise again; run again and failed again is another one.
    key = f"job:{workflow_id}:{datetime.now(UTC):%Y-%m-%dT%H}"
    DBOS.run_step(INSISTENT | {"name": "alert"}, alert, key, sentence)
    raise GivenUp(failure.reason)


class GivenUp(Exception):
    """Marks a job or the run of a chore as dead in the engine's table."""


def _register_chore(chore: Chore, process: _Process) -> Callable[[datetime, Any], None]:
    def workflow(_due: datetime, _context: Any) -> None:
        workflow_id = str(DBOS.workflow_id)
        if DBOS.run_step({"name": "is_running"}, scheduled.is_running_elsewhere, chore, workflow_id):
            return
        outcome = DBOS.run_step({"name": chore.name}, _Attempt(chore.run, process.under_way).run, (process.engine,))
        if outcome != DONE:
            log.error("a chore failed", chore=chore.name, reason=outcome["reason"], trace=outcome["trace"])
            key, sentence = f"chore:{chore.name}:{datetime.now(UTC):%Y-%m-%d}", _chore_failed(chore, outcome["reason"])
            DBOS.run_step(INSISTENT | {"name": "alert"}, process.alert, key, sentence)
            raise GivenUp(outcome["reason"])

    workflow.__qualname__ = chore.workflow_name
    return DBOS.workflow(name=chore.workflow_name, max_recovery_attempts=process.max_takeovers)(workflow)


def _chore_failed(chore: Chore, reason: str) -> str:
    return f"the chore {chore.name} failed ({reason}); it is tried again at its time"


def _take_over(engine: Engine, gone_worker: str) -> None:
    """Give a gone worker's jobs back to their queues. Its row goes first: should it live, it finds that out and ends."""
    forget_worker(engine, gone_worker)
    for handle in DBOS._recover_pending_workflows([gone_worker]):  # see the module's docstring
        log.warning("job taken over", job=handle.workflow_id, left_by=gone_worker)


def _leave(heartbeat: Heartbeat, under_way: _UnderWay, pace: Pace) -> None:
    """Take no more jobs, and wait for those under way, beating on so that nobody takes them. What is not done in time is
    left: the process ends hard, because Python would wait for the threads, and the others take the jobs over."""
    DBOS.destroy(workflow_completion_timeout_sec=int(pace.stop_seconds))
    heartbeat.stop(leave_row=bool(under_way))
    if under_way:
        log.warning("stopped in the middle of a job; another worker takes it over")
        os._exit(0)
    log.info("worker has stopped")


def _prune_jobs() -> None:
    """Delete what nobody will ask about: jobs done a week ago, chores of this morning, dead jobs after a month. Delete
    the one queue of earlier versions once it has been empty for as long."""
    _delete_jobs(["SUCCESS", "CANCELLED"], KEEP_FINISHED)
    _delete_jobs(list(jobs.DEAD), KEEP_DEAD)
    _delete_jobs(["SUCCESS", *jobs.DEAD], KEEP_CHORES, queue_name=jobs.CHORES.name)
    if DBOS.retrieve_queue(LEGACY_QUEUE) and not DBOS.list_workflows(queue_name=LEGACY_QUEUE, limit=1):
        DBOS.delete_queue(LEGACY_QUEUE)


def _delete_jobs(status: list[str], keep: timedelta, **only: Any) -> None:
    before = (datetime.now(UTC) - keep).isoformat()
    while workflows := DBOS.list_workflows(
        status=status, completed_before=before, limit=1000, load_input=False, load_output=False, **only
    ):
        DBOS.delete_workflows([workflow.workflow_id for workflow in workflows])
