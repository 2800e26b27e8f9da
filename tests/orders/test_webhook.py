"""POST /webhooks/stripe: Stripe's door."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.fake_stripe import FakeStripe, signed
from tests.people import CAL


def buy(as_: Any) -> FlaskClient:
    client: FlaskClient = as_(CAL)
    assert client.post("/checkout").status_code == 303
    return client


def test_a_paid_event_opens_the_door(as_: Any, client: FlaskClient, stripe: FakeStripe) -> None:
    cal = buy(as_)
    stripe.pays()
    assert client.post("/webhooks/stripe", **signed(stripe.event())).json == {"outcome": "settled"}
    assert cal.get("/checkout").location == "/dashboard"
