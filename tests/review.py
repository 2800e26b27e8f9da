"""`./run review`: every kind of page as a picture, to be looked at: phone and desktop, light and dark.

Starts a shop of its own, buys and answers as a person would, and writes PNG files and a printed plan into
`instance/review/`. Not a test: nothing is asserted.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.journeys.stack import CHROMIUM_FLAGS, RunningStack, running_stack
from tests.journeys.steps import REST, START, answer_everything, go_to_stripe, pay, sign_in_as_staff, sign_up
from tests.journeys.test_every_page import PUBLIC, SIGNED_IN, STAFF
from tests.run import ROOT, find_chromium

OUT = ROOT / "instance" / "review"
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("Pictures need a Chromium: install the package `chromium`.")
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder)) as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=CHROMIUM_FLAGS)
        draw(browser, stack)
        browser.close()
    print(f"{len(list(OUT.iterdir()))} files in {OUT.relative_to(ROOT)}")


def draw(browser: Browser, stack: RunningStack) -> None:
    """A stranger's pages, a buyer's on the way, an owner's, and the staff's."""
    page = browser.new_context(base_url=stack.url, reduced_motion="reduce").new_page()
    for path in PUBLIC:
        picture(page, path)
    buy(page, stack)
    for path in SIGNED_IN:
        picture(page, path)
    page.emulate_media(media="print")
    page.goto("/plan")
    page.pdf(path=OUT / "plan.pdf", prefer_css_page_size=True)
    staff = browser.new_context(base_url=stack.url).new_page()
    sign_in_as_staff(staff, stack)
    for path in STAFF:
        picture(staff, path)


def buy(page: Page, stack: RunningStack) -> None:
    page.goto("/start")
    answer_everything(page, START, until="/start/preview")
    picture(page, "/start/preview")
    sign_up(page, "review@example.com")
    picture(page, "/checkout")
    go_to_stripe(page, stack)
    page.screenshot(path=OUT / "local-stripe.png", full_page=True)
    pay(page)
    page.wait_for_url("**/intake/**")
    answer_everything(page, REST, until="/intake/review")
    page.get_by_role("button", name="Build my plan").click()
    page.wait_for_url("**/plan")


def picture(page: Page, path: str) -> None:
    name = re.sub(r"[^\w]+", "-", path.strip("/")) or "home"
    for size, screen in ((DESKTOP, "desktop"), (PHONE, "phone")):
        for scheme in ("light", "dark"):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.goto(path)
            page.screenshot(path=OUT / f"{name}-{screen}-{scheme}.png", full_page=True)


if __name__ == "__main__":
    main()
