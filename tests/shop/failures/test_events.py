"""Letters that come twice, too early, too late, changed, to the wrong address, or never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.kernel.jobs import Failure
from saas.shop.orders import letters
from saas.shop.stripe import sweep
from saas.shop.stripe.inbox import HANDLE_EVENT
from tests.people import BEA, SAM
from tests.shop.books import at_once
from tests.shop.failures.conftest import Shop

COMPLETED = "checkout.session.completed"


def kept(shop: Shop) -> tuple[str, int, int]:
    """The order's state, how many payments, how many receipts."""
    return shop.books.order.state, len(shop.books.payments), len(shop.books.receipts)


def test_f01_the_same_letter_many_times_at_once_is_one_payment(shop: Shop) -> None:
    shop.buys()
    event = shop.event()
    answers = at_once(*[partial(shop.carry, event) for _ in range(4)])
    shop.work()
    assert {answer.status_code for answer in answers} == {200}
    assert (kept(shop), len(shop.books.events)) == (("paid", 1, 1), 1)


def test_f02_seen_is_not_done_a_crash_in_between_loses_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.buys()
    event = shop.event()
    shop.carry(event)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(letters, "queue_receipt", lambda *_given: 1 / 0)
        shop.work()
    assert (shop.books.events, kept(shop)) == ({event["id"]: "received"}, ("pending", 0, 0))
    shop.work()
    assert (shop.books.events, kept(shop)) == ({event["id"]: "settled"}, ("paid", 1, 1))


def test_f03_out_of_order_the_present_counts_and_not_the_letter(shop: Shop) -> None:
    page = shop.buys()
    intent = shop.gateway.retrieve_checkout(page).payment_intent_id
    shop.tell("refunds", payment_intent=intent)
    for kind in ("charge.refunded", "refund.created", COMPLETED, "charge.updated"):
        shop.deliver(kind)
    assert kept(shop) == ("refunded", 1, 1)


def test_f04_a_letter_before_its_order_is_kept_and_tried_until_the_order_is_there(shop: Shop) -> None:
    page = shop.buys()
    event, public_id = shop.event(), shop.books.order.public_id
    shop.books.rewrite_order(public_id="not-yet")
    shop.books.rewrite_checkout(session_id=None, idempotency_key="not-yet")
    shop.carry(event)
    with pytest.raises(NotFound):
        shop.work()
    assert shop.books.events == {event["id"]: "received"}
    shop.books.rewrite_order(public_id=public_id)
    shop.work()
    assert (kept(shop), shop.books.payments[0].session_id) == (("paid", 1, 1), page)


def test_f05_back_before_the_letter_and_the_letter_changes_nothing(shop: Shop) -> None:
    page = shop.buys()
    assert shop.cal.get(f"/checkout/return?session_id={page}").location == "/intake"
    shop.deliver_all()
    assert kept(shop) == ("paid", 1, 1)


def test_f06_a_lost_letter_is_found_by_the_sweep(shop: Shop, session: Session) -> None:
    shop.buys()
    assert sweep.sweep_events(session, shop.gateway) > 0
    shop.work()
    assert kept(shop) == ("paid", 1, 1)


def test_f06_without_any_letter_an_open_order_is_asked_about(shop: Shop, session: Session) -> None:
    shop.buys()
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        sweep.refresh_open_orders(session, shop.gateway)
    assert kept(shop) == ("paid", 1, 1)


def test_f07_a_late_letter_opens_nothing_that_was_given_up(shop: Shop) -> None:
    shop.buys()
    shop.books.rewrite_order(state="canceled")
    shop.deliver()
    assert kept(shop) == ("needs_review", 1, 0)
    assert "after it was given up" in shop.books.alerts[-1]
    assert shop.cal.get("/dashboard").location == "/checkout"


def test_f07_a_late_letter_opens_nothing_that_went_back(shop: Shop) -> None:
    page = shop.bought()
    shop.tell("refunds", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id)
    shop.deliver("refund.created")
    with time_machine.travel(clock.now() + timedelta(days=3)):
        shop.carry(shop.event() | {"id": "evt_late"})
        shop.work()
    assert kept(shop) == ("refunded", 1, 1)


def test_f08_a_captured_letter_is_too_old_after_five_minutes_and_known_before(shop: Shop) -> None:
    shop.buys()
    event, written = shop.event(), clock.now().timestamp()
    assert [shop.carry(event, at=written).json, shop.carry(event, at=written).json] == [
        {"outcome": "received"},
        {"outcome": "seen before"},
    ]
    assert shop.carry(event, at=written - 301).status_code == 400


