"""Replaying an event: what may be queued again is decided in the verb, under a lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel.errors import NotFound
from saas.kernel.tenancy import unscoped
from saas.shop.stripe.inbox import NotReplayable, park_event, receive_event, replay_event
from tests.letters import jobs_of
from tests.local_stripe import LocalStripe
from tests.shop.records import ShopRecords
from tests.threads import run_at_once


@pytest.fixture
def parked(open_session: str, stripe: LocalStripe, session: Session) -> str:
    event = stripe.make_event()
    receive_event(session, event, livemode=False)
    park_event(session, event["id"], "ValueError: no")
    return str(event["id"])


def test_two_replays_at_once_queue_it_once(parked: str, engine: Engine) -> None:
    def replay() -> None:
        with unscoped(engine, "tests: looking and arranging") as own_session:
            replay_event(own_session, parked)

    run_at_once(replay, replay)
    assert jobs_of(engine, "handle_event") == [[parked], [parked]]  # when it arrived, and once more


@pytest.mark.parametrize(
    ("changes", "state"), [({"livemode": True}, "quarantined"), ({"type": "price.created"}, "ignored")]
)
def test_an_event_that_never_concerned_us_is_replayed_by_an_operator_alone(
    changes: dict[str, Any], state: str, open_session: str, stripe: LocalStripe, session: Session, records: ShopRecords
) -> None:
    event = stripe.make_event() | changes
    receive_event(session, event, livemode=False)
    with pytest.raises(NotReplayable, match=state):
        replay_event(session, event["id"])
    assert records.events == {event["id"]: state}
    replay_event(session, event["id"], force=True)
    assert records.events == {event["id"]: "received"}


def test_a_settled_event_is_applied_again_without_effect(
    paid_session: str, session: Session, records: ShopRecords, apply_event: Callable[[str], str]
) -> None:
    [event_id] = records.events
    replay_event(session, event_id)
    assert (apply_event(event_id), len(records.payments), len(records.receipts)) == ("settled", 1, 1)


def test_an_unknown_event_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        replay_event(session, "evt_0")
