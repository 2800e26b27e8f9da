"""/admin/events: the inbox, one event, and doing it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.shop.stripe.inbox import park_event
from tests.local_stripe import LocalStripe
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords


@pytest.fixture
def settled(open_session: str, stripe: LocalStripe, deliver: Deliver) -> str:
    event: dict[str, Any] = stripe.make_event()
    deliver(event)
    return str(event["id"])


@pytest.fixture
def parked(open_session: str, stripe: LocalStripe, post_event: Deliver, session: Session) -> str:
    event = stripe.make_event()
    post_event(event)
    park_event(session, event["id"], "Traceback (most recent call last)\nValueError: the shop stumbled")
    return str(event["id"])


def test_each_event_is_shown_with_its_state_and_reason(
    sam: FlaskClient, settled: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    foreign = stripe.make_event(livemode=True)
    deliver(foreign)
    page = sam.get("/admin/events").text
    for words in (settled, foreign["id"], "settled", "quarantined", "it comes from the other mode of Stripe"):
        assert words in page


def test_events_are_filtered_by_state(sam: FlaskClient, settled: str, parked: str) -> None:
    page = sam.get("/admin/events?state=parked").text
    assert parked in page
    assert settled not in page


def test_events_are_found_by_their_order(sam: FlaskClient, settled: str, records: ShopRecords) -> None:
    assert settled in sam.get("/admin/events", query_string={"find": records.order.public_id}).text
    assert "No event fits." in sam.get("/admin/events?find=000000000000").text


def test_an_event_shows_its_body_and_leads_to_its_order(sam: FlaskClient, settled: str, records: ShopRecords) -> None:
    page = sam.get(f"/admin/events/{settled}").text
    assert "&#34;type&#34;: &#34;checkout.session.completed&#34;" in page
    assert f'href="/admin/orders/{records.order.public_id}"' in page


def test_a_parked_event_shows_why_it_failed(sam: FlaskClient, parked: str) -> None:
    page = sam.get(f"/admin/events/{parked}").text
    assert "Traceback (most recent call last)" in page
    assert "ValueError: the shop stumbled" in page


def test_a_parked_event_is_queued_again(
    sam: FlaskClient, parked: str, records: ShopRecords, apply_event: Callable[[str], str]
) -> None:
    assert sam.post(f"/admin/events/{parked}/replay").location == f"/admin/events/{parked}"
    assert records.events == {parked: "received"}
    assert apply_event(parked) == "settled"


def test_pressing_twice_queues_it_once(sam: FlaskClient, settled: str) -> None:
    for _ in range(2):
        assert sam.post(f"/admin/events/{settled}/replay").status_code == 303
    page = sam.get(f"/admin/events/{settled}").text
    assert "2 times" in page
    assert "Waiting for a worker" in page


def test_a_quarantined_event_is_not_replayed(
    sam: FlaskClient, open_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    foreign = stripe.make_event(livemode=True)
    deliver(foreign)
    assert "Do it again" not in sam.get(f"/admin/events/{foreign['id']}").text
    assert sam.post(f"/admin/events/{foreign['id']}/replay").status_code == 409
    assert records.events == {foreign["id"]: "quarantined"}


def test_an_unknown_event_is_not_found(sam: FlaskClient) -> None:
    assert sam.get("/admin/events/evt_0").status_code == 404
    assert sam.post("/admin/events/evt_0/replay").status_code == 404
