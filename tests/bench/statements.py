"""How many statements a page sends to the database, counted in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from saas.kernel.tenancy import unscoped
from saas.shop.stripe.inbox import apply_event
from saas.shop.stripe.models import StripeEvent
from tests.bench.app_clients import deliver, signed_in
from tests.bench.points import PUBLIC, checkout_completed_event
from tests.bench.testbed import Testbed
from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL

BEGINS = ("BEGIN", "COMMIT", "ROLLBACK")


@dataclass(frozen=True, slots=True)
class StatementCount:
    """The statements of one page, as sent, without begin and commit."""

    name: str
    goal: int | None
    statements: tuple[str, ...]


def count_statements(testbed: Testbed) -> list[StatementCount]:
    stripe = LocalStripe()
    app = testbed.app(stripe)
    ann, cal = signed_in(app, ANN), signed_in(app, CAL)
    return [_count(testbed, name, goal, page) for name, goal, page in _pages(testbed, app, stripe, ann, cal)]


Page = Callable[[], Any]


def _pages(
    testbed: Testbed, app: Flask, stripe: LocalStripe, ann: FlaskClient, cal: FlaskClient
) -> Iterator[tuple[str, int | None, Page]]:
    stranger = app.test_client()
    app.extensions["pages"].refresh()
    for path in ("/", PUBLIC):
        stranger.get(f"{path}?warm")  # the library is read once per version, not per page
        yield f"{path}, rendered", None, partial(stranger.get, path)
        yield f"{path}, from memory", 0, partial(stranger.get, path)
    yield "/dashboard", 6, lambda: ann.get("/dashboard")
    yield "/plan", None, lambda: ann.get("/plan")
    yield "/checkout", None, lambda: cal.get("/checkout")
    yield "/checkout, pressed", None, lambda: cal.post("/checkout")
    stripe.pay()
    yield "webhook, kept with its job", None, lambda: deliver(stranger, checkout_completed_event(stripe.only_session))
    yield "webhook, done by a worker", None, lambda: _work(testbed, stripe)


def _work(testbed: Testbed, stripe: LocalStripe) -> Any:
    """What a worker does with the event that was just kept."""
    with unscoped(testbed.engine, "tests: looking and arranging") as session:
        [event_id] = session.scalars(select(StripeEvent.event_id).where(StripeEvent.state == "received"))
        apply_event(session, stripe, event_id)
    return SimpleNamespace(status_code=200)


def _count(testbed: Testbed, name: str, goal: int | None, page: Page) -> StatementCount:
    with _record_statements(testbed.web_engine) as statements:
        answer = page()
    assert answer.status_code < 400, f"{name}: {answer.status}"
    return StatementCount(name, goal, tuple(statements))


@contextmanager
def _record_statements(engine: Engine) -> Iterator[list[str]]:
    recorded: list[str] = []

    def record(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(BEGINS):
            recorded.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield recorded
    finally:
        event.remove(engine, "before_cursor_execute", record)
