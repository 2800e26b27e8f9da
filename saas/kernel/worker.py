"""The worker: runs queued jobs and scheduled chores. This is what is guaranteed about a queued job, and by what.

**Every job runs at least once, and its finished steps never run again.** A job is a row of the engine (DBOS), written in
the transaction that causes it. Each step is recorded when it returns, and whoever continues the job skips recorded
steps. A step that was interrupted runs again, so every step must be idempotent: a unique key in our tables, an
idempotency key at Stripe, a Message-ID in mail.

**At most one worker holds a job.** The engine hands a job to one worker together with a token, and only the holder of
the token can record a result. On its own the engine recovers a job only when a worker with the same executor id starts
again, or through its vendor's hosted service. `kernel/liveness.py` adds what is missing: every start has its own id and
a heartbeat thread that does nothing else, so neither a long job nor a long chore looks like a dead worker; jobs are
taken over only from a worker that is gone; and a worker that was declared gone but is alive exits. One case remains: a
worker that is suspended in the middle of a step, declared gone, and resumed runs that step beside its successor until
its next heartbeat, at most a second later.

**Queues by worth.** Money, letters and chores each have their own slots (`kernel/jobs.py`), so a mail server that hangs
delays letters and no payment.

**Waiting for a retry holds no slot and survives a restart.** The engine's own step retries sleep inside the slot, so they
are not used here. A failed attempt ends, and enqueues the next one with a delay: a row in the database that the engine
turns into a runnable job when it is due. First attempts go before retries. A PermanentFailure is not retried.

**Giving up is reported.** A handler's `on_failure` records it where the feature shows it and offers a way out. Without
one the job stays in the engine as dead, an alert is raised, and `saas jobs retry` runs it again. A job that crashes its
worker every time is dead after `Pace.max_takeovers`. `kernel/monitoring.py` finds what is late or stuck.

**Chores** (`kernel/chores.py`) are scheduled by the engine, on a queue with a slot for each of them. A chore that fails
raises an alert and stops nothing else.

A step that hangs would hold its slot forever, because a thread cannot be killed. So everything a step waits for has a
timeout of its own (`kernel/mailer.py`, `kernel/typesetting.py`, the Stripe client), and a job that runs for more than
ten minutes is reported as stuck.

One private name of the engine is used: `DBOS._recover_pending_workflows`. It returns the jobs of a given executor to
their queues with one guarded UPDATE each, so two workers that find the same executor gone cannot hand a job out twice,
and it counts recoveries. The public `resume_workflow` does neither. The engine's version is pinned, and the tests kill
workers.
"""

from __future__ import annotations

import os
import threading
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
from saas.kernel.error_reports import format_error, scrub_text
from saas.kernel.errors import PermanentFailure, Refusal
from saas.kernel.ids import new_public_id
from saas.kernel.jobs import DONE, Failure, Handler
from saas.kernel.liveness import Heartbeat, Pace, Watch, delete_worker, find_gone_workers

# `alert(key, sentence)` tells staff, once for each key.
Alert = Callable[[str, str], None]
KEEP_FINISHED, KEEP_CHORES, KEEP_DEAD = timedelta(days=7), timedelta(hours=6), timedelta(days=30)
# The single queue of earlier versions, which may still have jobs in it.
LEGACY_QUEUE = "jobs"
TRACE_CHARACTERS = 4000
# For bookkeeping that must succeed even while the database is busy. The engine retries these inside the slot.
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
    """Run jobs and chores until `stop` is set, then finish the running ones or leave them to other workers. Blocks. The
    database must be migrated."""
    pace = pace or Pace()
    executor_id = f"worker-{new_public_id()}"
    heartbeat = Heartbeat(engine.url, executor_id, pace)
    heartbeat.start()
    DBOS(config=_config(engine, executor_id))
    process = _Process(engine, alert, pace.max_takeovers, _RunningSteps())
    for handler in handlers:
        _register_handler(handler, process)
    all_chores = (Chore("prune_jobs", lambda _engine: _prune_jobs(), scheduled.HOUR), *chores)
    workflows = [(chore, _register_chore(chore, process)) for chore in all_chores]
    DBOS.launch()
    for queue in jobs.QUEUES:
        DBOS.register_queue(queue.name, worker_concurrency=queue.slots, polling_interval_sec=queue.poll_seconds)
    if DBOS.list_workflows(queue_name=LEGACY_QUEUE, limit=1, load_input=False, load_output=False):
        DBOS.register_queue(LEGACY_QUEUE, worker_concurrency=jobs.MONEY.slots)
    scheduled.schedule_chores(workflows)
    log.info("worker is ready", worker=executor_id)
    watch = Watch(executor_id, pace.gone_after_seconds)
    while not stop.wait(pace.watch_seconds):
        try:
            for gone_worker in find_gone_workers(engine, watch):
                _take_over(engine, gone_worker)
        except SQLAlchemyError as error:
            log.warning(
                "the database does not answer; other workers are checked again later", error=type(error).__name__
            )
    _leave(heartbeat, process.running_steps, pace)


