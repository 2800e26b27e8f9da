"""The fake held against the sandbox: the same checks, of FakeStripe and of the real gateway over real HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import pytest
import requests

from saas.kernel.errors import Missing
from saas.orders.gateway import (
    Gateway,
    NewCode,
    StripeBroke,
    StripeBusy,
    StripeGateway,
    StripeRefused,
    StripeUnavailable,
    asking,
)
from saas.orders.rules import CheckoutSeen
from saas.sandbox.serve import RunningSandbox
from saas.sandbox.settings import SandboxSettings
from tests.conftest import settings
from tests.fake_stripe import FakeStripe

Act = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class World:
    """A Stripe, and what a buyer, a bank and the network may do in it."""

    gateway: Gateway
    pay: Act
    debit: Act
    bounce: Act
    expire: Act
    refund: Act
    stop: Callable[[], object]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    running = RunningSandbox(SandboxSettings()).start()
    yield running
    running.stop()


@pytest.fixture
def control(sandbox: RunningSandbox) -> Callable[..., Any]:
    def call(path: str, /, **body: object) -> Any:
        answer = requests.post(f"{sandbox.url}/_sandbox{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    call("/reset")
    return call


@pytest.fixture
def real(sandbox: RunningSandbox, control: Callable[..., Any]) -> World:
    gateway = over(sandbox.url)
    return World(
        gateway,
        pay=lambda key: (control(f"/sessions/{key}/pay"), control("/clock", advance=2)),
        debit=lambda key: control(f"/sessions/{key}/pay", account="000111111116"),
        bounce=lambda _key: control("/clock", advance=60),
        expire=lambda key: control(f"/sessions/{key}/expire"),
        refund=lambda key: requests.post(
            f"{sandbox.url}/v1/refunds",
            {"payment_intent": gateway.read_checkout(key).payment_intent_id},
            auth=("sk_test_sandbox", ""),
            timeout=10,
        ).raise_for_status(),
        stop=lambda: control("/faults", method="*", path="/v1/*", kind="drop_before", times=2),
    )


@pytest.fixture
def fake() -> World:
    stripe = FakeStripe()
    return World(
        stripe,
        stripe.pays,
        stripe.starts_a_bank_debit,
        stripe.fails,
        stripe.expires,
        stripe.refunds,
        lambda: setattr(stripe, "is_down", True),
    )


@pytest.fixture(params=["fake", "real"])
def world(request: pytest.FixtureRequest) -> World:
    made = request.getfixturevalue(request.param)
    assert isinstance(made, World)
    return made


def over(url: str) -> StripeGateway:
    return StripeGateway(settings(stripe_api_base=url))


def wanted(**different: Any) -> dict[str, Any]:
    """What the shop sends."""
    price = {"currency": "usd", "unit_amount": 7900, "product_data": {"name": "A plan", "description": "For tests."}}
    marks = {"app": "careercanopy", "order_id": "order-1", "attempt": "key-1"}
    return {
        "mode": "payment", "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": "http://shop.test/checkout/return?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/checkout", "client_reference_id": "order-1", "customer_email": "cal@example.com",
        "metadata": marks, "payment_intent_data": {"metadata": marks}, "adaptive_pricing": {"enabled": False},
        "expires_at": int(time.time()) + 3600, **different,
    }  # fmt: skip


def opened(world: World) -> str:
    return world.gateway.open_checkout(wanted(), "key-1").session_id


def test_a_page_has_an_id_and_an_address(world: World) -> None:
    page = world.gateway.open_checkout(wanted(), "key-1")
    assert page.session_id.startswith("cs_test_")
    assert page.url.startswith("http")
    assert page.session_id in page.url


def test_the_same_key_and_the_same_words_are_the_same_page(world: World) -> None:
    words = wanted()
    assert world.gateway.open_checkout(words, "key-1") == world.gateway.open_checkout(words, "key-1")


def test_another_key_is_another_page(world: World) -> None:
    words = wanted()
    assert world.gateway.open_checkout(words, "key-1") != world.gateway.open_checkout(words, "key-2")


def test_the_same_key_with_other_words_is_refused(world: World) -> None:
    world.gateway.open_checkout(wanted(), "key-1")
    with pytest.raises(StripeRefused):
        world.gateway.open_checkout(wanted(client_reference_id="order-2"), "key-1")


def test_an_open_page_carries_what_was_ordered(world: World) -> None:
    session_id = opened(world)
    assert world.gateway.read_checkout(session_id) == CheckoutSeen(
        session_id, "open", "unpaid", 7900, 7900, "usd", False, "order-1", "key-1"
    )


def test_a_paid_page_names_its_payment_and_its_charge(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    seen = world.gateway.read_checkout(session_id)
    assert (seen.status, seen.payment_status, seen.amount_total, seen.payment_failed) == (
        "complete",
        "paid",
        7900,
        False,
    )
    assert str(seen.payment_intent_id).startswith("pi_")
    assert str(seen.charge_id).startswith("ch_")


def test_a_bank_debit_is_complete_and_unpaid(world: World) -> None:
    session_id = opened(world)
    world.debit(session_id)
    seen = world.gateway.read_checkout(session_id)
    assert (seen.status, seen.payment_status, seen.payment_failed) == ("complete", "unpaid", False)


def test_a_bank_debit_that_bounces_says_so(world: World) -> None:
    session_id = opened(world)
    world.debit(session_id)
    world.bounce(session_id)
    seen = world.gateway.read_checkout(session_id)
    assert (seen.status, seen.payment_status, seen.payment_failed) == ("complete", "unpaid", True)


def test_an_expired_page_is_expired_and_unpaid(world: World) -> None:
    session_id = opened(world)
    world.expire(session_id)
    seen = world.gateway.read_checkout(session_id)
    assert (seen.status, seen.payment_status) == ("expired", "unpaid")


def test_a_refunded_page_says_how_much_went_back(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    assert world.gateway.read_checkout(session_id).amount_refunded == 0
    world.refund(session_id)
    assert world.gateway.read_checkout(session_id).amount_refunded == 7900


def test_an_unknown_page_is_missing(world: World) -> None:
    with pytest.raises(Missing):
        world.gateway.read_checkout("cs_test_nobody")


def test_a_stripe_that_does_not_answer_is_unavailable(world: World) -> None:
    world.stop()
    with pytest.raises(StripeUnavailable):
        world.gateway.open_checkout(wanted(), "key-1")


@pytest.mark.parametrize("becomes", ["open", "pay", "debit", "expire"])
def test_both_give_every_field_in_the_same_kind(becomes: str, fake: World, real: World) -> None:
    kinds = []
    for world in (fake, real):
        session_id = opened(world)
        getattr(world, becomes, lambda _key: None)(session_id)
        seen = world.gateway.read_checkout(session_id)
        kinds.append({field.name: type(getattr(seen, field.name)) for field in fields(seen)})
    assert kinds[0] == kinds[1]


def test_both_list_what_was_taken(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    seen = world.gateway.read_checkout(session_id)
    [entry] = world.gateway.entries_between(int(time.time()) - 60, int(time.time()) + 86_400)
    assert entry == seen.entry
    assert (entry.source_id, entry.amount_cents, entry.fee_cents, entry.net_cents) == (seen.charge_id, 7900, 259, 7641)


def test_both_list_the_refunds_of_a_payment(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    world.refund(session_id)
    [refund] = world.gateway.read_checkout(session_id).refunds
    assert (refund.status, refund.amount_cents, refund.refund_reference) == ("succeeded", 7900, "")
    assert [(entry.kind, entry.amount_cents, entry.source_id) for entry in refund.entries] == [
        ("refund", -7900, refund.stripe_id)
    ]


def test_both_send_a_refund_once_for_each_key(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    intent = world.gateway.read_checkout(session_id).payment_intent_id
    wanted_refund = {"payment_intent": intent, "amount": 2000, "metadata": {"refund_id": "r1"}}
    first, again = (world.gateway.send_refund(wanted_refund, "refund:r1") for _ in range(2))
    assert (first.stripe_id, first.refund_reference, first.amount_cents) == (again.stripe_id, "r1", 2000)
    assert world.gateway.read_checkout(session_id).amount_refunded == 2000


def test_both_know_the_page_of_a_payment_and_of_a_charge(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    seen = world.gateway.read_checkout(session_id)
    assert world.gateway.session_of_payment(seen.payment_intent_id or "") == session_id
    assert world.gateway.intent_of(seen.charge_id or "") == seen.payment_intent_id


def test_both_close_an_open_page_and_leave_a_paid_one(world: World) -> None:
    session_id = opened(world)
    assert world.gateway.close_checkout(session_id)
    paid = world.gateway.open_checkout(wanted(), "key-2").session_id
    world.pay(paid)
    assert not world.gateway.close_checkout(paid)


def test_both_make_a_code_once_and_switch_it_off(world: World) -> None:
    world.gateway.make_code(NewCode("SPRING20", percent_off=20, most=5), "key-1")
    [code] = world.gateway.codes()
    assert (code.code, code.percent_off, code.amount_off_cents, code.most, code.is_active) == (
        "SPRING20",
        20,
        0,
        5,
        True,
    )
    with pytest.raises(StripeRefused):
        world.gateway.make_code(NewCode("SPRING20", amount_off_cents=500), "key-2")
    world.gateway.switch_code(code.stripe_id, is_active=False)
    assert not world.gateway.codes()[0].is_active


# What only the real gateway has


def test_a_dispute_is_read_with_what_it_took(real: World, control: Callable[..., Any]) -> None:
    session_id = opened(real)
    real.pay(session_id)
    control("/disputes", charge=real.gateway.read_checkout(session_id).charge_id)
    [case] = real.gateway.read_checkout(session_id).disputes
    assert (case.status, case.amount_cents, case.due is not None) == ("needs_response", 7900, True)
    assert [(entry.kind, entry.amount_cents, entry.fee_cents) for entry in case.entries] == [
        ("adjustment", -7900, 1500)
    ]


def test_a_discount_is_read_with_its_code(real: World, control: Callable[..., Any]) -> None:
    real.gateway.make_code(NewCode("HALF", percent_off=50), "key-1")
    session_id = real.gateway.open_checkout(wanted(allow_promotion_codes=True), "key-1").session_id
    control(f"/sessions/{session_id}/pay", code="HALF")
    seen = real.gateway.read_checkout(session_id)
    assert (seen.amount_subtotal, seen.amount_discount, seen.amount_total) == (7900, 3950, 3950)
    assert seen.promotion_code == "HALF"


def test_a_long_list_is_read_to_its_end(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAGE", 2)
    for number in range(5):
        real.pay(real.gateway.open_checkout(wanted(), f"key-{number}").session_id)
    entries = real.gateway.entries_between(int(time.time()) - 60, int(time.time()) + 86_400)
    assert len({entry.source_id for entry in entries}) == 5


@pytest.mark.parametrize(
    ("status", "raised"),
    [(429, StripeUnavailable), (409, StripeBusy), (500, StripeBroke), (400, StripeRefused), (401, StripeRefused)],
)
def test_each_answer_that_is_no_yes_has_its_meaning(
    status: int, raised: type[Exception], real: World, control: Callable[..., Any]
) -> None:
    control("/faults", method="POST", path="/v1/checkout/sessions", kind="status", status=status, times=2)
    with pytest.raises(raised) as caught:
        real.gateway.open_checkout(wanted(), "key-1")
    assert caught.type is raised


def test_a_lost_answer_is_asked_for_again_by_itself(real: World, control: Callable[..., Any]) -> None:
    control("/faults", method="POST", path="/v1/checkout/sessions", kind="drop_after", times=1)
    words = wanted()
    first = real.gateway.open_checkout(words, "key-1")
    assert real.gateway.open_checkout(words, "key-1") == first


def test_a_stopped_sandbox_is_unavailable() -> None:
    running = RunningSandbox(SandboxSettings()).start()
    running.stop()
    with pytest.raises(StripeUnavailable):
        over(running.url).read_checkout("cs_test_1")


def test_an_event_can_be_fetched_again(real: World, sandbox: RunningSandbox) -> None:
    session_id = opened(real)
    real.pay(session_id)
    listed = requests.get(f"{sandbox.url}/v1/events", auth=("sk_test_sandbox", ""), timeout=10).json()["data"]
    wanted_event = next(event for event in listed if event["type"] == "checkout.session.completed")
    assert real.gateway.read_event(wanted_event["id"])["data"]["object"]["id"] == session_id
