"""Somebody writes that they want to die: the card with 988 is the next thing they see, once, however they leave the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.stack import RunningStack
from tests.journeys.steps import START, answer_everything, buy

WORDS = "I don't want to be here anymore."
CARD = '[data-card="988"]'
QUESTION = "/intake/own_words"
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


@pytest.fixture
def paid(page: Page, shop: RunningStack, email: str) -> Page:
    page.goto("/start")
    answer_everything(page, START, until="/start/preview")
    buy(page, shop, email)
    return page


def expect_card_alone(page: Page) -> None:
    card = page.locator(CARD)
    expect(card).to_have_count(1)
    expect(card.get_by_role("link", name="Call 988")).to_be_in_viewport()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("Because")


def go_on(page: Page) -> None:
    """Follow the card's one way on, to a page without it."""
    page.locator(CARD).get_by_role("link", name="Go on").click()
    page.wait_for_load_state()
    expect(page.locator(CARD)).to_have_count(0)


def test_words_that_are_typed_bring_the_card_however_the_page_is_left(
    paid: Page, browser: Browser, shop: RunningStack
) -> None:
    for size in (DESKTOP, PHONE):
        paid.set_viewport_size(size)
        _leave_by_back(paid)
        _leave_by_continue(paid)
    _continue_without_javascript(paid, browser, shop)


def _leave_by_back(page: Page) -> None:
    """Nothing is sent by hand: what is typed is saved while it is typed, and the page before comes from memory."""
    page.goto("/settings")
    page.goto(QUESTION)
    box = page.get_by_role("textbox")
    box.fill("")
    box.press_sequentially(WORDS)
    expect(page.locator("[data-saved]")).to_have_text("Saved")
    page.go_back()
    expect_card_alone(page)
    go_on(page)
    expect(page).to_have_url(f"{page.url.split('/settings')[0]}/settings")
    page.goto(QUESTION)
    expect(page.locator(CARD)).to_have_count(0)
    expect(page.get_by_role("textbox")).to_have_value(WORDS)


def _leave_by_continue(page: Page) -> None:
    page.goto(QUESTION)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state()
    expect_card_alone(page)
    go_on(page)


def _continue_without_javascript(page: Page, browser: Browser, shop: RunningStack) -> None:
    context = browser.new_context(
        base_url=shop.url, java_script_enabled=False, viewport=PHONE, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(QUESTION)
    expect(plain.locator(".line-988").first).to_be_visible()
    plain.get_by_role("textbox").fill(f"{WORDS} {'x' * 2000}")
    plain.get_by_role("button", name="Continue").click()
    expect(plain.locator(CARD)).to_be_visible()
    expect(plain.get_by_role("textbox")).to_be_hidden()
    plain.locator(CARD).get_by_role("link", name="Go on").click()
    expect(plain.get_by_role("textbox")).to_be_visible()
    expect(plain.get_by_role("textbox")).to_have_value(f"{WORDS} {'x' * 2000}")
    context.close()
