"""The fake held against the sandbox: the same checks, of FakeStripe and of the real gateway over real HTTP."""

from __future__ import annotations

import time
from dataclasses import fields

import pytest

from saas.kernel.errors import NotFound
from saas.shop.stripe.client import StripeRefused, StripeUnavailable
from saas.shop.stripe.snapshots import CheckoutSnapshot, NewPromotionCode
from tests.shop.gateway.conftest import World, opened, wanted


def test_a_page_has_an_id_and_an_address(world: World) -> None:
    page = world.gateway.create_checkout(wanted(), "key-1")
    assert page.session_id.startswith("cs_test_")
    assert page.url.startswith("http")
    assert page.session_id in page.url


def test_the_same_key_and_the_same_words_are_the_same_page(world: World) -> None:
    words = wanted()
    assert world.gateway.create_checkout(words, "key-1") == world.gateway.create_checkout(words, "key-1")


def test_another_key_is_another_page(world: World) -> None:
    words = wanted()
    assert world.gateway.create_checkout(words, "key-1") != world.gateway.create_checkout(words, "key-2")


def test_the_same_key_with_other_words_is_refused(world: World) -> None:
    world.gateway.create_checkout(wanted(), "key-1")
    with pytest.raises(StripeRefused):
        world.gateway.create_checkout(wanted(client_reference_id="order-2"), "key-1")


def test_an_open_page_carries_what_was_ordered(world: World) -> None:
    session_id = opened(world)
    assert world.gateway.retrieve_checkout(session_id) == CheckoutSnapshot(
        session_id, "open", "unpaid", 7900, 7900, "usd", False, "order-1", "key-1"
    )


def test_a_paid_page_names_its_payment_and_its_charge(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    seen = world.gateway.retrieve_checkout(session_id)
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
    seen = world.gateway.retrieve_checkout(session_id)
    assert (seen.status, seen.payment_status, seen.payment_failed) == ("complete", "unpaid", False)


def test_a_bank_debit_that_bounces_says_so(world: World) -> None:
    session_id = opened(world)
    world.debit(session_id)
    world.bounce(session_id)
    seen = world.gateway.retrieve_checkout(session_id)
    assert (seen.status, seen.payment_status, seen.payment_failed) == ("complete", "unpaid", True)


def test_an_expired_page_is_expired_and_unpaid(world: World) -> None:
    session_id = opened(world)
    world.expire(session_id)
    seen = world.gateway.retrieve_checkout(session_id)
    assert (seen.status, seen.payment_status) == ("expired", "unpaid")


def test_a_refunded_page_says_how_much_went_back(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    assert world.gateway.retrieve_checkout(session_id).amount_refunded == 0
    world.refund(session_id)
    assert world.gateway.retrieve_checkout(session_id).amount_refunded == 7900


def test_an_unknown_page_is_missing(world: World) -> None:
    with pytest.raises(NotFound):
        world.gateway.retrieve_checkout("cs_test_nobody")


def test_a_stripe_that_does_not_answer_is_unavailable(world: World) -> None:
    world.stop()
    with pytest.raises(StripeUnavailable):
        world.gateway.create_checkout(wanted(), "key-1")


@pytest.mark.parametrize("becomes", ["open", "pay", "debit", "expire"])
def test_both_give_every_field_in_the_same_kind(becomes: str, fake: World, real: World) -> None:
    kinds = []
    for world in (fake, real):
        session_id = opened(world)
        getattr(world, becomes, lambda _key: None)(session_id)
        seen = world.gateway.retrieve_checkout(session_id)
        kinds.append({field.name: type(getattr(seen, field.name)) for field in fields(seen)})
    assert kinds[0] == kinds[1]


def test_both_list_what_was_taken(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    seen = world.gateway.retrieve_checkout(session_id)
    [entry] = world.gateway.list_balance_transactions(int(time.time()) - 60, int(time.time()) + 86_400)
    assert entry == seen.balance_transaction
    assert (entry.source_id, entry.amount_cents, entry.fee_cents, entry.net_cents) == (seen.charge_id, 7900, 259, 7641)


def test_both_list_the_refunds_of_a_payment(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    world.refund(session_id)
    [refund] = world.gateway.retrieve_checkout(session_id).refunds
    assert (refund.status, refund.amount_cents, refund.refund_reference) == ("succeeded", 7900, "")
    assert [(entry.kind, entry.amount_cents, entry.source_id) for entry in refund.balance_transactions] == [
        ("refund", -7900, refund.stripe_id)
    ]


def test_both_send_a_refund_once_for_each_key(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    intent = world.gateway.retrieve_checkout(session_id).payment_intent_id
    wanted_refund = {"payment_intent": intent, "amount": 2000, "metadata": {"refund_id": "r1"}}
    first, again = (world.gateway.create_refund(wanted_refund, "refund:r1") for _ in range(2))
    assert (first.stripe_id, first.refund_reference, first.amount_cents) == (again.stripe_id, "r1", 2000)
    assert world.gateway.retrieve_checkout(session_id).amount_refunded == 2000


def test_both_know_the_page_of_a_payment_and_of_a_charge(world: World) -> None:
    session_id = opened(world)
    world.pay(session_id)
    seen = world.gateway.retrieve_checkout(session_id)
    assert world.gateway.find_session_of_payment(seen.payment_intent_id or "") == session_id
    assert world.gateway.get_payment_intent_id(seen.charge_id or "") == seen.payment_intent_id


def test_both_close_an_open_page_and_leave_a_paid_one(world: World) -> None:
    session_id = opened(world)
    assert world.gateway.expire_checkout(session_id)
    paid = world.gateway.create_checkout(wanted(), "key-2").session_id
    world.pay(paid)
    assert not world.gateway.expire_checkout(paid)


def test_both_make_a_code_once_and_switch_it_off(world: World) -> None:
    world.gateway.create_promotion_code(NewPromotionCode("SPRING20", percent_off=20, max_redemptions=5), "key-1")
    [code] = world.gateway.list_promotion_codes()
    assert (code.code, code.percent_off, code.amount_off_cents, code.max_redemptions, code.is_active) == (
        "SPRING20",
        20,
        0,
        5,
        True,
    )
    with pytest.raises(StripeRefused):
        world.gateway.create_promotion_code(NewPromotionCode("SPRING20", amount_off_cents=500), "key-2")
    world.gateway.switch_promotion_code(code.stripe_id, is_active=False)
    assert not world.gateway.list_promotion_codes()[0].is_active
