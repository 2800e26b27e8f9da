"""What the worker promises, kept by real processes: some are killed, some are stopped, some sleep."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from saas.kernel import jobs
from saas.kernel.db import transaction
from saas.kernel.jobs import Job, list_dead_jobs, retry_dead_job
from saas.settings import ROOT
from tests.databases import Database, PostgresDatabase
from tests.kernel.worker_program import (
    FAILS_TWICE,
    FAST,
    HOPELESS,
    KILLER,
    PRIVATE,
    QUICK,
    RECORDED,
    REFUSED,
    SLOW,
    TWO_STEPS,
    Log,
)
from tests.kernel.workers import wait_for

pytestmark = pytest.mark.slow
# A start takes two to three seconds of CPU, and the machine may be busy.
STARTED = 20.0
Workers = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log")


@pytest.fixture
def start(database: Database, log: Log) -> Iterator[Workers]:
    """`start("tick", "1")` is a worker that is ready, with a chore; it is killed when the test ends."""
    with ExitStack() as running:

        def start_worker(*chores: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "tests.kernel.worker_program", database.worker_url, str(log.file), *chores]
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            running.callback(process.wait)
            running.callback(process.kill)
            return process

        yield start_worker


@pytest.fixture
def queue(session: Session) -> Callable[..., None]:
    def queue_job(job: Job, key: str, *arguments: object) -> None:
        with transaction(session):
            jobs.enqueue(session, job, key, *arguments)

    return queue_job


def states(engine: Engine, prefix: str) -> dict[str, str]:
    workflows = jobs.engine_client(engine).list_workflows(workflow_id_prefix=prefix)
    return {workflow.workflow_id: workflow.status for workflow in workflows}


def test_a_long_job_beside_a_long_chore_and_two_workers_runs_once(
    start: Workers, queue: Callable[..., None], log: Log
) -> None:
    queue(SLOW, "slow:1", 4 * FAST.gone_after_seconds)
    for _ in range(2):
        start("long", str(5 * FAST.gone_after_seconds))
    wait_for(lambda: log.count("slow-done") and log.count("long-done"), STARTED)
    assert (log.count("slow"), log.count("slow-done")) == (1, 1)


def test_a_chore_that_takes_long_is_not_begun_again_and_holds_up_no_other(start: Workers, log: Log) -> None:
    start("long", "5", "tick", "1")
    wait_for(lambda: log.count("long-done"), STARTED)
    begun = float(log.lines("long")[0][-1])
    during = [line for line in log.lines("tick") if begun < float(line[-1]) < begun + 5]
    assert (log.count("long"), len(during) >= 1) == (1, True)


def test_a_chore_that_raises_is_told_and_stops_nothing(start: Workers, queue: Callable[..., None], log: Log) -> None:
    worker = start("broken", "1", "tick", "1")
    wait_for(lambda: log.count("broken") >= 2 and log.count("tick") >= 2, STARTED)
    queue(QUICK, "quick:1", 1)
    wait_for(lambda: log.count("quick"), 5)
    assert worker.poll() is None
    assert {line[0].rpartition(":")[0] for line in log.lines("alert")} == {"chore:broken"}


def test_the_jobs_of_a_killed_worker_are_taken_over_and_its_finished_steps_are_not_repeated(
    start: Workers, queue: Callable[..., None], log: Log
) -> None:
    queue(TWO_STEPS, "two:1", 3)
    first = start()
    wait_for(lambda: log.count("second"), STARTED)
    first.kill()
    start()
    wait_for(lambda: log.count("second-done"), STARTED + 5)
    assert (log.count("first"), log.count("second")) == (1, 2)


def test_a_worker_that_slept_and_lost_its_jobs_ends_itself(
    start: Workers, queue: Callable[..., None], log: Log
) -> None:
    queue(SLOW, "slow:1", 3)
    sleeper = start()
    wait_for(lambda: log.count("slow"), STARTED)
    sleeper.send_signal(signal.SIGSTOP)
    start()
    wait_for(lambda: log.count("slow") == 2, STARTED)
    sleeper.send_signal(signal.SIGCONT)
    assert sleeper.wait(5) == 70
    wait_for(lambda: log.count("slow-done"), 10)
    assert log.count("slow-done") == 1


def test_a_job_that_is_under_way_is_finished_before_the_worker_stops(
    start: Workers, queue: Callable[..., None], log: Log
) -> None:
    queue(SLOW, "slow:1", 1)
    worker = start()
    wait_for(lambda: log.count("slow"), STARTED)
    worker.terminate()
    assert worker.wait(10) == 0
    assert (log.count("slow-done"), log.count("stopped")) == (1, 1)


def test_a_job_that_is_not_done_in_time_is_left_to_the_next_worker(
    start: Workers, queue: Callable[..., None], log: Log
) -> None:
    queue(SLOW, "slow:1", FAST.stop_seconds + 2)
    worker = start()
    wait_for(lambda: log.count("slow"), STARTED)
    worker.terminate()
    assert worker.wait(FAST.stop_seconds + 5) == 0
    assert log.count("slow-done") == 0
    start()
    wait_for(lambda: log.count("slow") == 2, STARTED)


def test_a_wait_for_the_next_attempt_holds_no_slot_and_survives_a_restart(
    start: Workers, queue: Callable[..., None], log: Log, engine: Engine
) -> None:
    queue(FAILS_TWICE, "fails:1")
    first = start()
    waiting = {"fails:1": "SUCCESS", "fails:1#2": "SUCCESS", "fails:1#3": "DELAYED"}
    wait_for(lambda: states(engine, "fails:1") == waiting, STARTED)
    first.kill()
    start()
    wait_for(lambda: log.count("fails_twice") == 3, STARTED)
    wait_for(lambda: set(states(engine, "fails:1").values()) == {"SUCCESS"}, 5)
    waits = [
        float(later[-1]) - float(line[-1])
        for line, later in zip(log.lines("fails_twice"), log.lines("fails_twice")[1:], strict=False)
    ]
    assert waits[0] >= 1 and waits[1] >= 2


def test_jobs_that_wait_for_an_attempt_leave_the_slots_to_others(
    start: Workers, queue: Callable[..., None], log: Log
) -> None:
    for number in range(3 * jobs.MONEY.slots):
        queue(HOPELESS, f"hopeless:{number}")
    start()
    wait_for(lambda: log.count("hopeless") >= 3 * jobs.MONEY.slots, STARTED)
    before = time.monotonic()
    queue(QUICK, "quick:1", 1)
    wait_for(lambda: log.count("quick"), 3)
    assert time.monotonic() - before < 3


def test_a_job_out_of_attempts_is_dead_told_and_can_be_run_again(
    start: Workers, queue: Callable[..., None], log: Log, engine: Engine
) -> None:
    queue(HOPELESS, "hopeless:1")
    start()
    wait_for(lambda: log.count("alert"), STARTED)
    wait_for(lambda: list_dead_jobs(engine), 5)
    [dead] = list_dead_jobs(engine)
    assert (dead.workflow_id, dead.name, dead.reason) == ("hopeless:1#2", "hopeless", "RuntimeError")
    assert [line[0].rpartition(":")[0] for line in log.lines("alert")] == ["job:hopeless:1#2"]
    assert retry_dead_job(engine, "hopeless:1#2")
    wait_for(lambda: log.count("hopeless") == 3, 5)
    assert not retry_dead_job(engine, "hopeless:nobody")


def test_a_definite_no_is_not_asked_for_again(
    start: Workers, queue: Callable[..., None], log: Log, engine: Engine
) -> None:
    queue(REFUSED, "refused:1")
    start()
    wait_for(lambda: list_dead_jobs(engine), STARTED)
    assert (log.count("refused"), list_dead_jobs(engine)[0].reason) == (1, "the answer is no")


def test_a_feature_that_keeps_its_failures_is_given_them(
    start: Workers, queue: Callable[..., None], log: Log, engine: Engine
) -> None:
    queue(RECORDED, "recorded:1")
    start()
    wait_for(lambda: log.count("recorded"), STARTED)
    assert [line[:3] for line in log.lines("recorded")] == [["recorded:1", "1", "RuntimeError"]]
    wait_for(lambda: states(engine, "recorded:1") == {"recorded:1": "SUCCESS"}, 5)
    assert list_dead_jobs(engine) == []


def test_nothing_that_an_error_says_stands_in_the_engine(
    start: Workers, queue: Callable[..., None], engine: Engine
) -> None:
    queue(HOPELESS, "hopeless:1")
    start()
    wait_for(lambda: list_dead_jobs(engine), STARTED)
    steps = [jobs.engine_client(engine).list_workflow_steps(f"hopeless:1{attempt}") for attempt in ("", "#2")]
    assert ("hopeless" in str(steps), PRIVATE in str(steps)) == (True, False)


def test_a_job_that_takes_its_worker_down_is_dead_after_a_while_and_the_others_go_on(
    start: Workers, queue: Callable[..., None], log: Log, engine: Engine
) -> None:
    queue(KILLER, "killer:1")
    for _ in range(FAST.max_takeovers + 1):
        assert start().wait(STARTED) == -signal.SIGKILL
    start()
    wait_for(lambda: list_dead_jobs(engine), STARTED)
    queue(QUICK, "quick:1", 1)
    wait_for(lambda: log.count("quick"), 5)
    assert (log.count("killer"), list_dead_jobs(engine)[0].name) == (FAST.max_takeovers + 1, "killer")


def test_a_worker_outlives_the_connections_to_its_database(
    start: Workers, queue: Callable[..., None], log: Log, session: Session, database: Database
) -> None:
    if not isinstance(database, PostgresDatabase):
        pytest.skip("connections can be cut on a server: run with --db=postgres")
    queue(QUICK, "quick:1", 1)
    worker = start()
    wait_for(lambda: log.count("quick"), STARTED)
    # Only the worker has to live with it: this process opens new connections.
    session.close()
    session.get_bind().engine.dispose()
    server = create_engine(make_url(database.owner_url).set(username="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app_rt'"))
    server.dispose()
    queue(QUICK, "quick:2", 2)
    wait_for(lambda: log.count("quick") == 2, 20)
    assert worker.poll() is None
