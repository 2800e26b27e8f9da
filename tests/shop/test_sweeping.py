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
from tests.shop.books import Books
from tests.shop.conftest import Deliver

Work = Callable[[str], str]


def test_a_lost_event_is_fetched_and_done(
    opened: str, session: Session, stripe: LocalStripe, books: Books, work: Work
) -> None:
    stripe.pay()
    event = stripe.make_event()
    at_stripe = len(list(stripe.list_events_since(0)))
    assert [sweep.sweep_events(session, stripe) for _ in range(2)] == [at_stripe, 0]
    assert (work(event["id"]), books.order.state) == ("settled", "paid")


def test_the_mark_moves_only_when_all_was_read(opened: str, session: Session, stripe: LocalStripe) -> None:
    stripe.is_down = True
    with pytest.raises(StripeUnavailable):
        sweep.sweep_events(session, stripe)
    assert session.scalar(select(Sweep.reached_at)) is None
    stripe.is_down = False
    sweep.sweep_events(session, stripe)
    assert session.scalar(select(Sweep.reached_at)) is not None


def test_an_event_before_the_mark_is_not_read_again(opened: str, session: Session, stripe: LocalStripe) -> None:
    sweep.sweep_events(session, stripe)
    stripe.make_event(created=int((clock.now() - timedelta(minutes=20)).timestamp()))
    assert sweep.sweep_events(session, stripe) == 0


def test_an_open_page_is_asked_about_after_a_quarter_of_an_hour(
    opened: str, session: Session, stripe: LocalStripe, books: Books
) -> None:
    stripe.pay()
    sweep.refresh_open_orders(session, stripe)
    assert books.order.state == "pending"
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        sweep.refresh_open_orders(session, stripe)
    assert books.order.state == "paid"


def test_a_stripe_that_is_away_is_asked_at_the_next_turn(
    opened: str, session: Session, stripe: LocalStripe, books: Books
) -> None:
    stripe.is_down = True
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        sweep.refresh_open_orders(session, stripe)
    assert books.order.state == "pending"


@pytest.mark.parametrize(("skew", "told"), [(0.0, 0), (59.0, 0), (-59.0, 0), (61.0, 1), (-400.0, 1)])
def test_a_clock_astray_is_told_once_a_day(
    skew: float, told: int, session: Session, stripe: LocalStripe, books: Books
) -> None:
    stripe.clock_skew_seconds = skew
    for _ in range(2):
        sweep.sweep_events(session, stripe)
    assert len(books.alerts) == told


def test_an_event_that_fails_for_good_is_parked_and_tried_again_later(
    opened: str, session: Session, stripe: LocalStripe, books: Books, knock: Deliver, work: Work
) -> None:
    stripe.pay()
    event = stripe.make_event()
    knock(event)
    park_event(session, event["id"], "Traceback …\nValueError: no such thing\n")
    assert (books.events, books.reasons) == ({event["id"]: "parked"}, ["ValueError: no such thing"])
    assert "could not be handled" in books.alerts[0]
    sweep.retry_parked_events(session)
    assert (work(event["id"]), books.order.state) == ("settled", "paid")


def test_what_was_parked_long_ago_waits_for_a_person(
    opened: str, session: Session, stripe: LocalStripe, books: Books, knock: Deliver
) -> None:
    event = stripe.make_event()
    knock(event)
    park_event(session, event["id"], "ValueError")
    with time_machine.travel(clock.now() + timedelta(days=2)):
        sweep.retry_parked_events(session)
    assert books.events == {event["id"]: "parked"}


def test_a_parked_event_that_stripe_sends_again_is_tried_again(
    opened: str, session: Session, stripe: LocalStripe, books: Books, knock: Deliver
) -> None:
    event = stripe.make_event()
    knock(event)
    park_event(session, event["id"], "ValueError")
    assert knock(event).json == {"outcome": "seen before"}
    assert books.events == {event["id"]: "received"}


def test_an_event_can_be_done_over(
    opened: str, session: Session, stripe: LocalStripe, books: Books, deliver: Deliver, work: Work
) -> None:
    stripe.pay()
    event = stripe.make_event()
    deliver(event)
    replay_event(session, event["id"])
    assert (work(event["id"]), len(books.payments), len(books.receipts)) == ("settled", 1, 1)
    assert session.scalar(select(StripeEvent.round)) == 2
