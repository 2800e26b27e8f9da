"""A purchase is confirmed by the return page or the webhook, whichever comes first, twice, or never; and after a crash."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.stack import RunningStack
from tests.journeys.steps import DECLINED_CARD, buy, confirm_address, go_to_stripe, pay, sign_up


def test_the_webhook_comes_first(page: Page, shop: RunningStack, email: str) -> None:
    sign_up(page, email)
    session_id = go_to_stripe(page, shop)
    shop.sandbox(f"sessions/{session_id}/pay", {})
    shop.quiet()
    wait_until_confirmed(page)


def wait_until_confirmed(page: Page, seconds: float = 30) -> None:
    """Until the plan is open: the event is kept at once, and applied by a worker a moment later."""
    until = time.monotonic() + seconds
    page.goto("/checkout")
    while "/intake" not in page.url and time.monotonic() < until:
        time.sleep(0.5)
        page.goto("/checkout")
    expect(page).to_have_url(re.compile("/intake"))


@pytest.mark.parametrize("deliver", ["hold", "twice", "drop"])
def test_the_return_page_comes_first_or_alone(page: Page, shop: RunningStack, email: str, deliver: str) -> None:
    shop.webhooks(deliver)
    buy(page, shop, email)
    if deliver == "hold":
        shop.sandbox("webhooks/release", {"order": "reverse"})
    shop.webhooks("normal")
    shop.quiet()
    page.goto("/orders")
    expect(page.get_by_role("main")).to_contain_text("$79")
    confirm_address(page, shop, email)
    assert len(shop.letters_to(email, at_least=2)) == 2, "the link and one receipt"


def test_killing_the_shop_between_payment_and_return_loses_nothing(page: Page, shop: RunningStack, email: str) -> None:
    sign_up(page, email)
    session_id = go_to_stripe(page, shop)
    shop.kill("gunicorn")
    shop.sandbox(f"sessions/{session_id}/pay", {})
    shop.wait_until_ready()
    page.goto(f"/checkout/return?session_id={session_id}")
    expect(page).to_have_url(re.compile("/intake"))


def test_a_crash_and_no_return_is_healed_by_the_next_delivery(page: Page, shop: RunningStack, email: str) -> None:
    sign_up(page, email)
    session_id = go_to_stripe(page, shop)
    shop.kill("gunicorn")
    shop.sandbox(f"sessions/{session_id}/pay", {})
    shop.wait_until_ready()
    wait_until_confirmed(page)


def test_a_declined_card_leaves_the_order_and_another_card_pays_it(page: Page, shop: RunningStack, email: str) -> None:
    sign_up(page, email)
    first = go_to_stripe(page, shop)
    pay(page, DECLINED_CARD)
    expect(page.get_by_text("declined", exact=False).first).to_be_visible()
    page.goto("/checkout")
    assert go_to_stripe(page, shop) == first
    pay(page)
    page.wait_for_url("**/intake/**")
