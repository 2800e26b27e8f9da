"""`./run` itself: it starts in any folder, follows changes, is alone in its folder, and ends without leaving a process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest
from playwright.sync_api import Page

from saas.cli.up import STAFF
from saas.settings import ROOT
from tests.journeys.stack import RunningStack, running_stack
from tests.journeys.steps import buy, confirm_address, give_code

ODD_NAME = "Müller's “100%” copy [#1] of what?"


def test_it_says_where_to_go(stack: RunningStack) -> None:
    assert f"shop      {stack.url}" in stack.log
    assert f"admin     {stack.url}/sign-in/link/" in stack.log
    assert f"mailbox   {stack.url}/_mailbox" in stack.log
    assert f"sandbox   http://127.0.0.1:{stack.sandbox_port}" in stack.log


def test_the_printed_link_opens_the_admin_once(page: Page, stack: RunningStack) -> None:
    link = next(word for word in stack.log.split() if "/sign-in/link/" in word)
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    give_code(page, stack.staff_code(STAFF))
    page.goto("/admin/orders")
    assert page.get_by_role("heading", level=1).is_visible()
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", level=1).inner_text() != "Staff"


def test_a_receipt_survives_the_death_of_the_worker(page: Page, shop: RunningStack, email: str) -> None:
    shop.kill("worker")
    buy(page, shop, email)
    confirm_address(page, shop, email, seconds=40)
    assert len(shop.letters_to(email, seconds=40, at_least=2)) == 2, "the link and the receipt"


@pytest.mark.parametrize("port", ["the same", "another"])
def test_a_second_one_in_the_same_folder_is_refused(stack: RunningStack, port: str) -> None:
    """Whatever its port: two shops would share one database, and each be sent the other's events."""
    env = os.environ | {"INSTANCE_DIR": str(stack.folder), "PORT": str(stack.shop_port + 200 * (port == "another"))}
    done = subprocess.run(
        [sys.executable, "-m", "saas", "up"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == (
        f"Error: CareerCanopy already runs from this folder, at {stack.url} (process {stack.process.pid}). Stop that one"
        " first, or work in a copy of the folder: two shops must not share one database.\n"
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A copy of the project, in a folder whose name has everything that has ever been taken for something else."""
    root = tmp_path_factory.mktemp("copies") / ODD_NAME
    for name in ("saas", "templates", "static", "migrations", "config"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "instance").mkdir()
    with running_stack(root / "instance", root) as running:
        yield running


def read(url: str) -> str:
    try:
        with urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return str(error.read().decode())
    except OSError:
        return ""


def wait_for(happened: Callable[[], object], log: Callable[[], str], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, log()
        time.sleep(0.1)


def shows(stack: RunningStack, path: str, words: str) -> None:
    wait_for(lambda: words in read(f"{stack.url}{path}"), lambda: stack.log)


def test_everything_is_kept_in_a_folder_of_any_name(copy: RunningStack) -> None:
    assert copy.folder.parent.name == ODD_NAME
    assert {"careercanopy.db", "run.lock"} <= {file.name for file in copy.folder.iterdir()}
    assert list(copy.folder.parent.parent.iterdir()) == [copy.folder.parent]
    assert "http_requests_total" in read(f"{copy.url}/metrics")


def test_a_changed_template_is_shown_at_once(copy: RunningStack) -> None:
    template = copy.folder.parent / "templates" / "site" / "pricing.html"
    # There are two workers, and each has read the template before.
    assert all("<h1" in read(f"{copy.url}/pricing") for _ in range(6))
    before = template.read_text()
    template.write_text(before.replace("<h1", "<p>Just typed</p><h1", 1))
    assert all("Just typed" in read(f"{copy.url}/pricing") for _ in range(6))
    template.write_text(before)


def test_a_mistake_in_the_code_is_shown_until_it_is_mended(copy: RunningStack) -> None:
    module = copy.folder.parent / "saas" / "site" / "views.py"
    before = module.read_text()
    module.write_text(f"{before}\ndef half_written(:\n")
    shows(copy, "/about", "SyntaxError")
    module.write_text(before)
    shows(copy, "/about", "<h1")


def test_changed_content_is_published(copy: RunningStack) -> None:
    file = copy.folder.parent / "saas" / "library" / "seed" / "faq" / "first-week.toml"
    file.write_text(file.read_text().replace('title = "', 'title = "Mended: ', 1))
    shows(copy, "/faq", "Mended: ")


def test_ending_it_in_the_background_leaves_no_process(copy: RunningStack) -> None:
    """Last, because nothing is left of it."""
    children = psutil.Process(copy.process.pid).children(recursive=True)
    assert len(children) >= 4, "sandbox, worker, web server and its workers"
    copy.process.send_signal(signal.SIGINT)
    assert copy.process.wait(40) == 0
    assert psutil.wait_procs(children, timeout=5)[1] == []
    assert read(copy.url) == ""
