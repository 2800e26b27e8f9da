"""A passkey in a real browser, on an authenticator that Chromium invents."""

from __future__ import annotations

import re
from email import message_from_string
from email.policy import default

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stack import RunningStack
from tests.journeys.steps import sign_in, sign_up


@pytest.fixture
def page(browser: Browser, stack: RunningStack) -> Page:
    """Browsers know passkeys of names, so the shop of this machine is asked for by its name."""
    context = browser.new_context(base_url=f"http://localhost:{stack.shop_port}", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def confirm_address(page: Page, stack: RunningStack, email: str) -> None:
    letters = [message_from_string(text, policy=default) for text in stack.letters_to(email, 15)]
    texts = [body.get_content() for letter in letters if (body := letter.get_body(("plain",)))]
    [path] = {match[1] for text in texts if (match := re.search(r"http://[^/]+(/confirm/\S+)", text))}
    page.goto(path)
    page.get_by_role("button", name="Confirm the address").click()


def test_a_passkey_signs_in_and_a_removed_one_does_not(page: Page, stack: RunningStack, email: str) -> None:
    sign_up(page, email)
    confirm_address(page, stack, email)
    page.goto("/settings/passkeys")
    page.get_by_role("link", name="Add a passkey").click()
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Name").fill("This laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("row", name="This laptop")).to_be_visible()
    assert Axe().run(page).response["violations"] == []

    page.goto("/settings/passkeys/new")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device has a passkey for CareerCanopy already.")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in")
    page.get_by_role("link", name="sign in with a passkey").click()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/settings")
    expect(page.get_by_text(email)).to_be_visible()

    page.goto("/settings/passkeys")
    page.get_by_role("link", name="Rename or remove This laptop").click()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("The passkey is removed")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/passkey")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("This passkey was not taken")).to_be_visible()
    sign_in(page, email)
    page.wait_for_url(lambda url: "/sign-in" not in url)
