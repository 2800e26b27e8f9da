"""The whole way works without JavaScript, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.stack import RunningStack
from tests.journeys.steps import REST, START, answer_everything, buy


@pytest.fixture
def plain_phone(browser: Browser, shop: RunningStack) -> Iterator[Page]:
    context = browser.new_context(
        base_url=shop.url, java_script_enabled=False, viewport={"width": 390, "height": 844}, color_scheme="dark"
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def test_the_whole_way_without_javascript(plain_phone: Page, shop: RunningStack, email: str) -> None:
    plain_phone.goto("/start")
    answer_everything(plain_phone, START, until="/start/preview")
    buy(plain_phone, shop, email)
    answer_everything(plain_phone, REST, until="/intake/review")
    plain_phone.get_by_role("button", name="Build my plan").click()
    plain_phone.wait_for_url("**/plan")
