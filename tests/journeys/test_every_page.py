"""Every kind of page: no accessibility fault that axe finds, no console error, no sideways scrolling on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.stack import RunningStack
from tests.journeys.steps import REST, START, answer_everything, buy, go_to_stripe, sign_in_as_staff, sign_up

PUBLIC = (
    "/",
    "/roles",
    "/roles/accountant",
    "/pivots",
    "/pivots/clinical-to-non-clinical",
    "/pricing",
    "/gift",
    "/seats",
    "/refunds",
    "/privacy",
    "/terms",
    "/ai",
    "/about",
    "/sign-in",
    "/sign-up",
    "/reset",
    "/start/role",
    "/start/deleted",
    "/no-such-page",
    "/situations",
    "/situations/laid-off-this-morning",
    "/scripts",
    "/scripts/severance-ask",
    "/guides",
    "/guides/cobra-or-marketplace",
    "/guides/topics/first-week",
    "/faq",
    "/glossary",
    "/states",
    "/states/oh",
    "/search",
    "/search?q=cobra",
    "/search?q=nothingatall",
    "/tools/runway",
    "/roles/physician",
)
STAFF = (
    "/admin",
    "/admin/orders",
    "/admin/events",
    "/admin/refunds",
    "/admin/disputes",
    "/admin/alerts",
    "/admin/log",
    "/admin/reconciliation",
    "/admin/codes",
    "/admin/library",
    "/admin/library?kind=step&find=claim",
    "/admin/library/checks",
    "/admin/library/facts",
    "/admin/library/import",
    "/admin/library/script/severance-ask",
    "/admin/library/step/new",
    "/admin/library/role/accountant",
    "/admin/library/script/severance-ask/history",
)
SIGNED_IN = (
    "/dashboard",
    "/dashboard/low-day",
    "/plan",
    "/orders",
    "/settings",
    "/settings/activity",
    "/settings/password",
    "/settings/deletion",
    "/sign-out",
    "/intake/review",
    "/intake/level",
    "/intake/savings",
    "/intake/constraints",
    "/intake/insurance_end",
    "/intake/accomplishments",
    "/intake/resume",
)
# Only what is wrong: to list what is right costs a tenth of the time.
AXE_OPTIONS = {"resultTypes": ["violations"]}
SCREENS = (({"width": 1280, "height": 900}, "light"), ({"width": 390, "height": 844}, "dark"))


@pytest.fixture(scope="module")
def owner(browser: Browser, stack: RunningStack) -> Iterator[BrowserContext]:
    """Somebody who has paid and has a plan."""
    stack.webhooks("normal")
    context = browser.new_context(base_url=stack.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/start")
    answer_everything(page, START, until="/start/preview")
    buy(page, stack, "owner-of-a-plan@example.com")
    answer_everything(page, REST, until="/intake/review")
    page.get_by_role("button", name="Build my plan").click()
    page.wait_for_url("**/plan")
    yield context
    context.close()


# The rows of a table are all alike, and the facts' has more than a thousand.
SHORTEN_TABLES = """
for (const body of document.querySelectorAll("tbody")) [...body.rows].slice(30).forEach((row) => row.remove())
"""


def set_screen(page: Page, size: Any, scheme: Any) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)


def faults_of(page: Page, path: str) -> list[str]:
    """Look at one page on both screens; returns what is wrong with it, in words."""
    faults: list[str] = []
    page.on("console", lambda line: faults.append(f"console: {line.text}") if line.type == "error" else None)
    page.goto(path)
    for size, scheme in SCREENS:
        set_screen(page, size, scheme)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{scheme}: scrolls sideways")
    page.evaluate(SHORTEN_TABLES)
    for size, scheme in SCREENS:
        set_screen(page, size, scheme)
        faults += [
            f"{scheme}: {violation['id']}: {violation['nodes'][0]['html'][:120]}"
            for violation in Axe().run(page, options=AXE_OPTIONS).response["violations"]
        ]
    # axe brings its own style, which our policy refuses; a page that is not there answers 404.
    return [fault for fault in faults if "Content Security Policy" not in fault and "404 (NOT FOUND)" not in fault]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page(page: Page, stack: RunningStack, path: str) -> None:
    assert faults_of(page, path) == []


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_of_a_person_with_a_plan(owner: BrowserContext, path: str) -> None:
    page = owner.new_page()
    assert faults_of(page, path) == []
    page.close()


@pytest.fixture(scope="module")
def staff(browser: Browser, stack: RunningStack) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=stack.url, reduced_motion="reduce")
    sign_in_as_staff(context.new_page(), stack)
    yield context
    context.close()


@pytest.mark.parametrize("path", STAFF)
def test_a_page_of_staff(staff: BrowserContext, path: str) -> None:
    page = staff.new_page()
    assert faults_of(page, path) == []
    page.close()


def test_the_pages_around_paying(page: Page, shop: RunningStack, email: str) -> None:
    sign_up(page, email)
    assert faults_of(page, "/checkout") == []
    session_id = go_to_stripe(page, shop)
    assert faults_of(page, f"/checkout/return?session_id={session_id}") == []
