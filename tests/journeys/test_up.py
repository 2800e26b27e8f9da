"""`./run` itself: Ctrl-C ends all of it, and what dies is started again."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil
from playwright.sync_api import Page

from tests.journeys.stack import RunningStack, running_stack
from tests.journeys.steps import buy


def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    with running_stack(tmp_path) as running:
        children = psutil.Process(running.process.pid).children(recursive=True)
        assert len(children) >= 4, "sandbox, worker, web server and its workers"
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(20) == 0
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_it_says_where_to_go(stack: RunningStack) -> None:
    assert f"shop      {stack.url}" in stack.log
    assert f"admin     {stack.url}/sign-in/link/" in stack.log
    assert f"mailbox   {stack.url}/_mailbox" in stack.log
    assert f"sandbox   http://127.0.0.1:{stack.sandbox_port}" in stack.log


def test_the_printed_link_opens_the_admin_once(page: Page, stack: RunningStack) -> None:
    link = next(word for word in stack.log.split() if "/sign-in/link/" in word)
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin")
    page.goto("/admin/orders")
    assert page.get_by_role("heading", level=1).is_visible()
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", level=1).inner_text() != "Staff"


def test_a_receipt_survives_the_death_of_the_worker(page: Page, shop: RunningStack, email: str) -> None:
    shop.kill("worker")
    buy(page, shop, email)
    assert len(shop.letters_to(email, seconds=40)) == 1
