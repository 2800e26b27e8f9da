"""Nothing that a person typed is logged: markers in every field, and real errors of the database, read back from all logs."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator

import pytest
import structlog
from dbos._logger import dbos_logger
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from saas.accounts.models import Person as PersonRow
from saas.kernel.error_reports import describe_error, format_error, scrub_text
from saas.kernel.errors import PermanentFailure
from saas.kernel.jobs import DONE
from saas.kernel.tenancy import unscoped
from saas.kernel.worker import _Attempt, _RunningSteps
from saas.shop.orders.models import Order
from saas.web.logs import CleanRecord, configure_logging
from tests.apps import make_settings
from tests.people import ANN, CAL, Person
from tests.web.html_page import Page

MARKER = "zqmarker"
EMAIL = f"{MARKER}@example.com"
LONG = MARKER * 60


def write_twice(session: Session) -> None:
    for _ in range(2):
        session.execute(
            insert(PersonRow).values(account_id=1, email=EMAIL, password=f"$argon2id${MARKER}", fs_uniquifier=MARKER)
        )


def write_null(session: Session) -> None:
    session.execute(insert(PersonRow).values(account_id=None, email=EMAIL, fs_uniquifier=MARKER))


def write_to_nobody(session: Session) -> None:
    session.execute(insert(PersonRow).values(account_id=999999, email=EMAIL, fs_uniquifier=MARKER))


def write_what_does_not_fit(session: Session) -> None:
    session.execute(update(Order).values(email=LONG, currency=LONG, amount_cents=func.json(MARKER)))


ERRORS: tuple[Callable[[Session], None], ...] = (write_twice, write_null, write_to_nobody, write_what_does_not_fit)


def database_error(engine: Engine, write: Callable[[Session], None]) -> DBAPIError:
    with unscoped(engine, "tests: looking and arranging") as session:
        with pytest.raises(DBAPIError) as caught:
            write(session)
        session.rollback()
    return caught.value


# The root, and those that may hand nothing on to it.
LOGGERS = (None, "dbos", "gunicorn.error")


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str], app: Flask) -> Iterator[Callable[[], str]]:
    """Everything that was written to the logs since the last call."""
    configure_logging(make_settings())
    records = io.StringIO()
    plain = logging.StreamHandler(records)
    for name in LOGGERS:
        logging.getLogger(name).addHandler(plain)

    def call() -> str:
        output = capfd.readouterr()
        return output.out + output.err + records.getvalue()

    yield call
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(plain)


@pytest.mark.parametrize("write", ERRORS, ids=lambda write: write.__name__)
def test_an_error_of_the_database_is_logged_without_the_row(
    write: Callable[[Session], None], engine: Engine, logged: Callable[[], str]
) -> None:
    error = database_error(engine, write)
    crash = RuntimeError(f"about {EMAIL}")
    crash.__cause__ = error
    try:
        raise crash  # so that it is the one that is being handled
    except RuntimeError:
        structlog.get_logger().exception("request failed", why=error, text=str(error), about=EMAIL)
        logging.getLogger("gunicorn.error").exception("Error handling request %s %s", "GET", f"/claim/{MARKER}")
        dbos_logger.error(f"Error executing workflow x: {error}", exc_info=crash)
        logging.getLogger("other").warning("failed: %s", error)
    output = logged()
    assert output.count("RuntimeError") >= 3
    assert type(error).__name__ in output
    assert MARKER not in output


def test_the_constraint_is_named(engine: Engine) -> None:
    described = describe_error(database_error(engine, write_twice))
    assert described.startswith("IntegrityError: ")
    assert "people" in described and "email" in described.replace("fs_uniquifier", "email")


def test_a_crashed_request_logs_where_and_not_what(
    app: Flask, client: FlaskClient, engine: Engine, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def view() -> str:
        with unscoped(engine, "tests: looking and arranging") as session:
            write_twice(session)
        return ""

    monkeypatch.setitem(app.view_functions, "site.pricing", view)
    monkeypatch.setattr(app, "testing", False)
    assert client.get(f"/pricing?q={MARKER}").status_code == 500
    output = logged()
    assert "write_twice" in output and "IntegrityError" in output
    assert MARKER not in output


def test_a_failed_job_stores_and_logs_no_message_of_others(engine: Engine) -> None:
    def step() -> None:
        with unscoped(engine, "tests: looking and arranging") as session:
            write_twice(session)

    outcome = _Attempt(step, _RunningSteps()).run(())
    assert outcome != DONE
    assert "write_twice" in outcome["trace"] and "IntegrityError" in outcome["trace"]
    assert MARKER not in str(outcome)


def test_our_own_messages_stay_without_addresses() -> None:
    error = PermanentFailure(f"the mail server refuses {EMAIL}: 550")
    assert describe_error(error) == "PermanentFailure: the mail server refuses [address]: 550"
    assert describe_error(ValueError(MARKER)) == "ValueError"
    assert format_error(ValueError(MARKER)) == "ValueError"


@pytest.mark.parametrize(
    "message",
    [
        f"duplicate key value violates unique constraint\nDETAIL:  Key (email)=({EMAIL}) already exists.",
        f"null value in column\nDETAIL:  Failing row contains (1, {MARKER},\n {MARKER}).\n[SQL: INSERT]\n(Background on this error",
        f'invalid input syntax for type bigint: "{MARKER}"\nLINE 1: SELECT {MARKER}',
        f"failed\n[SQL: SELECT 1]\n[parameters: ('{MARKER}', {MARKER!r})]\n(Background on this error at: https://sqlalche.me)",
        f"letter to <{EMAIL}> was refused",
    ],
)
def test_what_a_message_quotes_is_taken_out(message: str) -> None:
    record = CleanRecord("dbos", logging.ERROR, "", 1, message, (), None)
    assert MARKER not in record.getMessage()
    assert scrub_text("kept: 12 rows") == "kept: 12 rows"


def fill_every_form(client: FlaskClient, path: str) -> int:
    """Send each form of a page with the marker in every field that a person types in."""
    page = client.get(path, follow_redirects=True)
    if page.mimetype != "text/html":
        return 0
    posts = [form for form in Page(page.text).forms if form.method == "post" and "sign-out" not in form.action]
    forms = {re.sub(r"\d+", "", form.action): form for form in posts}.values()
    for form in forms:
        data = {name: value if name == "csrf_token" else MARKER for name, value in form.fields.items()}
        client.post(form.action or page.request.path, data=data | {"email": EMAIL, "note": MARKER})
    return len(forms)


@pytest.mark.any_database
def test_markers_in_every_form_reach_no_log(
    app: Flask, as_: Callable[[Person], FlaskClient], client: FlaskClient, logged: Callable[[], str]
) -> None:
    paths = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    skipped = ("/settings/deletion", "/metrics", "/healthz", "/readyz")
    sent = 0
    for person in (client, as_(CAL), as_(ANN)):
        for path in paths:
            if path not in skipped and not path.startswith("/admin"):
                sent += fill_every_form(person, path)
        person.get(f"/claim/{MARKER}")
        person.get(f"/library?q={MARKER}&email={EMAIL}")
    assert sent > 20
    assert MARKER not in logged()
