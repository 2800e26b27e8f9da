"""/admin/alerts: what needs a person, until somebody has looked."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.shop.alerts.actions import record_alert, settle_alert
from saas.shop.alerts.models import Alert
from tests.people import SAM


@pytest.fixture
def alerted(session: Session) -> Session:
    record_alert(session, "clock:today", "the clock is <off>")
    return session


def test_without_alerts_the_page_says_so(sam: FlaskClient) -> None:
    assert "Nothing waits." in sam.get("/admin/alerts").text


def test_an_alert_is_shown_as_it_was_written(sam: FlaskClient, alerted: Session) -> None:
    assert "The clock is &lt;off&gt;" in sam.get("/admin/alerts").text


def test_settling_records_who_did_it(sam: FlaskClient, alerted: Session) -> None:
    answer = sam.post("/admin/alerts/settlement", data={"key": "clock:today", "from": "list"})
    assert (answer.status_code, answer.location) == (303, "/admin/alerts")
    [alert] = alerted.scalars(select(Alert))
    assert (alert.settled_by, alert.settled_at is not None) == (SAM.email, True)
    assert "Nothing waits." in sam.get("/admin/alerts").text


def test_the_first_to_settle_is_kept(sam: FlaskClient, alerted: Session) -> None:
    [alert] = alerted.scalars(select(Alert))
    settle_alert(alerted, alert.key, by="pat@example.com")
    assert sam.post("/admin/alerts/settlement", data={"key": "clock:today"}).status_code == 303
    alerted.rollback()
    assert alerted.scalars(select(Alert.settled_by)).all() == ["pat@example.com"]


@pytest.mark.parametrize("form", [{}, {"key": "no such key"}])
def test_an_unknown_alert_is_not_found(form: dict[str, str], sam: FlaskClient) -> None:
    assert sam.post("/admin/alerts/settlement", data=form).status_code == 404
