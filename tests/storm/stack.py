"""The processes under load: the shop, two workers and the local Stripe. Those that are killed are started again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psutil
import requests

from saas.settings import ROOT, SANDBOX_KEY

WORKERS = 2
PATIENCE = 60.0


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@dataclass
class StormStack:
    """`killed` counts what was ended with signal 9, by name."""

    folder: Path
    database: dict[str, str]
    shop_port: int = 0
    sandbox_port: int = 0
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    killed: dict[str, int] = field(default_factory=dict)

    @property
    def stripe(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def shop(self) -> str:
        return f"http://127.0.0.1:{self.shop_port}"

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    def env(self) -> dict[str, str]:
        return os.environ | {
            "SAAS_ENV": "development",
            "PORT": str(self.shop_port),
            "WEB_CONCURRENCY": "2",
            "BASE_URL": self.shop,
            **self.database,
            "MAIL_DIR": str(self.mail),
            "STRIPE_API_BASE": self.stripe,
            "INSTANCE_DIR": str(self.folder),
            "SWEEP_SECONDS": "6",
            "REFUND_DUPLICATES": "true",
            "REQUESTS_PER_MINUTE": "10000000",
            "LOG_FORMAT": "plain",
            "PROMETHEUS_MULTIPROC_DIR": str(self.folder / "metrics"),
        }

    def start(self) -> None:
        (self.folder / "metrics").mkdir(exist_ok=True)
        self.shop_port, self.sandbox_port = free_ports(2)
        hook = f"{self.shop}/webhooks/stripe"
        self._start("sandbox", "sandbox", "--port", str(self.sandbox_port), "--webhook-url", hook)
        self._start("shop", "serve")
        for number in range(WORKERS):
            self._start(f"worker{number}", "worker")
        self._wait(f"{self.shop}/readyz")
        self._wait(f"{self.stripe}/_sandbox/state")

    def kill(self, name: str, chance: Random) -> None:
        """Kill a worker, or one of the shop's processes, and start again what does not come back by itself."""
        process = self.processes[name]
        children = psutil.Process(process.pid).children() if name == "shop" else []
        target = chance.choice([*children, process]) if children else process
        target.kill()
        self.killed[name] = self.killed.get(name, 0) + 1
        if target is process:
            process.wait()
            self._end_children(children)
            self._start(name, *("serve",) if name == "shop" else ("worker",))

    def control(self, path: str, /, **body: Any) -> dict[str, Any]:
        """The local Stripe's control API."""
        response = requests.post(f"{self.stripe}/_sandbox/{path}", json=body, timeout=30)
        return dict(response.json())

    def list_all(self, path: str, **filters: Any) -> list[dict[str, Any]]:
        """Every row of one of the API's lists."""
        rows: list[dict[str, Any]] = []
        while True:
            after = {"starting_after": rows[-1]["id"]} if rows else {}
            page = requests.get(
                f"{self.stripe}/v1/{path}",
                params={"limit": 100, **filters, **after},
                auth=(SANDBOX_KEY, ""),
                timeout=30,
            ).json()
            rows += page["data"]
            if not page["has_more"]:
                return rows

    def stop(self) -> None:
        for process in self.processes.values():
            children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            self._end_children(children)

    def find_crashed(self) -> list[str]:
        """Processes that ended without being killed, with the end of their logs."""
        ended = (name for name, process in self.processes.items() if process.poll() is not None)
        return [f"{name} ended by itself: {self.log(name)[-1500:]}" for name in ended]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _start(self, name: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", "saas", *arguments]
            self.processes[name] = subprocess.Popen(command, env=self.env(), cwd=ROOT, stdout=log, stderr=log)

    def _end_children(self, children: list[psutil.Process]) -> None:
        for child in children:
            if child.is_running():
                child.kill()

    def _wait(self, url: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if requests.get(url, timeout=2).ok:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        raise AssertionError(f"{url} does not answer: {self.log('shop')[-2000:]}")
