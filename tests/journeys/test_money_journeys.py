"""Codes, second thoughts, gifts and seats, in a real browser from the first page to the last."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import stripe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stack import RunningStack
from tests.journeys.steps import GOOD_CARD, PASSWORD, buy, confirm_address, sign_up


@pytest.fixture
def friend(browser: Browser, shop: RunningStack) -> Iterator[Page]:
    """Somebody else, at another device."""
    context = browser.new_context(base_url=shop.url, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def test_buying_with_a_promotion_code(page: Page, shop: RunningStack, email: str) -> None:
    make_code(shop, "SPRING20", percent_off=20)
    sign_up(page, email)
    page.get_by_role("button", name="Pay $79").click()
    page.wait_for_url("**/c/pay/**")
    page.get_by_label("Promotion code").fill("SPRING20")
    page.get_by_role("button", name="Apply").click()
    pay(page, "$63.20")
    page.wait_for_url("**/intake/**")
    open_order(page)
    expect(page.get_by_role("main")).to_contain_text("Discount, code SPRING20")
    page.get_by_role("link", name="Receipt to print").click()
    expect(page.get_by_role("row", name="Total")).to_contain_text("$63.20")
    with page.expect_download() as paper:
        page.get_by_role("link", name="Download as PDF").click()
    assert re.fullmatch(r"careercanopy-receipt-\w{12}\.pdf", paper.value.suggested_filename)


def test_asking_for_the_money_and_staying_after_all(page: Page, shop: RunningStack, email: str) -> None:
    buy(page, shop, email)
    confirm_address(page, shop, email)
    open_order(page)
    page.get_by_label("Anything we should know").fill("It came too late for me.")
    page.get_by_role("button", name="Ask for $79 back").click()
    expect(page.get_by_role("heading", name="You have asked for $79 back")).to_be_visible()
    assert any("We have your request" in letter for letter in shop.letters_to(email, at_least=3))
    page.get_by_role("button", name="Take the request back").click()
    expect(page.get_by_role("button", name="Ask for $79 back")).to_be_visible()
    page.goto("/intake")
    expect(page).to_have_url(re.compile("/intake/"))


def test_a_gift_is_given_and_taken(page: Page, friend: Page, shop: RunningStack, email: str) -> None:
    theirs = f"friend-{email}"
    sign_up_from(page, "/gift", email)
    page.get_by_label("Their email address").fill(theirs)
    page.get_by_label("Your name").fill("Cal")
    page.get_by_role("button", name="Pay $79").click()
    page.wait_for_url("**/c/pay/**")
    pay(page, "$79.00")
    page.wait_for_url("**/orders/*")
    expect(page.get_by_role("main")).to_contain_text(theirs)
    [letter] = shop.letters_to(theirs)
    claim_plan(friend, link_in(letter), theirs)
    friend.goto("/orders")
    expect(friend.get_by_role("heading", name="Your plan was given to you")).to_be_visible()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("It was taken on")


def test_seats_are_bought_changed_and_handed_out(page: Page, friend: Page, shop: RunningStack, email: str) -> None:
    sign_up_from(page, "/seats", email)
    page.get_by_label("Number of seats").fill("5")
    expect(page.locator("output[for=quantity]")).to_have_text("$395")
    page.get_by_role("button", name="Go on to pay").click()
    page.wait_for_url("**/c/pay/**")
    page.get_by_label("Quantity of").fill("12")
    page.get_by_role("button", name="Update the number").click()
    pay(page, "$948.00")
    page.wait_for_url("**/orders/*")
    page.get_by_role("button", name="Give a seat").click()
    link = page.locator("#new-link").inner_text()
    claim_plan(friend, link, f"friend-{email}")
    open_order(page)
    assert page.locator(".figures dd").all_inner_texts() == ["12", "1", "1", "11"]
    expect(page.get_by_role("button", name="Ask for $869 back")).to_be_visible()


def make_code(stack: RunningStack, name: str, percent_off: int) -> None:
    """As staff would, in the local Stripe; there already after a second run."""
    address = {"api": f"http://127.0.0.1:{stack.sandbox_port}"}
    client = stripe.StripeClient("sk_test_sandbox", base_addresses=address)  # type: ignore[arg-type]
    if not client.v1.promotion_codes.list({"code": name}).data:
        coupon = client.v1.coupons.create({"percent_off": percent_off, "duration": "once"})
        client.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": name})


def pay(page: Page, amount: str) -> None:
    """On Stripe's page, once it asks for that much."""
    button = page.get_by_role("button", name=f"Pay {amount}")
    expect(button).to_be_visible()
    page.get_by_label("Card number").fill(GOOD_CARD)
    page.get_by_label("Expiry").fill("12 / 34")
    page.get_by_label("CVC").fill("123")
    page.get_by_label("Name on card").fill("A Buyer")
    button.click()


def open_order(page: Page) -> None:
    """The newest order of the account."""
    page.goto("/orders")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.wait_for_url("**/orders/*")


def sign_up_from(page: Page, path: str, email: str) -> None:
    """A stranger makes an account on the way and comes back to the same page."""
    page.goto(path)
    page.get_by_role("main").get_by_role("link", name="Make an account").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url(f"**{path}")


def claim_plan(page: Page, link: str, email: str) -> None:
    """Open the link, make an account, take the plan."""
    path = "/claim/" + link.partition("/claim/")[2]
    sign_up_from(page, path, email)
    page.get_by_role("button", name="Take the plan").click()
    page.wait_for_url("**/intake/**")


def link_in(letter: str) -> str:
    match = re.search(r"\S+/claim/[\w-]+", letter.replace("=\n", "").replace("=3D", "="))
    assert match, letter
    return match[0]
