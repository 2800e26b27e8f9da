"""Sam at the desk, and Ann, whose bank disputes what she paid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.shop.stripe.snapshots import CheckoutSnapshot
from saas.shop.stripe.sync import refresh_order
from tests.fake_stripe import FakeStripe
from tests.people import ANN
from tests.shop.books import Books


@pytest.fixture
def anns(engine: Engine) -> Books:
    return Books(engine, ANN)


@pytest.fixture
def session_id(anns: Books, stripe: FakeStripe) -> str:
    """Ann paid before this Stripe was made; now it remembers."""
    [payment], [checkout] = anns.payments, anns.checkouts
    stripe.sessions[payment.session_id] = CheckoutSnapshot(
        payment.session_id, "complete", "paid", 7900, 7900, "usd", False, anns.order.public_id, checkout.idempotency_key,
        payment_intent_id=payment.stripe_id, charge_id=payment.charge_id,
    )  # fmt: skip
    return payment.session_id


@pytest.fixture
def hear(session: Session, session_id: str, stripe: FakeStripe) -> Callable[[], None]:
    """We ask Stripe how Ann's payment stands."""

    def ask() -> None:
        refresh_order(session, stripe, session_id, with_all_changes=True)
        session.rollback()

    return ask


@pytest.fixture
def disputed(session_id: str, stripe: FakeStripe, hear: Callable[[], None], anns: Books) -> str:
    """The page of Ann's dispute."""
    stripe.disputes(session_id)
    hear()
    return f"/admin/disputes/{anns.disputes[0].public_id}"


@pytest.fixture
def inquired(session_id: str, stripe: FakeStripe, hear: Callable[[], None], anns: Books) -> str:
    """The page of an inquiry about Ann's payment."""
    stripe.disputes(session_id, status="warning_needs_response")
    hear()
    return f"/admin/disputes/{anns.disputes[0].public_id}"
