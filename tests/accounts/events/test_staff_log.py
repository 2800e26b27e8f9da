"""`/admin/log`, `saas events`, and the alert about many failed sign-ins."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.accounts.events.models import SecurityEvent
from saas.accounts.events.queries import BURST_COUNT, BURST_MINUTES, PAGE_SIZE, check_sign_ins
from saas.jobs import report_problems
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.shop.alerts.queries import list_open_alerts
from tests.people import ANN, BEA, SAM, account_of


def record(session: Session, kind: str, count: int = 1, **values: object) -> None:
    with transaction(session):
        for _ in range(count):
            record_event(session, kind, **values)  # type: ignore[arg-type]


def test_staff_filter_the_log_by_kind_account_and_person(sam: FlaskClient, session: Session) -> None:
    record(session, "data_exported", account_id=account_of(session, ANN), subject="subject-of-ann")
    record(session, "signed_out", account_id=account_of(session, BEA), subject="subject-of-bea")
    for query, is_ann, is_bea in (
        ("", True, True),
        ("?kind=data_exported", True, False),
        (f"?account={BEA.email}", False, True),
        ("?account=nobody@example.com", False, False),
        (f"?staff={SAM.email}", False, False),
        ("?kind=no_such_kind", True, True),
        ("?after=nothing&kind=data_exported", False, False),
    ):
        page = sam.get(f"/admin/log{query}").text
        assert ("subject-of-ann" in page, "subject-of-bea" in page) == (is_ann, is_bea), query
    assert sam.get(f"/admin/log?kind=log_viewed&staff={SAM.email}").text.count("This log read</th>") == 7
    assert "This log read</th>" not in sam.get("/admin/log").text


def test_the_log_is_read_page_by_page(sam: FlaskClient, session: Session) -> None:
    record(session, "alert_settled", subject="the oldest")
    record(session, "alert_settled", PAGE_SIZE)
    first = sam.get("/admin/log?kind=alert_settled").text
    oldest_shown = session.scalars(
        select(SecurityEvent.public_id).where(SecurityEvent.kind == "alert_settled").order_by(SecurityEvent.id)
    ).all()[1]
    address = f"/admin/log?kind=alert_settled&account=&staff=&after={oldest_shown}"
    assert "the oldest" not in first
    assert address.replace("&", "&amp;") in first
    assert "the oldest" in sam.get(address).text


def test_many_failed_sign_ins_raise_one_alert_and_are_no_fault(session: Session) -> None:
    with clock.moved_back(timedelta(minutes=BURST_MINUTES + 1)):
        record(session, "sign_in_failed", BURST_COUNT)
    assert check_sign_ins(session).problems == []
    record(session, "sign_in_failed", BURST_COUNT)
    [problem] = check_sign_ins(session).problems
    assert (problem.is_fault, check_sign_ins(session).gauges[0].value) == (False, BURST_COUNT)
    report_problems(session.get_bind().engine)
    report_problems(session.get_bind().engine)
    session.rollback()
    alerts = [alert for alert in list_open_alerts(session) if "sign-ins" in alert.key]
    assert [f"{BURST_COUNT} sign-ins failed" in alert.sentence for alert in alerts] == [True]
