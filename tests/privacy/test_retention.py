"""What is too old is deleted, and /privacy says the same durations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from saas.intake.answers.models import StartSheet
from saas.intake.submissions.models import Submission
from saas.jobs import apply_retention
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.tenancy import account_session
from saas.plans.models import Plan
from saas.privacy.holdings import HOLDINGS
from saas.privacy.retention import (
    ACCESS_DAYS,
    ALERTS,
    RETENTIONS,
    START_SHEETS,
    STRIPE_EVENTS,
    SUBMISSIONS_KEPT,
    describe_period,
)
from saas.shop.alerts.actions import raise_alert, settle_alert
from saas.shop.alerts.models import Alert
from saas.shop.orders.models import AccessDay
from saas.shop.stripe.models import EventState, StripeEvent
from tests.people import ANN, Person, account_of


def run_later(engine: Engine, later: timedelta) -> None:
    with time_machine.travel(clock.now() + later, tick=False):
        apply_retention(engine)


def count(session: Session, model: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def rows(session: Session, client: FlaskClient, as_: Callable[[Person], FlaskClient]) -> None:
    """One row of each thing that is deleted when it is too old."""
    client.post("/start/role", data={"role": "registered-nurse"})
    as_(ANN).get("/plan")
    with transaction(session):
        raise_alert(session, "settled", "one")
        raise_alert(session, "open", "two")
        for number, state in enumerate((EventState.SETTLED, EventState.PARKED)):
            session.add(StripeEvent(event_id=f"evt_{number}", type="t", state=state, body="{}"))
    settle_alert(session, "settled", by="sam@example.com")


@pytest.mark.parametrize(
    ("model", "kept", "left"),
    [
        (StartSheet, START_SHEETS.kept, 0),
        (AccessDay, ACCESS_DAYS.kept, 0),
        (StripeEvent, STRIPE_EVENTS.kept, 1),
        (Alert, ALERTS.kept, 1),
    ],
)
def test_a_row_is_deleted_when_its_time_is_over(
    model: type, kept: timedelta, left: int, rows: None, session: Session, engine: Engine
) -> None:
    before = count(session, model)
    run_later(engine, kept - timedelta(days=1))
    assert count(session, model) == before
    run_later(engine, kept + timedelta(days=2))
    assert (before > left, count(session, model)) == (True, left)


def test_of_submissions_without_a_plan_the_last_few_stay(session: Session, engine: Engine) -> None:
    ann = account_of(session, ANN)
    with account_session(engine, ann) as own, transaction(own):
        own.add_all(Submission(account_id=ann, answers={"years": number}) for number in range(SUBMISSIONS_KEPT + 4))
    plans, before = count(session, Plan), count(session, Submission)
    run_later(engine, timedelta(days=2))
    assert before - count(session, Submission) == 4
    assert count(session, Plan) == plans


def test_the_page_says_every_duration_and_everything_that_is_held(client: FlaskClient) -> None:
    page = unescape(client.get("/privacy").text)
    for retention in RETENTIONS:
        assert retention.what in page and f"<td>{retention.period}</td><td>{retention.reason}</td>" in page
    for holding in HOLDINGS:
        assert f'<th scope="row">{holding.what}</th><td>{holding.why}</td><td>{holding.how_long}</td>' in page


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (30, "30 days"), (180, "6 months"), (365, "1 year"), (730, "2 years"), (400, "400 days")],
)
def test_a_period_reads_as_people_say_it(days: int, words: str) -> None:
    assert describe_period(timedelta(days=days)) == words
