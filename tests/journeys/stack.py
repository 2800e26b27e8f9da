"""The running stack, and what a test may do to it: drive the local Stripe, end a process, read the mailbox."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import psutil

from saas.settings import ROOT

START_SECONDS = 60
# What is printed when everything runs and staff can sign in.
LAST_LINE = "Ctrl-C stops everything."
# Without these Chromium talks to its maker at every start.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


@contextmanager
def running_stack(folder: Path, root: Path = ROOT) -> Iterator[RunningStack]:
    """Everything that `./run` starts from the project in `root`, with its state in `folder`; stopped as a service would
    stop it. Begins with SIGINT ignored, as what a shell starts in the background does."""
    shop_port, sandbox_port = _free_ports()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "saas", "up"],
            cwd=root,
            env=_environment(folder, shop_port, sandbox_port),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_ignore_sigint,
        )
        try:
            stack = RunningStack(process, shop_port, sandbox_port, folder)
            stack.wait_until_ready(START_SECONDS)
            yield stack
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(40)


def _ignore_sigint() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def _environment(folder: Path, shop_port: int, sandbox_port: int) -> dict[str, str]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("STRIPE", "DATABASE", "SMTP", "MAIL"))
    }
    return inherited | {
        "PORT": str(shop_port),
        "SANDBOX_PORT": str(sandbox_port),
        "INSTANCE_DIR": str(folder),
        "WEB_CONCURRENCY": "2",
    }


@dataclass
class RunningStack:
    process: subprocess.Popen[bytes]
    shop_port: int
    sandbox_port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.shop_port}"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/readyz", timeout=2):
                return True
        except (URLError, OSError):
            return False

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log
            if LAST_LINE in self.log and self._answers():
                return
            time.sleep(0.2)
        raise AssertionError(self.log)

    def sandbox(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the sandbox's control API; a body makes it a POST."""
        data = None if body is None else json.dumps(body).encode()
        address = f"http://127.0.0.1:{self.sandbox_port}/_sandbox/{path}"
        with urlopen(Request(address, data, {"Content-Type": "application/json"}), timeout=15) as answer:
            response: dict[str, Any] = json.load(answer)
            return response

    def webhooks(self, deliver: str) -> None:
        """normal, hold, drop, twice or reorder."""
        self.sandbox("webhooks", {"deliver": deliver})

    def quiet(self) -> None:
        """Until every letter of the sandbox was tried."""
        self.sandbox("webhooks/settle", {"seconds": 10})

    def kill(self, word: str) -> None:
        """End at once, as a crash would, every process of the stack whose command says `word`: gunicorn, worker."""
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if word in child.cmdline() or any(part.endswith(word) for part in child.cmdline()):
                child.kill()

    def staff_sign_in(self, email: str = "sam@careercanopy.example") -> tuple[str, str]:
        """A link for staff that works once and the code to go with it, from the command that prints them."""
        words = self._run_staff_command("grant", email, "--at-once")
        return words[-1], next(word for word in words if word.isdigit() and len(word) == 6)

    def staff_code(self, email: str) -> str:
        """The second factor as an app would show it now."""
        return self._run_staff_command("code", email)[0]

    def _run_staff_command(self, *arguments: str) -> list[str]:
        """The words that `saas staff` prints."""
        done = subprocess.run(
            [sys.executable, "-m", "saas", "staff", *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"INSTANCE_DIR": str(self.folder), "BASE_URL": self.url},
        )
        return done.stdout.split()

    def letters_to(self, email: str, seconds: float = 15, at_least: int = 1) -> list[str]:
        """Letters the worker has sent to this address; waits for that many."""
        until, letters = time.monotonic() + seconds, list[str]()
        while time.monotonic() < until:
            texts = [file.read_text() for file in (self.folder / "mail").glob("*.eml")]
            letters = [text for text in texts if f"To: {email}" in text]
            if len(letters) >= at_least:
                return letters
            time.sleep(0.2)
        return letters
