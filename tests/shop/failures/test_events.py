"""Events that come twice, too early, too late, changed, to the wrong address, or never."""

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
from tests.shop.failures.conftest import Shop
from tests.threads import run_at_once

COMPLETED = "checkout.session.completed"


def stored_counts(shop: Shop) -> tuple[str, int, int]:
    """The order's state, how many payments, how many receipts."""
    return shop.records.order.state, len(shop.records.payments), len(shop.records.receipts)


def test_f01_the_same_event_many_times_at_once_is_one_payment(shop: Shop) -> None:
    shop.pay()
    event = shop.newest_event()
    answers = run_at_once(*[partial(shop.post_event, event) for _ in range(4)])
    shop.run_jobs()
    assert {answer.status_code for answer in answers} == {200}
    assert (stored_counts(shop), len(shop.records.events)) == (("paid", 1, 1), 1)


def test_f02_an_event_received_before_a_crash_is_applied_afterward(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.pay()
    event = shop.newest_event()
    shop.post_event(event)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(letters, "queue_receipt", lambda *_given: 1 / 0)
        shop.run_jobs()
    assert (shop.records.events, stored_counts(shop)) == ({event["id"]: "received"}, ("pending", 0, 0))
    shop.run_jobs()
    assert (shop.records.events, stored_counts(shop)) == ({event["id"]: "settled"}, ("paid", 1, 1))


def test_f03_events_out_of_order_apply_the_current_state(shop: Shop) -> None:
    session_id = shop.pay()
    intent = shop.client.retrieve_checkout(session_id).payment_intent_id
    shop.control("refunds", payment_intent=intent)
    for kind in ("charge.refunded", "refund.created", COMPLETED, "charge.updated"):
        shop.deliver(kind)
    assert stored_counts(shop) == ("refunded", 1, 1)


def test_f04_an_event_before_its_order_is_retried_until_the_order_exists(shop: Shop) -> None:
    session_id = shop.pay()
    event, public_id = shop.newest_event(), shop.records.order.public_id
    shop.records.rewrite_order(public_id="not-yet")
    shop.records.rewrite_checkout(session_id=None, idempotency_key="not-yet")
    shop.post_event(event)
    with pytest.raises(NotFound):
        shop.run_jobs()
    assert shop.records.events == {event["id"]: "received"}
    shop.records.rewrite_order(public_id=public_id)
    shop.run_jobs()
    assert (stored_counts(shop), shop.records.payments[0].session_id) == (("paid", 1, 1), session_id)


def test_f05_after_the_return_page_the_event_changes_nothing(shop: Shop) -> None:
    session_id = shop.pay()
    assert shop.cal.get(f"/checkout/return?session_id={session_id}").location == "/intake"
    shop.deliver_all()
    assert stored_counts(shop) == ("paid", 1, 1)


def test_f06_a_lost_event_is_found_by_the_sweep(shop: Shop, session: Session) -> None:
    shop.pay()
    assert sweep.sweep_events(session, shop.client) > 0
    shop.run_jobs()
    assert stored_counts(shop) == ("paid", 1, 1)


def test_f06_without_any_event_an_open_order_is_refreshed(shop: Shop, session: Session) -> None:
    shop.pay()
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        sweep.refresh_open_orders(session, shop.client)
    assert stored_counts(shop) == ("paid", 1, 1)


def test_f07_a_late_event_gives_no_access_to_a_canceled_order(shop: Shop) -> None:
    shop.pay()
    shop.records.rewrite_order(state="canceled")
    shop.deliver()
    assert stored_counts(shop) == ("needs_review", 1, 0)
    assert "after it was given up" in shop.records.alerts[-1]
    assert shop.cal.get("/dashboard").location == "/checkout"


def test_f07_a_late_event_gives_no_access_to_a_refunded_order(shop: Shop) -> None:
    session_id = shop.buy()
    shop.control("refunds", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id)
    shop.deliver("refund.created")
    with time_machine.travel(clock.now() + timedelta(days=3)):
        shop.post_event(shop.newest_event() | {"id": "evt_late"})
        shop.run_jobs()
    assert stored_counts(shop) == ("refunded", 1, 1)


def test_f08_a_replayed_request_is_too_old_after_five_minutes_and_known_before(shop: Shop) -> None:
    shop.pay()
    event, written = shop.newest_event(), clock.now().timestamp()
    assert [shop.post_event(event, at=written).json, shop.post_event(event, at=written).json] == [
        {"outcome": "received"},
        {"outcome": "seen before"},
    ]
    assert shop.post_event(event, at=written - 301).status_code == 400


def test_f09_a_wrong_clock_raises_an_alert(shop: Shop, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saas.shop.stripe.client._skew_seconds", lambda _headers: 75.0)
    sweep.sweep_events(session, shop.client)
    assert any("clock is +75 s off" in alert for alert in shop.records.alerts)


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_f10_during_rotation_both_secrets_are_accepted(
    shop: Shop, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {"stripe_webhook_secret": SecretStr("whsec_new, whsec_old")}
    monkeypatch.setitem(shop.app.extensions, "settings", shop.app.extensions["settings"].model_copy(update=both))
    shop.pay()
    assert shop.post_event(shop.newest_event(), secret=secret).status_code == 200


def test_f11_an_event_of_another_api_version_is_applied_and_raises_one_alert(shop: Shop) -> None:
    shop.pay()
    for number in range(2):
        shop.post_event(shop.newest_event() | {"id": f"evt_{number}", "api_version": "2020-08-27"})
    shop.run_jobs()
    assert stored_counts(shop) == ("paid", 1, 1)
    assert [alert for alert in shop.records.alerts if "2020-08-27" in alert] == shop.records.alerts


def test_f12_a_thin_event_is_refused_and_raises_an_alert(shop: Shop) -> None:
    thin = {"id": "evt_thin", "object": "v2.core.event", "type": "v1.checkout.session.completed"}
    assert shop.post_event(thin).status_code == 400
    assert "cannot read" in shop.records.alerts[0]


@pytest.mark.parametrize("changes", [{"livemode": True}, {"account": "acct_other"}])
def test_f13_f14_an_event_of_another_mode_or_account_is_quarantined(shop: Shop, changes: dict[str, Any]) -> None:
    shop.pay()
    event = shop.newest_event(**changes)
    assert shop.post_event(event).json == {"outcome": "quarantined"}
    shop.run_jobs()
    assert (shop.records.events, stored_counts(shop)) == ({event["id"]: "quarantined"}, ("pending", 0, 0))
    assert "was kept aside" in shop.records.alerts[0]


def test_f14_a_key_of_another_account_raises_an_alert(shop: Shop, session: Session) -> None:
    sweep.sweep_events(session, shop.client, account_id="acct_ours")
    assert any("STRIPE_ACCOUNT_ID is acct_ours" in alert for alert in shop.records.alerts)


def test_f31_the_webhook_answers_without_calling_stripe(shop: Shop) -> None:
    shop.pay()
    event, before = shop.newest_event(), len(shop.list_requests("GET", "/v1"))
    assert shop.post_event(event).json == {"outcome": "received"}
    assert len(shop.list_requests("GET", "/v1")) == before


def test_f32_an_event_that_keeps_failing_is_parked_and_the_next_is_applied(shop: Shop) -> None:
    shop.pay()
    poison = shop.newest_event() | {
        "id": "evt_poison",
        "data": {"object": {"id": "cs_gone", "metadata": {"app": "careercanopy"}}},
    }
    shop.post_event(poison)
    with pytest.raises(NotFound):
        shop.run_jobs()
    park = shop.handlers[HANDLE_EVENT.name].on_failure
    assert park is not None
    trace = "Traceback …\nKeyError: 'id'\n"
    park(Failure(HANDLE_EVENT, "event:evt_poison", ("evt_poison",), HANDLE_EVENT.max_attempts, "KeyError", trace))
    event = shop.deliver()
    assert shop.records.events == {"evt_poison": "parked", event["id"]: "settled"}
    assert (stored_counts(shop), "KeyError" in shop.records.reasons[0]) == (("paid", 1, 1), True)


def test_f33_a_forged_reference_gives_no_access(shop: Shop) -> None:
    shop.open_checkout()
    price = {
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "100",
        "line_items[0][price_data][product_data][name]": "forged",
        "line_items[0][quantity]": "1",
    }
    forged = shop.create_object(
        "checkout/sessions",
        mode="payment",
        success_url="https://a.test",
        **price,
        client_reference_id=shop.records.order.public_id,
        **{"metadata[app]": "careercanopy"},
    )
    shop.control(f"sessions/{forged['id']}/pay")
    shop.deliver()
    assert (shop.records.order.state, shop.cal.get("/dashboard").location) == ("needs_review", "/checkout")
    assert "the amount is 100 and should be 7900" in shop.records.alerts[0]


def test_f34_a_return_address_shows_a_stranger_nothing(shop: Shop, as_: Callable[..., FlaskClient]) -> None:
    from_elsewhere = f"/checkout/return?session_id={shop.pay()}"
    for stranger in (as_(BEA), as_(SAM)):
        answer = stranger.get(from_elsewhere)
        assert (answer.status_code, "cal@example.com" in answer.text) == (404, False)
    assert stored_counts(shop) == ("pending", 0, 0)
