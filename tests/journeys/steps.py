"""How a person walks: answering questions, making an account, paying on Stripe's page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from email import message_from_string
from email.policy import default

from playwright.sync_api import Page, expect

from tests.journeys.stack import RunningStack

GOOD_CARD = "4242 4242 4242 4242"
DECLINED_CARD = "4000 0000 0000 0002"
PASSWORD = "four unrelated quiet words"
Given = str | date | tuple[str, ...]

START: dict[str, Given] = {
    "role": "Registered nurse",
    "employment": "laid-off",
    "last_day": date.today() - timedelta(days=4),
    "state": "CA",
    "direction": "pivot",
    "mood": "steady",
}
REST: dict[str, Given] = {
    "level": "experienced",
    "years": "9",
    "industry": "health",
    "current_pay": "118,000",
    "license": "active",
    "leaving_what": "care",
    "training_use": "must",
    "keep_license": "yes",
    "severance": "none",
    "insurance": "employer",
    "savings": "24,000",
    "spending": "4300",
    "other_income": "0",
    "visa": "no",
    "hours": "10",
    "constraints": ("remote",),
    "accomplishments": ("Cut falls on a 32-bed unit by 18 percent in a year",),
}


def answer_everything(page: Page, answers: Mapping[str, Given], *, until: str) -> list[str]:
    """Answer question after question, skipping what is not in `answers`, until the address ends with `until`."""
    asked_keys = []
    while not page.url.split("?")[0].endswith(until):
        key = page.url.split("?")[0].rsplit("/", 1)[-1]
        assert key not in asked_keys, f"{key} is asked again"
        asked_keys.append(key)
        if key in answers:
            fill(page, key, answers[key])
            page.get_by_role("button", name="Continue").click()
        else:
            page.get_by_role("button", name="Skip").click()
        page.wait_for_load_state()
    return asked_keys


def fill(page: Page, key: str, value: Given) -> None:
    if isinstance(value, date):
        for part, number in (("month", value.month), ("day", value.day), ("year", value.year)):
            page.locator(f"#{key}-{part}").fill(str(number))
    elif page.locator(f"select#{key}").count():
        page.locator(f"#{key}").select_option(str(value))
    elif page.locator(f"input[name='{key}'][type=radio], input[name='{key}'][type=checkbox]").count():
        for choice in (value,) if isinstance(value, str) else value:
            page.locator(f"input[name='{key}'][value='{choice}']").check()
    elif isinstance(value, tuple):
        for place, line in enumerate(value, start=1):
            page.locator(f"#{key}-{place}").fill(line)
    else:
        page.locator(f"#{key}").fill(value)


def sign_up(page: Page, email: str) -> None:
    page.goto("/sign-up")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("$79")


def confirm_address(page: Page, stack: RunningStack, email: str, seconds: float = 15) -> None:
    """Open the link of the letter in the browser that is signed in, and come back to where they were."""
    was_at = page.url
    letters = [message_from_string(text, policy=default) for text in stack.letters_to(email, seconds)]
    texts = [body.get_content() for letter in letters if (body := letter.get_body(("plain",)))]
    [link] = {match[0] for text in texts if (match := re.search(r"http\S+/confirm/\S+", text))}
    page.goto(link)
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_text(f"{email} is confirmed.")).to_be_visible()
    page.goto(was_at)


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_in_as_staff(page: Page, stack: RunningStack) -> None:
    """By a link and a code as the command prints them."""
    link, code = stack.staff_sign_in()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    give_code(page, code)


def give_code(page: Page, code: str) -> None:
    """The second factor of staff."""
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/admin")


def go_to_stripe(page: Page, stack: RunningStack) -> str:
    """Press the button; returns the session's id from the address of Stripe's page."""
    page.get_by_role("button", name="Pay $79").click()
    page.wait_for_url(f"http://127.0.0.1:{stack.sandbox_port}/c/pay/**")
    return page.url.split("/c/pay/")[1].split("#")[0].split("?")[0]


def pay(page: Page, card: str = GOOD_CARD) -> None:
    """Fill in Stripe's page and send it."""
    page.get_by_label("Card number").fill(card)
    page.get_by_label("Expiry").fill("12 / 34")
    page.get_by_label("CVC").fill("123")
    page.get_by_label("Name on card").fill("A Buyer")
    page.get_by_role("button", name="Pay $79.00").click()


def buy(page: Page, stack: RunningStack, email: str) -> str:
    """From nothing to the first question after paying."""
    sign_up(page, email)
    session_id = go_to_stripe(page, stack)
    pay(page)
    page.wait_for_url("**/intake/**")
    return session_id
