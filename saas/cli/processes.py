"""Processes that are started together, started again when they end, and ended together.

Honcho and its like end everything when one process ends; here a worker that fails is started again, after a pause.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import click

from saas.settings import ROOT

LONGEST_PAUSE = 10.0
RAN_WELL_SECONDS = 30.0
# Longer than the web server and the worker take to finish what they have begun.
STOP_SECONDS = 20.0
TICK_SECONDS = 0.2


@dataclass
class Child:
    """A command that is kept running. `failures` counts the starts since it last ran well."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    start_again_at: float | None = None
    is_restarting: bool = False

    def start_process(self) -> None:
        # A session of its own, so that Ctrl-C reaches the supervisor alone and it ends the rest in order.
        self.process = subprocess.Popen(self.command, env=self.env, cwd=ROOT, start_new_session=True)  # noqa: S603  # our own commands
        self.started_at, self.start_again_at, self.is_restarting = time.monotonic(), None, False

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> None:
        """Start it again if it has ended, after a pause that grows with every failure."""
        if self.process is None or self.is_running():
            return
        if self.is_restarting or (self.start_again_at and time.monotonic() >= self.start_again_at):
            self.start_process()
        elif self.start_again_at is None:
            # What a killed server leaves of itself would hold its port.
            self.signal(signal.SIGKILL)
            has_run_well = time.monotonic() - self.started_at > RAN_WELL_SECONDS
            self.failures = 1 if has_run_well else self.failures + 1
            pause = min(LONGEST_PAUSE, 0.5 * 2**self.failures)
            self.start_again_at = time.monotonic() + pause
            click.echo(f"{self.name} ended and is started again in {pause:g} s.", err=True)

    def restart(self) -> None:
        """Have it end in order; `revive` then starts it without a pause. Does nothing to one that has ended."""
        if self.is_running():
            self.is_restarting = True
            self.signal(signal.SIGTERM)

    def reload(self) -> None:
        """SIGHUP to the process alone: gunicorn then starts new workers, and its socket stays open meanwhile."""
        if self.process is not None and self.is_running():
            self.process.send_signal(signal.SIGHUP)

    def signal(self, number: int) -> None:
        """To the child's whole group: a server's workers go with their master even when that was killed."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def saas_command(*arguments: str) -> list[str]:
    """A command of this program, run by the same Python."""
    return [sys.executable, "-m", "saas", *arguments]


@dataclass
class Supervisor:
    """Runs children until SIGINT, SIGTERM or the end of the terminal.

    The signals' handlers only note that they came: what they interrupt is in the middle of starting a process.
    """

    children: list[Child] = field(default_factory=list)
    is_stopping: bool = False

    def install_signal_handlers(self) -> None:
        """Our own handlers: a shell starts background jobs with SIGINT ignored, and children would inherit that."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        # `nohup` ignores it, and means that.
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._stop)

    def _stop(self, _number: int, _frame: object) -> None:
        self.is_stopping = True

    def add(self, child: Child) -> None:
        self.children.append(child)
        child.start_process()

    def run_to_end(self, command: Child) -> int:
        """Run a command once; returns its exit code. Stopping ends it early."""
        command.start_process()
        while command.is_running():
            time.sleep(TICK_SECONDS / 4)
            if self.is_stopping:
                command.signal(signal.SIGTERM)
        return command.process.returncode if command.process else 1

    def tick(self) -> bool:
        """Wait a moment and start again what has ended; False once everything is to stop."""
        time.sleep(TICK_SECONDS)
        if not self.is_stopping:
            for child in self.children:
                child.revive()
        return not self.is_stopping

    def stop(self) -> None:
        """End all children in order, and at once what does not end within STOP_SECONDS. None is left."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while any(child.is_running() for child in self.children) and time.monotonic() < until:
            time.sleep(TICK_SECONDS / 4)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
