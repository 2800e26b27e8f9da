"""A stranger reads, answers, sees a part, pays, answers the rest, and finds the plan again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.stack import RunningStack
from tests.journeys.steps import (
    REST,
    START,
    answer_everything,
    confirm_address,
    go_to_stripe,
    pay,
    sign_in,
    sign_up,
)


def test_a_stranger_buys_and_finds_the_plan_again(page: Page, shop: RunningStack, email: str) -> None:
    read_and_answer(page)
    sign_up(page, email)
    go_to_stripe(page, shop)
    pay(page)
    page.wait_for_url("**/intake/**")
    confirm_address(page, shop, email)
    build(page)
    leave_and_return(page, email)
    assert sorted(subjects(shop, email)) == ["Confirm your address", "Receipt", "Your plan is ready"]


def subjects(shop: RunningStack, email: str) -> list[str]:
    """Of the letters sent so far, without what follows “for”."""
    matches = (re.search(r"^Subject: (.*)$", letter, re.M) for letter in shop.letters_to(email, at_least=3))
    return [match[1].partition(" for ")[0] for match in matches if match]


def read_and_answer(page: Page) -> None:
    page.goto("/pivots/clinical-to-non-clinical")
    page.get_by_role("link", name="Answer six questions").first.click()
    keys = answer_everything(page, START, until="/start/preview")
    assert len(keys) <= 6
    expect(page.get_by_text("you are a registered nurse", exact=False).first).to_be_visible()


def build(page: Page) -> None:
    keys = answer_everything(page, REST, until="/intake/review")
    assert not set(START) & set(keys), "what was answered before paying is not asked again"
    page.get_by_role("button", name="Build my plan").click()
    page.wait_for_url("**/plan")
    expect(page.get_by_text("Cut falls on a 32-bed unit by 18 percent in a year").first).to_be_visible()


def leave_and_return(page: Page, email: str) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.goto("/plan")
    expect(page).to_have_url(re.compile("/sign-in"))
    sign_in(page, email)
    page.goto("/dashboard")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/plan")
    expect(page.get_by_text("Cut falls on a 32-bed unit by 18 percent in a year").first).to_be_visible()


def test_leaving_in_the_middle_loses_no_answer(page: Page, shop: RunningStack) -> None:
    page.goto("/start")
    page.locator("#role").fill("Accountant")
    page.get_by_role("button", name="Continue").click()
    page.goto("/")
    page.goto("/start")
    expect(page).to_have_url(re.compile("/start/employment"))