def _config(engine: Engine, executor_id: str) -> DBOSConfig:
    return {
        "name": "careercanopy",
        # DBOS opens its own engine: ours starts transactions as readers on SQLite, and DBOS writes in them.
        "system_database_url": engine.url.render_as_string(hide_password=False),
        "db_engine_kwargs": {"hide_parameters": True},
        "dbos_system_schema": jobs.SCHEMA,
        "application_version": jobs.APPLICATION_VERSION,
        "executor_id": executor_id,
        "run_migrations": False,
        "log_level": "WARNING",
        # For messages between jobs, which we do not send. On SQLite the engine polls, and a stop waits for the poll.
        "notification_listener_polling_interval_sec": 2.0,
    }


class _RunningSteps:
    """Counts the steps that are running in this worker."""

    def __init__(self) -> None:
        self._count = 0
        self._lock = threading.Lock()

    @contextmanager
    def count_one(self) -> Iterator[None]:
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
    """What all jobs of this worker share."""

    engine: Engine
    alert: Alert
    max_takeovers: int
    running_steps: _RunningSteps


def _register_handler(handler: Handler, process: _Process) -> None:
    job = handler.job
    names = [job.name if len(handler.steps) == 1 else f"{job.name}.{step.__name__}" for step in handler.steps]

    def workflow(*arguments: Any, retry: dict[str, Any] | None = None) -> str:
        workflow_id = str(DBOS.workflow_id)
        key, attempt, first = (retry["key"], retry["attempt"], retry["step"]) if retry else (workflow_id, 1, 0)
        for number in range(first, len(handler.steps)):
            step = _Attempt(handler.steps[number], process.running_steps)
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
    """One call of a step's function. An error's message may quote what a person wrote, so what is stored of it is written
    by `error_reports`."""

    function: Callable[..., Any]
    running_steps: _RunningSteps

    def run(self, arguments: tuple[Any, ...]) -> Any:
        """DONE, or the failure as a dictionary. A raised exception would be pickled with everything it carries."""
        try:
            with self.running_steps.count_one():
                self.function(*arguments)
        except Exception as error:  # noqa: BLE001  # outermost loop: whatever a job raises is a failed attempt
            is_permanent = isinstance(error, PermanentFailure)
            return {
                "reason": _reason(error),
                "trace": format_error(error)[-TRACE_CHARACTERS:],
                "is_permanent": is_permanent,
            }
        return DONE


def _reason(error: Exception) -> str:
    """One line: the message of our own errors, the type of any other."""
    return scrub_text(str(error)) if isinstance(error, PermanentFailure | Refusal) else type(error).__name__


def _try_later(failure: Failure, step: int) -> str:
    """Enqueue the next attempt, delayed by the engine."""
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
    # A settled alert is not raised again under its key. A job that was retried and failed again needs a new one.
    key = f"job:{workflow_id}:{datetime.now(UTC):%Y-%m-%dT%H}"
    DBOS.run_step(INSISTENT | {"name": "alert"}, alert, key, sentence)
    raise GivenUp(failure.reason)


class GivenUp(Exception):
    """Ends a job or a run of a chore with the engine's status ERROR."""


def _register_chore(chore: Chore, process: _Process) -> Callable[[datetime, Any], None]:
    def workflow(_due: datetime, _context: Any) -> None:
        workflow_id = str(DBOS.workflow_id)
        if DBOS.run_step({"name": "is_running"}, scheduled.is_running_elsewhere, chore, workflow_id):
            return
        outcome = DBOS.run_step({"name": chore.name}, _Attempt(chore.run, process.running_steps).run, (process.engine,))
        if outcome != DONE:
            log.error("a chore failed", chore=chore.name, reason=outcome["reason"], trace=outcome["trace"])
            key, sentence = f"chore:{chore.name}:{datetime.now(UTC):%Y-%m-%d}", _chore_failed(chore, outcome["reason"])
            DBOS.run_step(INSISTENT | {"name": "alert"}, process.alert, key, sentence)
            raise GivenUp(outcome["reason"])

    workflow.__qualname__ = chore.workflow_name
    return DBOS.workflow(name=chore.workflow_name, max_recovery_attempts=process.max_takeovers)(workflow)


def _chore_failed(chore: Chore, reason: str) -> str:
    return f"the chore {chore.name} failed ({reason}); it runs again as scheduled"


def _take_over(engine: Engine, gone_worker: str) -> None:
    """Return a gone worker's jobs to their queues. Its row is deleted first: if it is alive after all, it exits."""
    delete_worker(engine, gone_worker)
    for handle in DBOS._recover_pending_workflows([gone_worker]):  # see the module's docstring
        log.warning("job taken over", job=handle.workflow_id, left_by=gone_worker)


def _leave(heartbeat: Heartbeat, running_steps: _RunningSteps, pace: Pace) -> None:
    """Take no new jobs and wait for the running ones, with the heartbeat going so that nobody takes them over. Jobs that do
    not finish in time are left to other workers: the process exits at once, because Python would wait for the threads."""
    DBOS.destroy(workflow_completion_timeout_sec=int(pace.stop_seconds))
    heartbeat.stop(leave_row=bool(running_steps))
    if running_steps:
        log.warning("stopped during a job; another worker takes it over")
        os._exit(0)
    log.info("worker has stopped")


def _prune_jobs() -> None:
    """Delete finished jobs after a week, runs of chores after six hours and dead jobs after a month. Delete the legacy queue
    once nothing has been in it for a week."""
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
