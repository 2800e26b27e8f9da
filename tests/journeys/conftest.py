"""The processes that `./run` starts, in a folder of their own, and a browser in front of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.stack import CHROMIUM_FLAGS, RunningStack, running_stack
from tests.run import find_chromium


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("Journeys need a Chromium: install the package `chromium`.")
    return browser_type_launch_args | {"executable_path": str(chromium), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Shop, worker and local Stripe, started by the very command of `./run`."""
    with running_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture
def shop(stack: RunningStack) -> Iterator[RunningStack]:
    """The running stack with its webhooks as Stripe sends them."""
    stack.webhooks("normal")
    yield stack
    stack.webhooks("normal")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], stack: RunningStack) -> dict[str, Any]:
    return browser_context_args | {"base_url": stack.url, "reduced_motion": "reduce"}


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(10_000)


@pytest.fixture
def email() -> str:
    return f"visitor-{time.monotonic_ns()}@example.com"
