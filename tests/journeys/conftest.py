"""The house as `./run` starts it, in a folder of its own, and a browser in front of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.house import RunningHouse
from tests.run import ROOT, find_chromium

START_SECONDS = 60
# Without these Chromium talks to its maker at every start.
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-sync",
]  # fmt: skip


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("Journeys need a Chromium: install the package `chromium`.")
    return browser_type_launch_args | {"executable_path": str(chromium), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """Shop, worker and local Stripe, started by the very command of `./run`."""
    with started(tmp_path_factory.mktemp("house")) as running:
        yield running


@contextmanager
def started(folder: Path) -> Iterator[RunningHouse]:
    """A house of its own in `folder`, stopped as a service would stop it."""
    shop, sandbox = _free_ports()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "saas", "up"], cwd=ROOT, env=_environment(folder, shop, sandbox),
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            running = RunningHouse(process, shop, sandbox, folder)
            running.wait_until_ready(START_SECONDS)
            yield running
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _environment(folder: Path, shop: int, sandbox: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STRIPE", "DATABASE", "SMTP"))}
    return kept | {
        "PORT": str(shop), "SANDBOX_PORT": str(sandbox), "INSTANCE_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/house.db", "MAIL_DIR": str(folder / "mail"), "WEB_CONCURRENCY": "2",
    }  # fmt: skip


@pytest.fixture
def shop(house: RunningHouse) -> Iterator[RunningHouse]:
    """The running house with its webhooks as Stripe sends them."""
    house.webhooks("normal")
    yield house
    house.webhooks("normal")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], house: RunningHouse) -> dict[str, Any]:
    return browser_context_args | {"base_url": house.url, "reduced_motion": "reduce"}


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(10_000)


@pytest.fixture
def email() -> str:
    return f"visitor-{time.monotonic_ns()}@example.com"
