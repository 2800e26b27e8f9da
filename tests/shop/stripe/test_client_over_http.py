"""What there is only with a network between: retries, and a server that is gone."""

from __future__ import annotations

import pytest

from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from saas.shop.stripe.client import StripeUnavailable
from tests.shop.stripe.conftest import Connection, checkout_parameters, client_for


def test_a_lost_answer_is_asked_for_again_by_itself(over_http: Connection) -> None:
    over_http.control("/faults", {"method": "POST", "path": "/v1/checkout/sessions", "kind": "drop_after", "times": 1})
    parameters = checkout_parameters()
    first = over_http.client.create_checkout(parameters, "key-1")
    assert over_http.client.create_checkout(parameters, "key-1") == first


def test_a_stopped_stripe_is_unavailable() -> None:
    running = RunningSandbox(SandboxSettings()).start()
    running.stop()
    with pytest.raises(StripeUnavailable):
        client_for(running.url).retrieve_checkout("cs_test_1")
