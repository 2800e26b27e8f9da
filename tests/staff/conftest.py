"""Sam at the desk, and Ann, whose bank disputes what she paid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.shop.stripe.sync import refresh_order
from tests.local_stripe import LocalStripe
from tests.people import ANN, PEOPLE_STRIPE
from tests.shop.records import ShopRecords


@pytest.fixture
def ann_records(engine: Engine) -> ShopRecords:
    return ShopRecords(engine, ANN)


@pytest.fixture
def session_id(ann_records: ShopRecords, stripe: LocalStripe) -> str:
    """The session that Ann paid before this Stripe was made; now it remembers."""
    stripe.remember(PEOPLE_STRIPE)
    [payment] = ann_records.payments
    return payment.session_id


@pytest.fixture
def sync_from_stripe(session: Session, session_id: str, stripe: LocalStripe) -> Callable[[], None]:
    """We ask Stripe how Ann's payment stands."""

    def refresh() -> None:
        refresh_order(session, stripe, session_id, with_all_changes=True)
        session.rollback()

    return refresh


@pytest.fixture
def disputed(
    session_id: str, stripe: LocalStripe, sync_from_stripe: Callable[[], None], ann_records: ShopRecords
) -> str:
    """The page of Ann's dispute."""
    stripe.open_dispute(session_id)
    sync_from_stripe()
    return f"/admin/disputes/{ann_records.disputes[0].public_id}"


@pytest.fixture
def inquired(
    session_id: str, stripe: LocalStripe, sync_from_stripe: Callable[[], None], ann_records: ShopRecords
) -> str:
    """The page of an inquiry about Ann's payment."""
    stripe.open_dispute(session_id, status="warning_needs_response")
    sync_from_stripe()
    return f"/admin/disputes/{ann_records.disputes[0].public_id}"
