"""The running house, and what a test may do to it: drive the local Stripe, end a process, read the mailbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import psutil


@dataclass
class RunningHouse:
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

    def wait_until_ready(self, seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log
            try:
                with urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(self.log)

    def sandbox(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the sandbox's control API; a body makes it a POST."""
        data = None if body is None else json.dumps(body).encode()
        address = f"http://127.0.0.1:{self.sandbox_port}/_sandbox/{path}"
        with urlopen(Request(address, data, {"Content-Type": "application/json"}), timeout=15) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def webhooks(self, deliver: str) -> None:
        """normal, hold, drop, twice or reorder."""
        self.sandbox("webhooks", {"deliver": deliver})

    def quiet(self) -> None:
        """Until every letter of the sandbox was tried."""
        self.sandbox("webhooks/settle", {"seconds": 10})

    def kill(self, word: str) -> None:
        """End at once, as a crash would, every process of the house whose command says `word`: gunicorn, worker."""
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if word in child.cmdline() or any(part.endswith(word) for part in child.cmdline()):
                child.kill()

    def staff_link(self, email: str = "sam@careercanopy.example") -> str:
        """A sign-in for staff that works once, from the command that prints it."""
        done = subprocess.run(
            [sys.executable, "-m", "saas", "staff", "grant", email], check=True, capture_output=True, text=True,
            env=os.environ | {"DATABASE_URL": f"sqlite:///{self.folder}/house.db", "BASE_URL": self.url},
        )  # fmt: skip
        return done.stdout.split()[-1]

    def letters_to(self, email: str, seconds: float = 15, at_least: int = 1) -> list[str]:
        """Letters the worker has sent to this address; waits for that many."""
        until, found = time.monotonic() + seconds, list[str]()
        while time.monotonic() < until:
            texts = [file.read_text() for file in (self.folder / "mail").glob("*.eml")]
            found = [text for text in texts if f"To: {email}" in text]
            if len(found) >= at_least:
                return found
            time.sleep(0.2)
        return found
