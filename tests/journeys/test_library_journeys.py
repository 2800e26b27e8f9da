"""The public library in a real browser: filling a script, searching, looking up a word; and staff writing a step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stack import RunningStack
from tests.journeys.steps import START, answer_everything, sign_in_as_staff

DAYS_IN_MONTH = 365.25 / 12
# Dollars; Ohio pays at most $600 a week for 26 weeks, after a week without.
FIGURES = {"have": 24_000, "severance": 3_000, "spend": 4_300, "income": 300, "weekly": 450}
WEEKS, WAITING_DAYS = 26, 7


@pytest.fixture
def without_javascript(browser: Browser, stack: RunningStack) -> Iterator[Page]:
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_filled_blank_is_filled_everywhere(page: Page) -> None:
    page.goto("/scripts/severance-ask")
    places = page.locator("[data-slot=hr_name]")
    assert places.count() > 1
    assert set(places.all_inner_texts()) == {"Dana"}
    page.get_by_label("Who sent the agreement").fill("Ms. Okafor")
    assert set(places.all_inner_texts()) == {"Ms. Okafor"}
    page.get_by_label("Who sent the agreement").fill("")
    assert set(places.all_inner_texts()) == {"Dana"}


def test_the_words_are_copied_as_they_were_filled(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/scripts/severance-ask")
    page.get_by_label("Who sent the agreement").fill("Ms. Okafor")
    page.get_by_role("button", name="Copy the words").first.click()
    expect(page.get_by_text("Copied.").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hi Ms. Okafor,")
    assert "{{" not in copied


def test_a_script_can_be_read_without_javascript(without_javascript: Page) -> None:
    page = without_javascript
    page.goto("/scripts/severance-ask")
    expect(page.locator("#words")).to_contain_text("Hi Dana,")
    expect(page.get_by_label("Who sent the agreement")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy the words").first).to_be_hidden()


def test_a_mistyped_word_finds_its_page(page: Page) -> None:
    page.goto("/search")
    page.get_by_role("searchbox").fill("cobar")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("These are for “cobra”.")).to_be_visible()
    page.locator(".hits a").first.click()
    expect(page).to_have_url(re.compile(r"/glossary#cobra$"))
    expect(page.locator("#cobra")).to_be_in_viewport()


def test_a_word_of_the_glossary_leads_to_its_card(page: Page) -> None:
    page.goto("/guides/cobra-or-marketplace")
    word = page.locator("a.term").first
    href = str(word.get_attribute("href"))
    assert word.get_attribute("title")
    word.click()
    expect(page).to_have_url(re.compile(f"{re.escape(href)}$"))
    expect(page.locator(f"#{href.partition('#')[2]}")).to_be_in_viewport()


def test_a_link_to_an_answer_opens_it(page: Page) -> None:
    page.goto("/faq#first-week-2")
    answer = page.locator("#first-week-2")
    expect(answer).to_have_attribute("open", "")
    expect(answer).to_be_in_viewport()
    expect(page.locator("#first-week-3")).not_to_have_attribute("open", "")
    page.evaluate("location.hash = '#first-week-3'")
    expect(page.locator("#first-week-3")).to_have_attribute("open", "")


def test_a_list_is_narrowed_by_typing(page: Page) -> None:
    page.goto("/states")
    page.get_by_label("Find a state").fill("ohio")
    expect(page.get_by_role("link", name="Ohio")).to_be_visible()
    expect(page.get_by_role("link", name="Alabama")).to_be_hidden()


def fill_in_money(page: Page) -> None:
    page.locator("[data-figure=state]").select_option("OH")
    for key, dollars in FIGURES.items():
        page.locator(f"[data-figure={key}]").fill(f"{dollars:,}")


def describe_days(days: int) -> str:
    until = datetime.now(UTC) + timedelta(days=days)
    return f"{days / DAYS_IN_MONTH:.1f} months, to about {until:%B} {until.day}, {until.year}."


def test_the_runway_is_what_paper_gives(page: Page) -> None:
    """Worked out from the whole: all the money there is, over what a day costs."""
    page.goto("/tools/runway")
    fill_in_money(page)
    purse = FIGURES["have"] + FIGURES["severance"]
    a_day = (FIGURES["spend"] - FIGURES["income"]) / DAYS_IN_MONTH
    alone, helped = ceil(purse / a_day), ceil((purse + FIGURES["weekly"] * WEEKS) / a_day)
    assert helped > WAITING_DAYS + 7 * WEEKS, "the benefit is used up before the money is"
    expect(page.locator("[data-result]")).to_contain_text(f"Without unemployment pay: {describe_days(alone)}")
    expect(page.locator("[data-result]")).to_contain_text(f"With it: {describe_days(helped)}")


def test_the_runway_is_drawn_and_stands_in_a_table(page: Page) -> None:
    page.goto("/tools/runway")
    expect(page.locator(".chart-runway")).to_be_hidden()
    fill_in_money(page)
    expect(page.locator(".chart-runway svg")).to_be_visible()
    assert str(page.locator(".chart-runway .chart-line").get_attribute("d")).count("L") == 10
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("row", name=re.compile(r"^now \$27,000 \$27,000"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(r"^1 month \$2\d,\d{3} \$23,000"))).to_be_visible()


def test_the_state_caps_what_it_pays(page: Page) -> None:
    page.goto("/tools/runway")
    fill_in_money(page)
    page.locator("[data-figure=weekly]").fill("2000")
    expect(page.locator("[data-result]")).to_contain_text("The state pays at most $600 a week")
    assert page.locator("[data-figure=weeks]").input_value() == "26"


def test_nothing_typed_into_the_runway_is_sent(page: Page) -> None:
    page.goto("/tools/runway", wait_until="networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    fill_in_money(page)
    page.locator("[data-figure=have]").press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("months")
    page.wait_for_timeout(500)
    assert sent == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.url.endswith("/tools/runway")


def test_without_javascript_the_runway_is_worked_out_on_paper(without_javascript: Page) -> None:
    page = without_javascript
    page.goto("/tools/runway")
    expect(page.get_by_role("heading", name="On paper")).to_be_visible()
    expect(page.locator("[data-figure=have]")).to_be_hidden()


def test_staff_write_preview_publish_and_roll_back_a_step(page: Page, browser: Browser, stack: RunningStack) -> None:
    reader = browser.new_context(base_url=stack.url).new_page()
    reader.goto("/start")
    answer_everything(reader, START, until="/start/preview")
    old = reader.locator(".steps h3, .steps .step-title").first.inner_text()
    new = "Send the claim to the state before anything else"
    sign_in_as_staff(page, stack)
    open_piece(page, old)
    write_title(page, old, new)
    reader.reload()
    expect(reader.get_by_role("main")).not_to_contain_text(new)
    page.get_by_role("button", name="Publish revision 2").click()
    expect(page.get_by_text("Readers see revision 2.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text(new)
    page.get_by_role("link", name="History and differences").click()
    page.get_by_role("button", name="Publish revision 1 again").click()
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text(old)
    expect(reader.get_by_role("main")).not_to_contain_text(new)


def open_piece(page: Page, title: str) -> None:
    page.goto("/admin/library?kind=step")
    page.keyboard.press("/")
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=title, exact=True).click()


def write_title(page: Page, old: str, new: str) -> None:
    """The preview shows the old title, then by itself the new one; Ctrl+S keeps it as a draft."""
    shown = page.frame_locator("iframe[name=preview]").locator("main")
    expect(shown).to_contain_text(old)
    page.get_by_label("Title", exact=True).fill(new)
    expect(shown).to_contain_text(new)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Draft saved as revision 2.")).to_be_visible()