def test_f09_a_clock_astray_is_told(shop: Shop, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saas.shop.stripe.client._skew_seconds", lambda _headers: 75.0)
    sweep.sweep_events(session, shop.gateway)
    assert any("clock is +75 s off" in alert for alert in shop.books.alerts)


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_f10_while_a_secret_is_rotated_both_are_good(shop: Shop, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"stripe_webhook_secret": SecretStr("whsec_new, whsec_old")}
    monkeypatch.setitem(shop.app.extensions, "settings", shop.app.extensions["settings"].model_copy(update=both))
    shop.buys()
    assert shop.carry(shop.event(), secret=secret).status_code == 200


def test_f11_another_api_version_is_read_again_in_ours_and_told_once(shop: Shop) -> None:
    shop.buys()
    for number in range(2):
        shop.carry(shop.event() | {"id": f"evt_{number}", "api_version": "2020-08-27"})
    shop.work()
    assert kept(shop) == ("paid", 1, 1)
    assert [alert for alert in shop.books.alerts if "2020-08-27" in alert] == shop.books.alerts


def test_f12_a_thin_letter_is_refused_and_told(shop: Shop) -> None:
    thin = {"id": "evt_thin", "object": "v2.core.event", "type": "v1.checkout.session.completed"}
    assert shop.carry(thin).status_code == 400
    assert "cannot read" in shop.books.alerts[0]


@pytest.mark.parametrize("different", [{"livemode": True}, {"account": "acct_other"}])
def test_f13_f14_a_letter_from_elsewhere_is_kept_aside_without_effect(shop: Shop, different: dict[str, Any]) -> None:
    shop.buys()
    event = shop.event(**different)
    assert shop.carry(event).json == {"outcome": "quarantined"}
    shop.work()
    assert (shop.books.events, kept(shop)) == ({event["id"]: "quarantined"}, ("pending", 0, 0))
    assert "was kept aside" in shop.books.alerts[0]


def test_f14_a_key_of_another_account_is_told(shop: Shop, session: Session) -> None:
    sweep.sweep_events(session, shop.gateway, account_id="acct_ours")
    assert any("STRIPE_ACCOUNT_ID is acct_ours" in alert for alert in shop.books.alerts)


def test_f31_the_answer_does_not_wait_for_stripe(shop: Shop) -> None:
    shop.buys()
    event, before = shop.event(), len(shop.asked("GET", "/v1"))
    assert shop.carry(event).json == {"outcome": "received"}
    assert len(shop.asked("GET", "/v1")) == before


def test_f32_a_letter_that_fails_for_good_is_parked_and_the_next_goes_on(shop: Shop) -> None:
    shop.buys()
    poison = shop.event() | {"id": "evt_poison", "data": {"object": {"metadata": {"app": "careercanopy"}}}}
    shop.carry(poison)
    with pytest.raises(KeyError):
        shop.work()
    park = shop.handlers[HANDLE_EVENT.name].on_failure
    assert park is not None
    trace = "Traceback …\nKeyError: 'id'\n"
    park(Failure(HANDLE_EVENT, "event:evt_poison", ("evt_poison",), HANDLE_EVENT.max_attempts, "KeyError", trace))
    event = shop.deliver()
    assert shop.books.events == {"evt_poison": "parked", event["id"]: "settled"}
    assert (kept(shop), "KeyError" in shop.books.reasons[0]) == (("paid", 1, 1), True)


def test_f33_a_reference_selects_an_order_and_decides_nothing(shop: Shop) -> None:
    shop.open()
    price = {"line_items[0][price_data][currency]": "usd", "line_items[0][price_data][unit_amount]": "100",
             "line_items[0][price_data][product_data][name]": "forged", "line_items[0][quantity]": "1"}  # fmt: skip
    forged = shop.make("checkout/sessions", mode="payment", success_url="https://a.test", **price,
                       client_reference_id=shop.books.order.public_id, **{"metadata[app]": "careercanopy"})  # fmt: skip
    shop.tell(f"sessions/{forged['id']}/pay")
    shop.deliver()
    assert (shop.books.order.state, shop.cal.get("/dashboard").location) == ("needs_review", "/checkout")
    assert "the amount is 100 and should be 7900" in shop.books.alerts[0]


def test_f34_an_address_back_shows_a_stranger_nothing(shop: Shop, as_: Callable[..., FlaskClient]) -> None:
    from_elsewhere = f"/checkout/return?session_id={shop.buys()}"
    for stranger in (as_(BEA), as_(SAM)):
        answer = stranger.get(from_elsewhere)
        assert (answer.status_code, "cal@example.com" in answer.text) == (404, False)
    assert kept(shop) == ("pending", 0, 0)
