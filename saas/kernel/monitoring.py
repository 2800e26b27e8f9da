"""What is dead, late or stuck, read from the tables of workers, jobs and letters.

A check reports gauges for `/metrics` and problems in words. `saas/jobs.py` lists all checks; `saas doctor`,
`/readyz?deep=1`, `/metrics` and the alerts run them. A fault means that work is not getting done, and makes readiness and
the doctor fail. Any other problem waits for a person and stops nothing.

Ages of jobs and heartbeats are in real time, whatever `CLOCK_SHIFT` says.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.chores import period_seconds
from saas.kernel.jobs import QUEUES, is_dead, schedule_table, workflow_table
from saas.kernel.letters import LetterState, QueuedLetter
from saas.kernel.liveness import Worker

SILENT_AFTER_SECONDS = 30
STUCK_AFTER_SECONDS = 600
LETTER_LATE_AFTER_SECONDS = 900
# A chore is late after three missed runs, and not before a quarter of an hour.
MISSED_RUNS, LATE_AFTER_SECONDS = 3, 900
# The engine's statuses of an unfinished job, and our words for them.
STATES = {"ENQUEUED": "waiting", "PENDING": "running", "DELAYED": "retrying"}


@dataclass(frozen=True, slots=True)
class Gauge:
    """One metric; `/metrics` prefixes the name with `saas_`."""

    name: str
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """`key` stays the same while the problem lasts. A fault always raises an alert; `needs_alert` asks for one where
    nothing is broken."""

    key: str
    sentence: str
    is_fault: bool = True
    needs_alert: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    gauges: list[Gauge]
    problems: list[Problem]


Check = Callable[[Session], Report]


def check_workers(session: Session) -> Report:
    """Whether any worker is alive."""
    beats = session.scalars(select(Worker.beat_at)).all()
    ages = [(datetime.now(UTC) - beat).total_seconds() for beat in beats]
    alive = sum(age < SILENT_AFTER_SECONDS for age in ages)
    gauges = [Gauge("workers_alive", "Workers with a fresh heartbeat", alive)]
    if ages:
        gauges.append(Gauge("worker_heartbeat_age_seconds", "Age of the newest heartbeat of any worker", min(ages)))
    if alive:
        return Report(gauges, [])
    since = f"the last heartbeat is {min(ages):.0f} s old" if ages else "there is no heartbeat"
    return Report(gauges, [Problem("worker", f"no worker is running, {since}: start one with `saas worker`")])


def check_jobs(session: Session) -> Report:
    """Counts by queue and state, the longest wait for a slot, the longest run, and dead jobs."""
    counts = _count_by_state(session)
    gauges, problems = [], []
    for queue in QUEUES:
        states = {state: counts.get((queue.name, state), _StateCount(0, 0.0)) for state in STATES}
        for state, word in STATES.items():
            labels = {"queue": queue.name, "state": word}
            gauges.append(Gauge("jobs", "Jobs by queue and state", states[state].jobs, labels))
        waiting, running, labels = states["ENQUEUED"], states["PENDING"], {"queue": queue.name}
        gauges.append(
            Gauge("jobs_oldest_waiting_seconds", "Wait of the oldest job for a slot", waiting.seconds, labels)
        )
        gauges.append(Gauge("jobs_longest_running_seconds", "Run of the oldest job", running.seconds, labels))
        if waiting.seconds > queue.patience_seconds:
            sentence = f"{waiting.jobs} jobs wait in the queue {queue.name}, the oldest for {waiting.seconds:.0f} s"
            problems.append(Problem(f"late:{queue.name}", sentence))
        if running.seconds > STUCK_AFTER_SECONDS:
            sentence = f"a job of the queue {queue.name} has run for {running.seconds:.0f} s"
            problems.append(Problem(f"stuck:{queue.name}", sentence))
    dead = _count_dead(session)
    gauges.append(Gauge("jobs_dead", "Jobs that were given up and wait for a person", dead))
    if dead:
        problems.append(Problem("dead", f"{dead} jobs were given up: `saas jobs` lists them", is_fault=False))
    return Report(gauges, problems)


class _StateCount(NamedTuple):
    jobs: int
    seconds: float


def _count_by_state(session: Session) -> dict[tuple[str, str], _StateCount]:
    """By queue and status: how many jobs, and for how long the oldest has been due or running."""
    jobs, now_ms = workflow_table(session.get_bind().engine).c, time.time() * 1000
    due_ms = func.coalesce(jobs.delay_until_epoch_ms, jobs.created_at)
    since_ms = case((jobs.status == "PENDING", jobs.started_at_epoch_ms), else_=due_ms)
    rows = session.execute(
        select(jobs.queue_name, jobs.status, func.count(), func.min(since_ms))
        .where(jobs.status.in_(STATES))
        .group_by(jobs.queue_name, jobs.status)
    )
    return {
        (queue, status): _StateCount(count, max(0.0, now_ms - (oldest_ms or now_ms)) / 1000)
        for queue, status, count, oldest_ms in rows
    }


def _count_dead(session: Session) -> int:
    jobs = workflow_table(session.get_bind().engine).c
    return session.scalar(select(func.count(jobs.workflow_uuid)).where(is_dead(jobs))) or 0


def check_chores(session: Session) -> Report:
    """Seconds since each chore last succeeded."""
    engine = session.get_bind().engine
    runs, schedules = workflow_table(engine).c, schedule_table(engine).c
    success_ms = func.coalesce(func.max(case((runs.status == "SUCCESS", runs.completed_at))), func.min(runs.created_at))
    # A run that finds an earlier one still going succeeds without doing anything.
    running_ms = func.min(case((runs.status == "PENDING", runs.created_at)))
    rows = session.execute(
        select(schedules.schedule_name, schedules.schedule, success_ms, running_ms)
        .join_from(schedule_table(engine), workflow_table(engine), runs.schedule_name == schedules.schedule_name)
        .group_by(schedules.schedule_name, schedules.schedule)
    )
    gauges, problems = [], []
    for name, cron, done_ms, began_ms in rows:
        age = max(0.0, time.time() - min(done_ms, began_ms or done_ms) / 1000)
        gauges.append(Gauge("chore_last_success_age_seconds", "Time since a chore was last done", age, {"chore": name}))
        if age > max(LATE_AFTER_SECONDS, MISSED_RUNS * period_seconds(cron)):
            problems.append(Problem(f"chore:{name}", f"the chore {name} was last done {age / 60:.0f} minutes ago"))
    return Report(gauges, problems)


def check_letters(session: Session) -> Report:
    """Letters that are not being sent, and failed ones."""
    row = QueuedLetter
    rows = session.execute(select(row.state, func.count(), func.min(row.queued_at)).group_by(row.state))
    counted = {state: (count, oldest) for state, count, oldest in rows}
    gauges = [Gauge("letters", "Letters by state", count, {"state": state}) for state, (count, _) in counted.items()]
    problems = []
    waiting, oldest = counted.get(LetterState.WAITING, (0, None))
    last_sent = session.scalar(select(func.max(row.ended_at)).where(row.state == LetterState.SENT))
    late = clock.now() - timedelta(seconds=LETTER_LATE_AFTER_SECONDS)
    if oldest is not None and oldest < late:
        # One recipient whose server says "later" is not our fault; no letter being sent at all is.
        sentence = f"{waiting} letters wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC"
        problems.append(Problem("letters-late", sentence, is_fault=last_sent is None or last_sent < late))
    failed, _ = counted.get(LetterState.FAILED, (0, None))
    if failed:
        sentence = f"{failed} letters could not be delivered: `saas letters` lists them"
        problems.append(Problem("letters-failed", sentence, is_fault=False))
    return Report(gauges, problems)
