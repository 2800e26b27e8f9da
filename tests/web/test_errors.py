"""Errors are pages: what happened, what is safe, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from saas.kernel.errors import NotFound, Refusal, Unavailable
from saas.web.security import BODY_LIMIT
from tests.people import ANN
from tests.web.html_page import Page

SECRET = "the password is swordfish"


class Raises:
    """A view that raises `error`."""

    error: Any = None

    def __call__(self) -> str:
        raise self.error


@pytest.fixture
def breaks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Raises]:
    """`/pricing`, broken for one test; the error goes to the page and not to the test."""
    view = Raises()
    monkeypatch.setitem(app.view_functions, "site.pricing", view)
    app.testing = False
    yield view
    app.testing = True


def test_an_unknown_address_is_answered_with_a_page(client: FlaskClient) -> None:
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert Page(answer.text).outline.count(1) == 1


def test_a_crash_shows_no_detail(breaks: Raises, client: FlaskClient) -> None:
    breaks.error = RuntimeError(SECRET)
    answer = client.get("/pricing")
    assert answer.status_code == 500
    assert "swordfish" not in answer.text
    assert "Traceback" not in answer.text


def test_the_page_of_a_crash_needs_no_database(breaks: Raises, client: FlaskClient) -> None:
    breaks.error = RuntimeError(SECRET)
    assert Page(client.get("/pricing").text).outline[0] == 1


@pytest.mark.parametrize(
    ("error", "status"),
    [(Refusal("No."), 409), (NotFound("No."), 404), (Unavailable("No."), 503)],
    ids=["refusal", "missing", "unavailable"],
)
def test_a_refusal_has_its_status(breaks: Raises, client: FlaskClient, error: Refusal, status: int) -> None:
    breaks.error = error
    assert client.get("/pricing").status_code == status


def test_a_refusal_shows_its_sentence_and_the_next_step(breaks: Raises, client: FlaskClient) -> None:
    breaks.error = Refusal("The order is paid <already>.", next_label="See the order", next_href="/orders")
    page = client.get("/pricing").text
    assert "The order is paid &lt;already&gt;." in page
    assert 'href="/orders"' in page


def test_not_found_does_not_say_whose_it_is(breaks: Raises, client: FlaskClient) -> None:
    breaks.error = NotFound(SECRET)
    assert "swordfish" not in client.get("/pricing").text


@pytest.mark.parametrize("status", [400, 403, 410, 415, 429, 503])
def test_every_error_status_has_a_page(
    app: Flask, monkeypatch: pytest.MonkeyPatch, client: FlaskClient, status: int
) -> None:
    monkeypatch.setitem(app.view_functions, "site.pricing", lambda: abort(status))
    answer = client.get("/pricing")
    assert answer.status_code == status
    assert Page(answer.text).outline.count(1) == 1


def test_the_wrong_method_is_answered_with_a_page(client: FlaskClient) -> None:
    answer = client.post("/pricing")
    assert answer.status_code == 405
    assert Page(answer.text).outline.count(1) == 1


def test_a_body_over_the_limit_is_refused(as_: Any) -> None:
    answer = as_(ANN).post("/intake/own_words", data={"own_words": "x" * (BODY_LIMIT + 1)})
    assert answer.status_code == 413
    assert Page(answer.text).outline.count(1) == 1


def test_a_form_without_its_token_changes_nothing(app: Flask, as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = as_(ANN).post("/intake/savings", data={"savings": "1"})
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text


def test_an_address_with_a_nul_is_not_found(as_: Any) -> None:
    assert as_(ANN).get("/orders/%00").status_code == 404


@pytest.mark.parametrize("path", ["/sign-in", "/reset"])
def test_signing_in_takes_forms_only(client: FlaskClient, path: str) -> None:
    assert client.post(path, json=1).status_code == 415


def test_a_secret_address_is_not_logged(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setitem(app.view_functions, "calendar_feeds.read", broken)
    app.testing = False
    assert client.get("/calendar/a-secret-that-opens-something.ics").status_code == 500
    app.testing = True
    captured = capsys.readouterr()
    assert "a-secret-that-opens" not in captured.out + captured.err
