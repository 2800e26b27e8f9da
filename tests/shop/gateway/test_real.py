"""What only the real gateway has."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from saas.sandbox.server import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from saas.shop.stripe import client
from saas.shop.stripe.client import StripeBusy, StripeRefused, StripeServerError, StripeUnavailable
from saas.shop.stripe.snapshots import NewPromotionCode
from tests.shop.gateway.conftest import World, opened, over, wanted


def test_a_dispute_is_read_with_what_it_took(real: World, control: Callable[..., Any]) -> None:
    session_id = opened(real)
    real.pay(session_id)
    control("/disputes", charge=real.gateway.retrieve_checkout(session_id).charge_id)
    [case] = real.gateway.retrieve_checkout(session_id).disputes
    assert (case.status, case.amount_cents, case.due is not None) == ("needs_response", 7900, True)
    assert [(entry.kind, entry.amount_cents, entry.fee_cents) for entry in case.balance_transactions] == [
        ("adjustment", -7900, 1500)
    ]


def test_a_discount_is_read_with_its_code(real: World, control: Callable[..., Any]) -> None:
    real.gateway.create_promotion_code(NewPromotionCode("HALF", percent_off=50), "key-1")
    session_id = real.gateway.create_checkout(wanted(allow_promotion_codes=True), "key-1").session_id
    control(f"/sessions/{session_id}/pay", code="HALF")
    seen = real.gateway.retrieve_checkout(session_id)
    assert (seen.amount_subtotal, seen.amount_discount, seen.amount_total) == (7900, 3950, 3950)
    assert seen.promotion_code == "HALF"


def test_a_long_list_is_read_to_its_end(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAGE_SIZE", 2)
    for number in range(5):
        real.pay(real.gateway.create_checkout(wanted(), f"key-{number}").session_id)
    entries = real.gateway.list_balance_transactions(int(time.time()) - 60, int(time.time()) + 86_400)
    assert len({entry.source_id for entry in entries}) == 5


@pytest.mark.parametrize(
    ("status", "raised"),
    [(429, StripeUnavailable), (409, StripeBusy), (500, StripeServerError), (400, StripeRefused), (401, StripeRefused)],
)
def test_each_answer_that_is_no_yes_has_its_meaning(
    status: int, raised: type[Exception], real: World, control: Callable[..., Any]
) -> None:
    control("/faults", method="POST", path="/v1/checkout/sessions", kind="status", status=status, times=2)
    with pytest.raises(raised) as caught:
        real.gateway.create_checkout(wanted(), "key-1")
    assert caught.type is raised


def test_a_lost_answer_is_asked_for_again_by_itself(real: World, control: Callable[..., Any]) -> None:
    control("/faults", method="POST", path="/v1/checkout/sessions", kind="drop_after", times=1)
    words = wanted()
    first = real.gateway.create_checkout(words, "key-1")
    assert real.gateway.create_checkout(words, "key-1") == first


def test_a_stopped_sandbox_is_unavailable() -> None:
    running = RunningSandbox(SandboxSettings()).start()
    running.stop()
    with pytest.raises(StripeUnavailable):
        over(running.url).retrieve_checkout("cs_test_1")


def test_an_event_can_be_fetched_again(real: World, sandbox: RunningSandbox) -> None:
    session_id = opened(real)
    real.pay(session_id)
    listed = requests.get(f"{sandbox.url}/v1/events", auth=("sk_test_sandbox", ""), timeout=10).json()["data"]
    wanted_event = next(event for event in listed if event["type"] == "checkout.session.completed")
    assert real.gateway.retrieve_event(wanted_event["id"])["data"]["object"]["id"] == session_id
