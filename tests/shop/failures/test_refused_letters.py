"""A mail server that refuses everybody holds up no payment and no other letter, and nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel.db import transaction
from saas.kernel.letters import Letter, QueuedLetter, list_failed_letters, queue_letter, resend_letter
from saas.shop.alerts.models import Alert
from saas.shop.stripe.models import StripeEvent
from tests.databases import Database
from tests.kernel.mail_server import MailServer, start_mail_server
from tests.kernel.workers import wait_for, worker
from tests.shop.failures.conftest import Shop

pytestmark = pytest.mark.slow
MANY = 200


@pytest.fixture
def post(database: Database, shop: Shop, mail_dir: Path) -> Iterator[MailServer]:
    """A mail server, and a worker that sends through it."""
    with (
        start_mail_server() as server,
        worker(database, mail_dir, SMTP_URL=server.url(), STRIPE_API_BASE=shop.sandbox_url),
    ):
        yield server


def crowd() -> float:
    """How many programs share each processor: the seconds that are promised are those of a machine of one's own."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def queue(session: Session, key: str, address: str) -> None:
    queue_letter(session, Letter(key, address, "Hello", "You are in."))


def state_of(session: Session, event_id: str) -> str | None:
    session.rollback()
    return session.scalar(select(StripeEvent.state).where(StripeEvent.event_id == event_id))


def failed_letters(session: Session) -> list[QueuedLetter]:
    session.rollback()
    return list(list_failed_letters(session))


def test_a_payment_and_a_good_letter_pass_two_hundred_that_are_refused(
    shop: Shop, session: Session, post: MailServer
) -> None:
    with transaction(session):
        queue(session, "first", "first@example.com")
    wait_for(lambda: "first@example.com" in post.received, 30)
    shop.pay()
    with transaction(session):
        for number in range(MANY):
            queue(session, f"welcome:{number}", "refused@example.com")
        queue(session, "good", "good@example.com")
    # The worker's own sweep may find it first, and others with it.
    event = shop.newest_event()
    shop.post_event(event)
    wait_for(lambda: state_of(session, event["id"]) == "settled", 5 * crowd())
    wait_for(lambda: "good@example.com" in post.received, 10 * crowd())


def test_a_letter_that_is_given_up_is_told_and_listed_and_can_be_sent_again(session: Session, post: MailServer) -> None:
    with transaction(session):
        queue(session, "welcome", "refused@example.com")
    wait_for(lambda: failed_letters(session), 30)
    [failed] = failed_letters(session)
    assert (failed.key, failed.reason) == ("welcome", "the mail server refuses the address: 550 5.1.1")
    alerts = [alert.sentence for alert in session.scalars(select(Alert)) if alert.key.startswith("letters:")]
    assert alerts == ["letters could not be delivered: see Letters"]
    post.is_lenient = True
    resend_letter(session, "welcome")
    wait_for(lambda: "refused@example.com" in post.received, 5)
