"""What never came is fetched; what was parked is tried again; what stays open is asked about; a clock astray is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.shop.stripe import sweep
from saas.shop.stripe.client import StripeUnavailable
from saas.shop.stripe.inbox import park_event, replay_event
from saas.shop.stripe.models import StripeEvent, Sweep
from tests.local_stripe import LocalStripe
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords

Work = Callable[[str], str]


def test_a_missed_event_is_fetched_and_applied(
    open_session: str, session: Session, stripe: LocalStripe, records: ShopRecords, apply_event: Work
) -> None:
    stripe.pay()
    event = stripe.make_event()
    at_stripe = len(list(stripe.list_events_since(0)))
    assert [sweep.sweep_events(session, stripe) for _ in range(2)] == [at_stripe, 0]
    assert (apply_event(event["id"]), records.order.state) == ("settled", "paid")


def test_the_mark_moves_only_when_every_event_was_read(
    open_session: str, session: Session, stripe: LocalStripe
) -> None:
    stripe.is_down = True
    with pytest.raises(StripeUnavailable):
        sweep.sweep_events(session, stripe)
    assert session.scalar(select(Sweep.reached_at)) is None
    stripe.is_down = False
    sweep.sweep_events(session, stripe)
    assert session.scalar(select(Sweep.reached_at)) is not None


def test_an_event_before_the_mark_is_not_read_again(open_session: str, session: Session, stripe: LocalStripe) -> None:
    sweep.sweep_events(session, stripe)
    stripe.make_event(created=int((clock.now() - timedelta(minutes=20)).timestamp()))
    assert sweep.sweep_events(session, stripe) == 0


def test_an_open_session_is_refreshed_after_fifteen_minutes(
    open_session: str, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.pay()
    sweep.refresh_open_orders(session, stripe)
    assert records.order.state == "pending"
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        sweep.refresh_open_orders(session, stripe)
    assert records.order.state == "paid"


def test_when_stripe_is_down_the_next_sweep_goes_on(
    open_session: str, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.is_down = True
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        sweep.refresh_open_orders(session, stripe)
    assert records.order.state == "pending"


@pytest.mark.parametrize(("skew", "alert_count"), [(0.0, 0), (59.0, 0), (-59.0, 0), (61.0, 1), (-400.0, 1)])
def test_a_wrong_clock_raises_one_alert_a_day(
    skew: float, alert_count: int, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.clock_skew_seconds = skew
    for _ in range(2):
        sweep.sweep_events(session, stripe)
    assert len(records.alerts) == alert_count


def test_an_event_that_fails_for_good_is_parked_and_tried_again_later(
    open_session: str,
    session: Session,
    stripe: LocalStripe,
    records: ShopRecords,
    post_event: Deliver,
    apply_event: Work,
) -> None:
    stripe.pay()
    event = stripe.make_event()
    post_event(event)
    park_event(session, event["id"], "Traceback …\nValueError: no such thing\n")
    assert (records.events, records.reasons) == ({event["id"]: "parked"}, ["ValueError: no such thing"])
    assert "could not be handled" in records.alerts[0]
    sweep.retry_parked_events(session)
    assert (apply_event(event["id"]), records.order.state) == ("settled", "paid")


def test_an_event_parked_long_ago_waits_for_staff(
    open_session: str, session: Session, stripe: LocalStripe, records: ShopRecords, post_event: Deliver
) -> None:
    event = stripe.make_event()
    post_event(event)
    park_event(session, event["id"], "ValueError")
    with time_machine.travel(clock.now() + timedelta(days=2)):
        sweep.retry_parked_events(session)
    assert records.events == {event["id"]: "parked"}


def test_a_parked_event_that_stripe_sends_again_is_tried_again(
    open_session: str, session: Session, stripe: LocalStripe, records: ShopRecords, post_event: Deliver
) -> None:
    event = stripe.make_event()
    post_event(event)
    park_event(session, event["id"], "ValueError")
    assert post_event(event).json == {"outcome": "seen before"}
    assert records.events == {event["id"]: "received"}


def test_an_event_can_be_replayed(
    open_session: str, session: Session, stripe: LocalStripe, records: ShopRecords, deliver: Deliver, apply_event: Work
) -> None:
    stripe.pay()
    event = stripe.make_event()
    deliver(event)
    replay_event(session, event["id"])
    assert (apply_event(event["id"]), len(records.payments), len(records.receipts)) == ("settled", 1, 1)
    assert session.scalar(select(StripeEvent.round)) == 2
