"""The receipt: queued in the transaction that settles the order, sent once after it."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.letters import SEND_LETTER, Letter
from saas.kernel.tenancy import unscoped
from saas.shop.orders.letters import queue_receipt
from saas.shop.orders.models import Order
from saas.shop.orders.offer import OFFER
from saas.shop.stripe.sync import refresh_order
from tests.apps import make_settings
from tests.letters import handler_of
from tests.local_stripe import LocalStripe
from tests.people import CAL
from tests.shop.records import ShopRecords


@pytest.fixture
def receipt(open_session: str, stripe: LocalStripe, engine: Engine, records: ShopRecords) -> Letter:
    stripe.pay()
    with unscoped(engine, "tests: looking and arranging") as session:
        refresh_order(session, stripe, open_session)
    [letter] = records.receipts
    return letter


def test_a_paid_order_queues_one_receipt_to_its_buyer(receipt: Letter, records: ShopRecords) -> None:
    order = records.order
    assert (receipt.key, receipt.to) == (f"receipt:{order.public_id}", CAL.email)
    assert receipt.subject == f"Receipt for order {order.public_id}"


@pytest.mark.parametrize(
    "words",
    [
        "$79",
        OFFER.name,
        "nothing renews",
        "within 30 days",
        "for any reason or none",
        "The button for it is on your order's page",
    ],
)
def test_the_receipt_says_what_was_paid_and_how_to_have_it_back(words: str, receipt: Letter) -> None:
    assert words in receipt.text


def test_the_receipt_names_the_order_and_the_day(receipt: Letter, records: ShopRecords) -> None:
    paid_session = records.order.paid_at
    assert paid_session is not None
    day = clock.day_of(paid_session)
    assert f"Order {records.order.public_id}, {day:%B} {day.day}, {day.year}." in receipt.text


def test_no_receipt_is_queued_when_the_transaction_rolls_back(
    open_session: str, session: Session, records: ShopRecords
) -> None:
    order = session.scalars(select(Order).where(Order.public_id == records.order.public_id)).one()
    with pytest.raises(RuntimeError, match="too late"):
        _queue_and_fail(session, order)
    assert records.receipts == []


def _queue_and_fail(session: Session, order: Order) -> None:
    with transaction(session):
        queue_receipt(session, order)
        raise RuntimeError("too late")


def test_a_receipt_queued_twice_is_one_receipt(receipt: Letter, session: Session, records: ShopRecords) -> None:
    order = session.scalars(select(Order).where(Order.public_id == records.order.public_id)).one()
    with transaction(session):
        queue_receipt(session, order)
    assert records.receipts == [receipt]


def test_the_job_writes_the_receipt_into_the_mail_folder_once(receipt: Letter, engine: Engine, mail_dir: Path) -> None:
    [send] = handler_of(SEND_LETTER, make_settings(mail_dir=mail_dir), engine).steps
    for _ in range(2):
        send(receipt.key)
    [file] = mail_dir.iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=default)
    assert (letter["To"], letter["Subject"]) == (CAL.email, receipt.subject)
    assert letter.get_content() == receipt.text
