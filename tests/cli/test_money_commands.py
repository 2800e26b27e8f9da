"""`saas reconcile`, `saas stripe replay`, `saas stripe listen`, against a local Stripe."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.tenancy import account_session
from saas.sandbox.server import RunningSandbox
from saas.shop.orders.models import Order
from saas.shop.stripe.checkout import create_checkout
from saas.shop.stripe.client import SdkStripeClient
from tests.apps import make_settings
from tests.cli.conftest import Command
from tests.people import CAL, account_of


@pytest.fixture
def paid(local_stripe: RunningSandbox, engine: Engine, session: Session) -> str:
    """Cal has paid at the local Stripe, and nobody told us."""
    gateway = SdkStripeClient(make_settings(stripe_api_base=local_stripe.url))
    with account_session(engine, account_of(session, CAL)) as own:
        create_checkout(own, gateway, email=CAL.email, base_url="http://shop.test")
    [page] = list_at_stripe(local_stripe, "/v1/checkout/sessions")
    requests.post(f"{local_stripe.url}/_sandbox/sessions/{page['id']}/pay", json={}, timeout=10).raise_for_status()
    return str(page["id"])


def list_at_stripe(stripe: RunningSandbox, path: str) -> list[dict[str, Any]]:
    answer = requests.get(f"{stripe.url}{path}", auth=("sk_test_sandbox", ""), timeout=10)
    return list(answer.json()["data"])


def tomorrow() -> str:
    return f"{clock.now() + timedelta(days=1):%Y-%m-%d}"


def state(session: Session) -> str:
    session.rollback()
    return session.query(Order).filter(Order.email == CAL.email).one().state


def test_reconcile_heals_what_it_can_and_lists_the_rest(saas: Command, paid: str, session: Session) -> None:
    done = saas("reconcile")
    assert "ours: 3 entries; amount, fees, net $237, $7.77, $229.23" in done.output
    assert (done.exit_code, done.output.count("Stripe lists nothing"), state(session)) == (1, 2, "paid")


def test_reconcile_without_a_difference_says_so(saas: Command, local_stripe: RunningSandbox) -> None:
    done = saas("reconcile", "--since", tomorrow())
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "No difference.")


def test_a_lost_event_is_fetched_and_done_and_may_be_done_over(
    saas: Command, local_stripe: RunningSandbox, paid: str, session: Session
) -> None:
    [event] = list_at_stripe(local_stripe, "/v1/events?type=checkout.session.completed")
    for _ in range(2):
        assert saas("stripe", "replay", event["id"]).output == f"{event['id']}: settled\n"
    assert state(session) == "paid"


def test_an_unknown_event_is_said_to_be_unknown(saas: Command, local_stripe: RunningSandbox) -> None:
    done = saas("stripe", "replay", "evt_nobody")
    assert (done.exit_code, "Stripe knows nothing under this id" in done.output) == (1, True)


def test_an_endpoint_is_made_for_our_version_and_tells_its_secret(saas: Command, local_stripe: RunningSandbox) -> None:
    done = saas("stripe", "listen", "https://shop.test/webhooks/stripe")
    assert done.output.startswith("STRIPE_WEBHOOK_SECRET=whsec_")
    [endpoint] = list_at_stripe(local_stripe, "/v1/webhook_endpoints")
    assert (endpoint["api_version"], "charge.dispute.created" in endpoint["enabled_events"]) == (
        "2026-10-28.endive",
        True,
    )
