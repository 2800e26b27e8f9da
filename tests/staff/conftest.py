"""Sam at the desk, and Ann, whose bank disputes what she paid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.shop.stripe.sync import refresh_order
from tests.local_stripe import LocalStripe
from tests.people import ANN, PEOPLE_STRIPE
from tests.shop.books import Books


@pytest.fixture
def anns(engine: Engine) -> Books:
    return Books(engine, ANN)


@pytest.fixture
def session_id(anns: Books, stripe: LocalStripe) -> str:
    """The session that Ann paid before this Stripe was made; now it remembers."""
    stripe.remember(PEOPLE_STRIPE)
    [payment] = anns.payments
    return payment.session_id


@pytest.fixture
def hear(session: Session, session_id: str, stripe: LocalStripe) -> Callable[[], None]:
    """We ask Stripe how Ann's payment stands."""

    def ask() -> None:
        refresh_order(session, stripe, session_id, with_all_changes=True)
        session.rollback()

    return ask


@pytest.fixture
def disputed(session_id: str, stripe: LocalStripe, hear: Callable[[], None], anns: Books) -> str:
    """The page of Ann's dispute."""
    stripe.open_dispute(session_id)
    hear()
    return f"/admin/disputes/{anns.disputes[0].public_id}"


@pytest.fixture
def inquired(session_id: str, stripe: LocalStripe, hear: Callable[[], None], anns: Books) -> str:
    """The page of an inquiry about Ann's payment."""
    stripe.open_dispute(session_id, status="warning_needs_response")
    hear()
    return f"/admin/disputes/{anns.disputes[0].public_id}"
