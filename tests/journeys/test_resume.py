"""A resume in a real browser: by keyboard alone, with a file as a program wrote it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.intake.resume_files import ALSO, DONE, pdf
from tests.journeys.stack import RunningStack
from tests.journeys.steps import START, answer_everything, buy


def test_lines_of_a_resume_become_answers(page: Page, shop: RunningStack, email: str) -> None:
    page.goto("/start")
    answer_everything(page, START, until="/start/preview")
    buy(page, shop, email)
    page.goto("/intake/accomplishments")
    page.get_by_role("button", name="Bring them from a resume").press("Enter")
    page.get_by_label("A file").set_input_files(
        {"name": "large.pdf", "mimeType": "application/pdf", "buffer": b"x" * 4_000_000}
    )
    page.get_by_role("button", name="Find the lines").press("Enter")
    expect(page.get_by_text("2 MB for a file")).to_be_visible()
    page.get_by_role("link", name="Back to the page").press("Enter")
    page.get_by_label("A file").set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.get_by_role("button", name="Find the lines").press("Enter")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("checkbox", name=DONE).press("Space")
    page.get_by_role("button", name="Keep these lines").press("Enter")
    expect(page.get_by_label("First")).to_have_value(DONE)
    assert ALSO not in page.content()
