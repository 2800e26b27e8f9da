"""/admin: what waits, counted in one statement."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.shop.refunds.actions import request_refund
from saas.shop.stripe.inbox import park_event, receive_event
from tests.local_stripe import LocalStripe
from tests.shop.books import Books


def counts(page: str) -> list[int]:
    """Alerts, requests, disputes, parked events."""
    return [int(number) for number in re.findall(r"</a></dt><dd>(\d+)</dd>", page)][:4]


def test_on_a_quiet_day_nothing_waits(sam: FlaskClient) -> None:
    assert counts(sam.get("/admin").text) == [0, 0, 0, 0]


def test_what_waits_is_counted(
    sam: FlaskClient, session: Session, session_id: str, stripe: LocalStripe, hear: Callable[[], None], anns: Books
) -> None:
    request_refund(session, anns.order.public_id, note="")
    stripe.open_dispute(session_id)
    hear()
    event = stripe.make_event(session_id=session_id)
    receive_event(session, event, livemode=False)
    park_event(session, event["id"], "ValueError: the shop stumbled")
    assert counts(sam.get("/admin").text) == [2, 1, 1, 1]


def test_what_is_answered_waits_no_more(
    sam: FlaskClient, disputed: str, stripe: LocalStripe, hear: Callable[[], None], anns: Books
) -> None:
    stripe.move_dispute(anns.disputes[0].stripe_id, "under_review")
    hear()
    assert counts(sam.get("/admin").text)[2] == 0
