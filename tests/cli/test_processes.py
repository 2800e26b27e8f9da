"""Processes that are kept running: started again with growing pauses, ended in order, none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from saas.cli import processes
from saas.cli.processes import Child, Supervisor

SLEEPS = "import time; time.sleep(60)"
# A master and a worker of its own in the same group, as gunicorn has.
FORKS = f"import os; os.fork(); {SLEEPS}"
IGNORES_SIGTERM = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"


@pytest.fixture
def supervisor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    monkeypatch.setattr(processes, "TICK_SECONDS", 0.02)
    supervisor = Supervisor()
    yield supervisor
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    supervisor.stop()


def child(program: str) -> Child:
    return Child("shop", [sys.executable, "-c", program], dict(os.environ))


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_one_that_ends_is_started_again_after_a_pause(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = child(SLEEPS)
    supervisor.add(shop)
    assert shop.process is not None
    first = shop.process
    first.kill()
    wait_for(lambda: supervisor.tick() and shop.process is not first)
    assert (shop.is_running(), shop.failures) == (True, 1)
    assert capsys.readouterr().err == "shop ended and is started again in 1 s.\n"


def test_the_pauses_grow_and_have_a_limit(supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    shop = child("pass")
    shop.start_process()
    for _ in range(6):
        wait_for(lambda: not shop.is_running())
        shop.revive()
        shop.start_process()
    wait_for(lambda: not shop.is_running())
    messages = capsys.readouterr().err.splitlines()
    assert [line.split()[-2] for line in messages] == ["1", "2", "4", "8", "10", "10"]


def test_a_restart_needs_no_pause_and_is_no_failure(supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    shop = child(SLEEPS)
    supervisor.add(shop)
    first = shop.process
    shop.restart()
    wait_for(lambda: supervisor.tick() and shop.process is not first)
    assert (shop.failures, capsys.readouterr().err) == (0, "")


def test_what_a_killed_master_leaves_is_ended_too(supervisor: Supervisor) -> None:
    shop = child(FORKS)
    supervisor.add(shop)
    assert shop.process is not None
    master = psutil.Process(shop.process.pid)
    wait_for(master.children)
    [left_over] = master.children()
    shop.process.kill()
    shop.process.wait()
    shop.revive()
    assert psutil.wait_procs([left_over], timeout=20)[1] == []


@pytest.mark.parametrize("program", [SLEEPS, FORKS, IGNORES_SIGTERM], ids=["sleeps", "forks", "ignores SIGTERM"])
def test_stopping_leaves_no_process(supervisor: Supervisor, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    supervisor.add(child(program))
    mine = psutil.Process().children(recursive=True)
    supervisor.stop()
    assert psutil.wait_procs(mine, timeout=20)[1] == []


def test_a_command_is_run_to_its_end(supervisor: Supervisor) -> None:
    assert supervisor.run_to_end(child("raise SystemExit(3)")) == 3


def test_stopping_ends_a_command_early(supervisor: Supervisor) -> None:
    supervisor.is_stopping = True
    assert supervisor.run_to_end(child(SLEEPS)) == -signal.SIGTERM


def test_nothing_is_started_again_while_stopping(supervisor: Supervisor) -> None:
    shop = child("pass")
    supervisor.add(shop)
    first = shop.process
    supervisor.is_stopping = True
    assert not supervisor.tick()
    assert shop.process is first


PROGRAM = """
import signal, sys
from saas.cli.processes import Child, Supervisor
supervisor = Supervisor()
supervisor.install_signal_handlers()
supervisor.add(Child("x", [sys.executable, "-c", "import time; time.sleep(60)"], {}))
print("ready", flush=True)
while supervisor.tick():
    pass
supervisor.stop()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_job_in_the_background_is_ended_by_every_signal(number: signal.Signals) -> None:
    """A shell starts background jobs with SIGINT ignored."""
    script = f'{sys.executable} -c "$PROGRAM" & echo $!; wait'
    shell = subprocess.Popen(
        ["/bin/sh", "-c", script],
        env=os.environ | {"PROGRAM": PROGRAM},
        stdout=subprocess.PIPE,
        text=True,
        # Whoever runs the tests under `nohup` has SIGHUP ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # no thread runs here
    )
    assert shell.stdout is not None
    pid = int(shell.stdout.readline())
    assert shell.stdout.readline() == "ready\n"
    children = psutil.Process(pid).children(recursive=True)
    os.kill(pid, number)
    shell.wait(20)
    shell.stdout.close()
    assert len(children) == 1
    assert psutil.wait_procs(children, timeout=5)[1] == []
