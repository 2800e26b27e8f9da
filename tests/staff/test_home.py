"""/admin: what waits, counted in one statement."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.shop.refunds.actions import request_refund
from saas.shop.stripe.inbox import park_event, receive_event
from tests.local_stripe import LocalStripe
from tests.shop.records import ShopRecords


def counts(page: str) -> list[int]:
    """Alerts, requests, disputes, parked events."""
    return [int(number) for number in re.findall(r"</a></dt><dd>(\d+)</dd>", page)][:4]


def test_without_work_every_count_is_zero(sam: FlaskClient) -> None:
    assert counts(sam.get("/admin").text) == [0, 0, 0, 0]


def test_waiting_work_is_counted(
    sam: FlaskClient,
    session: Session,
    session_id: str,
    stripe: LocalStripe,
    sync_from_stripe: Callable[[], None],
    ann_records: ShopRecords,
) -> None:
    request_refund(session, ann_records.order.public_id, note="")
    stripe.open_dispute(session_id)
    sync_from_stripe()
    event = stripe.make_event(session_id=session_id)
    receive_event(session, event, livemode=False)
    park_event(session, event["id"], "ValueError: the shop stumbled")
    assert counts(sam.get("/admin").text) == [2, 1, 1, 1]


def test_an_answered_dispute_is_not_counted(
    sam: FlaskClient, disputed: str, stripe: LocalStripe, sync_from_stripe: Callable[[], None], ann_records: ShopRecords
) -> None:
    stripe.move_dispute(ann_records.disputes[0].stripe_id, "under_review")
    sync_from_stripe()
    assert counts(sam.get("/admin").text)[2] == 0
