"""Templates: each is used, and each page can be read, reached and sent by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_security
import pytest
from flask import Flask

from saas.web.errors import PAGE_STATUSES as ERROR_PAGES
from tests.house.source import SAAS, TEMPLATES
from tests.people import ANN, CAL, SAM, Person
from tests.web.html_page import Page

FILES = sorted(file for file in TEMPLATES.rglob("*") if file.is_file())
GIVEN = {file.relative_to(Path(flask_security.__file__).parent / "templates").as_posix()
         for file in (Path(flask_security.__file__).parent / "templates").rglob("*.*")}  # fmt: skip
ERRORS = {f"errors/{status}.html" for status in ERROR_PAGES}

STRANGER = None
PAGES: list[tuple[Person | None, str]] = [
    *((STRANGER, path) for path in ("/", "/roles", "/roles/accountant", "/pivots", "/pivots/clinical-to-non-clinical")),
    *(
        (STRANGER, path)
        for path in ("/pricing", "/gift", "/seats", "/refunds", "/privacy", "/terms", "/ai", "/about", "/no-such-page")
    ),
    *(
        (STRANGER, path)
        for path in ("/situations", "/situations/visa-clock-running", "/scripts", "/scripts/severance-ask")
    ),
    *((STRANGER, path) for path in ("/guides", "/guides/cobra-or-marketplace", "/guides/topics/first-week", "/faq")),
    *(
        (STRANGER, path)
        for path in ("/glossary", "/states", "/states/oh", "/search", "/search?q=cobra", "/tools/runway")
    ),
    *((STRANGER, path) for path in ("/start/role", "/start/employment", "/start/state")),
    *((STRANGER, path) for path in ("/sign-in", "/sign-up", "/reset", "/sign-in/link/x")),
    *((CAL, path) for path in ("/checkout", "/orders", "/settings")),
    *(
        (ANN, path)
        for path in (
            "/plan",
            "/plan/history",
            "/dashboard",
            "/dashboard/low-day",
            "/orders",
            "/settings",
            "/settings/password",
            "/settings/deletion",
            "/sign-out",
        )
    ),
    *(
        (ANN, path)
        for path in (
            "/intake/review",
            "/intake/savings",
            "/intake/constraints",
            "/intake/accomplishments",
            "/intake/resume",
        )
    ),
    *((SAM, path) for path in ("/admin", "/admin/orders", "/admin/events", "/admin/library", "/admin/library/checks")),
    *(
        (SAM, path)
        for path in (
            "/admin/refunds",
            "/admin/disputes",
            "/admin/alerts",
            "/admin/letters",
            "/admin/reconciliation",
            "/admin/codes",
        )
    ),
    *((SAM, path) for path in ("/admin/library/facts", "/admin/library/import", "/admin/library/role/accountant")),
    *((SAM, path) for path in ("/admin/library/script/severance-ask/history", "/admin/library/step/new")),
]


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """With forgery protection, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture(params=PAGES, ids=lambda page: f"{page[0].email.split('@')[0] if page[0] else 'stranger'} {page[1]}")
def page(request: Any, as_: Any, client: Any) -> Page:
    person, path = request.param
    answer = (as_(person) if person else client).get(path, follow_redirects=True)
    assert answer.status_code in (200, 404)
    return Page(answer.text)


def named_templates() -> set[str]:
    """Every template that program, letters or another template names."""
    sources = [*SAAS.rglob("*.py"), *FILES]
    texts = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    letters = re.findall(r"""["'](\w+/\w+)["']""", texts)  # render_letter names a letter without the suffix
    named = set(re.findall(r"""["'](\w[\w/-]*\.(?:html|xml|txt))["']""", texts))
    return named | {path for name in letters for path in _letter_files(name)}


def _letter_files(name: str) -> list[str]:
    files = (TEMPLATES / "letters" / f"{name}{suffix}" for suffix in (".txt", ".html"))
    return [file.relative_to(TEMPLATES).as_posix() for file in files if file.is_file()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(TEMPLATES).as_posix())
def test_every_template_is_used(file: Path) -> None:
    assert file.relative_to(TEMPLATES).as_posix() in named_templates() | GIVEN | ERRORS


def test_every_named_template_exists() -> None:
    named = {name for name in named_templates() if (TEMPLATES / name).parent.is_dir() and "/" in name}
    assert [name for name in sorted(named) if not (TEMPLATES / name).is_file()] == []


def test_a_page_has_one_first_heading_and_skips_no_level(page: Page) -> None:
    assert page.outline.count(1) == 1
    assert page.outline[0] == 1
    assert all(below - above <= 1 for above, below in zip(page.outline, page.outline[1:], strict=False))


def test_every_control_has_a_name(page: Page) -> None:
    assert page.unnamed == []


def test_every_form_that_changes_something_is_protected(page: Page) -> None:
    assert [form.action for form in page.forms if form.method == "post" and not form.fields.get("csrf_token")] == []


def test_no_id_is_given_twice(page: Page) -> None:
    assert sorted(page.ids) == sorted(set(page.ids))


def test_what_points_at_an_id_finds_it(page: Page) -> None:
    inside = {href[1:] for href in page.hrefs if href.startswith("#")}
    described = {
        one
        for _, marks in page.tags
        for name in ("aria-describedby", "aria-labelledby")
        for one in marks.get(name, "").split()
    }
    assert (inside | described | (page.labels - {""})) - set(page.ids) == set()


def test_a_page_says_its_language_and_its_title(page: Page) -> None:
    [root] = [marks for tag, marks in page.tags if tag == "html"]
    assert root["lang"].startswith("en")
    assert sum(tag == "title" for tag, _ in page.tags) >= 1


def test_every_picture_is_described_or_marked_as_ornament(page: Page) -> None:
    pictures = [marks for tag, marks in page.tags if tag == "img"]
    assert [marks for marks in pictures if "alt" not in marks] == []
