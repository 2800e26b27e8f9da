"""The verbs of refunding: asked for, decided, sent, followed. Ann has paid."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.tenancy import account_session, unscoped
from saas.shop.refunds import actions
from saas.shop.refunds.actions import (
    AlreadyRequested,
    AmountTooHigh,
    NotRefundable,
    UnderDispute,
    approve_refund_request,
    decline_refund_request,
    refund_duplicate_payment,
    request_refund,
    withdraw_refund_request,
)
from saas.shop.refunds.models import Refund
from saas.shop.refunds.queries import requestable_cents, sum_order_money
from saas.shop.refunds.rules import RefundReason
from saas.shop.stripe import sweep
from saas.shop.stripe.client import StripeUnavailable
from saas.shop.stripe.refunds import submit_refund
from tests.letters import jobs_of, letters_to
from tests.local_stripe import LocalStripe
from tests.people import CAL, account_of
from tests.shop.books import Books, at_once
from tests.shop.conftest import Deliver

Give = Callable[..., Refund]


@pytest.fixture
def give(engine: Engine, books: Books, paid: str) -> Give:
    """Staff give `cents` back, in a session of their own."""

    def call(cents: int = 7900) -> Refund:
        with unscoped(engine, "tests: looking and arranging") as session:
            order_id, payment_id = books.order.public_id, books.payments[0].stripe_id
            call = partial(actions.create_refund, session, order_id, payment_id, cents, reason=RefundReason.REQUESTED)
            return call(note="asked on the phone", by="sam@example.com")

    return call


@pytest.fixture
def own(session: Session, engine: Engine) -> Iterator[Session]:
    """Cal's own session."""
    with account_session(engine, account_of(session, CAL)) as mine:
        yield mine


def letters(books: Books, kind: str) -> list[str]:
    return [letter.text for letter in letters_to(books.engine, CAL) if letter.key.startswith(f"{kind}:")]


def test_a_refund_is_written_down_before_stripe_is_asked(give: Give, books: Books) -> None:
    made = give(2000)
    [kept] = books.refunds
    assert (kept.state, kept.amount_cents, kept.decided_by, kept.stripe_id) == (
        "submitted",
        2000,
        "sam@example.com",
        None,
    )
    assert json.loads(kept.parameters) == {
        "payment_intent": books.payments[0].stripe_id, "amount": 2000, "reason": "requested_by_customer",
        "metadata": {"app": "careercanopy", "refund_id": made.public_id, "order_id": books.order.public_id},
    }  # fmt: skip


def test_a_whole_refund_ends_access_and_is_told_once(
    give: Give, session: Session, stripe: LocalStripe, books: Books
) -> None:
    made = give()
    for _ in range(2):
        submit_refund(session, stripe, made.public_id)
    assert (books.refunds[0].state, books.order.state, books.order.ended_at is not None) == (
        "succeeded",
        "refunded",
        True,
    )
    [told] = letters(books, "refund")
    assert "$79" in told
    assert "deletes it at once" in told
    assert sorted(entry.amount_cents for entry in books.entries) == [-7900, 7900]


def test_a_part_of_it_leaves_access(give: Give, session: Session, stripe: LocalStripe, books: Books) -> None:
    submit_refund(session, stripe, give(2000).public_id)
    assert books.order.state == "paid"
    assert "what you have open stays open" in letters(books, "refund")[0]


def test_a_lost_answer_is_asked_for_again_and_sent_once(
    give: Give, session: Session, stripe: LocalStripe, books: Books
) -> None:
    made, stripe.loses_answers = give(2000), True
    with pytest.raises(StripeUnavailable):
        submit_refund(session, stripe, made.public_id)
    stripe.loses_answers = False
    submit_refund(session, stripe, made.public_id)
    assert [(one.state, one.amount_cents) for one in books.refunds] == [("succeeded", 2000)]
    assert stripe.sessions[stripe.only_session].amount_refunded == 2000


@pytest.mark.parametrize("cents", [0, -1, 7901])
def test_more_than_is_left_or_nothing_is_refused(give: Give, books: Books, cents: int) -> None:
    with pytest.raises(AmountTooHigh, match=r"\$79"):
        give(cents)
    assert books.refunds == []


def test_two_at_once_never_send_more_than_was_paid(give: Give, books: Books) -> None:
    def one() -> str:
        try:
            return str(give(5000).state)
        except AmountTooHigh:
            return "refused"

    assert sorted(at_once(*[partial(one) for _ in range(3)])) == ["refused", "refused", "submitted"]
    assert len(books.refunds) == 1


def test_what_stripe_refuses_fails_with_its_reason(
    give: Give, session: Session, stripe: LocalStripe, books: Books
) -> None:
    made, stripe.refuses = give(), True
    submit_refund(session, stripe, made.public_id)
    assert (books.refunds[0].state, books.refunds[0].failure) == ("failed", "charge_already_refunded")
    assert "failed" in books.alerts[-1]
    assert letters(books, "refund") == []


def test_a_refund_that_fails_later_is_undone_and_told(
    give: Give, session: Session, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    submit_refund(session, stripe, give().public_id)
    stripe.fail_refund()
    deliver(stripe.make_payment_event(event_type="refund.failed"))
    assert (books.refunds[0].state, books.order.state) == ("failed", "refunded")
    assert "it is yours" in letters(books, "refund_failed")[0]
    assert sum_order_money(session, books.order).left == 7900


def test_a_customer_asks_and_staff_decide(
    own: Session, paid: str, session: Session, stripe: LocalStripe, books: Books
) -> None:
    made = request_refund(own, books.order.public_id, note="not for me")
    assert (made.state, made.amount_cents, books.order.state) == ("requested", 7900, "paid")
    for _ in range(2):
        approve_refund_request(session, made.public_id, by="sam@example.com")
    submit_refund(session, stripe, made.public_id)
    assert (books.refunds[0].state, books.order.state) == ("succeeded", "refunded")
    assert "Your request is approved" in letters(books, "refund")[0]


def test_a_decline_is_a_sentence_that_is_mailed_once(own: Session, paid: str, session: Session, books: Books) -> None:
    made = request_refund(own, books.order.public_id, note="")
    for _ in range(2):
        decline_refund_request(session, made.public_id, answer="The thirty days ended in March.", by="sam@example.com")
    approve_refund_request(session, made.public_id, by="somebody@example.com")
    assert (books.refunds[0].state, books.refunds[0].decided_by) == ("declined", "sam@example.com")
    assert ["The thirty days ended in March." in text for text in letters(books, "declined")] == [True]


def test_one_request_at_a_time_and_it_can_be_taken_back(own: Session, paid: str, books: Books) -> None:
    request_refund(own, books.order.public_id, note="")
    with pytest.raises(AlreadyRequested):
        request_refund(own, books.order.public_id, note="again")
    withdraw_refund_request(own, books.order.public_id)
    request_refund(own, books.order.public_id, note="after all")
    assert [one.state for one in books.refunds] == ["canceled", "requested"]


@pytest.mark.parametrize(("days", "may"), [(0, True), (30, True), (31, False)])
def test_a_customer_may_ask_for_thirty_days(own: Session, paid: str, books: Books, days: int, may: bool) -> None:
    with time_machine.travel(clock.now() + timedelta(days=days)):
        assert (requestable_cents(own, books.order, clock.today()) == 7900) is may


def test_what_is_asked_for_counts_as_spoken_for(own: Session, paid: str, give: Give, books: Books) -> None:
    request_refund(own, books.order.public_id, note="")
    with pytest.raises(AmountTooHigh):
        give(100)


def test_a_disputed_payment_is_not_refunded(
    paid: str, stripe: LocalStripe, deliver: Deliver, give: Give, own: Session, books: Books
) -> None:
    stripe.open_dispute()
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    with pytest.raises(UnderDispute):
        give(100)
    with pytest.raises(NotRefundable):
        request_refund(own, books.order.public_id, note="")


def test_a_second_payment_goes_back_by_itself_once(
    two_pages: list[str], stripe: LocalStripe, deliver: Deliver, session: Session, books: Books
) -> None:
    for page in two_pages:
        stripe.pay(page)
        deliver(stripe.make_event(session_id=page))
    twice = next(payment for payment in books.payments if payment.is_duplicate)
    for _ in range(2):
        refund_duplicate_payment(session, books.order.public_id, twice.stripe_id)
    [refund] = books.refunds
    submit_refund(session, stripe, refund.public_id)
    assert (refund.reason, refund.source, books.order.state) == ("duplicate", "house", "paid")


def test_one_that_was_never_answered_is_asked_for_again(
    give: Give, session: Session, engine: Engine, books: Books
) -> None:
    made = give()
    sweep.retry_unanswered_refunds(session)
    assert books.alerts == []
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        for _ in range(2):
            sweep.retry_unanswered_refunds(session)
    assert [made.public_id in alert for alert in books.alerts] == [True]
    assert jobs_of(engine, "submit_refund") == [[made.public_id], [made.public_id]]


def test_the_last_part_of_several_is_told_as_the_whole(
    give: Give, session: Session, stripe: LocalStripe, books: Books
) -> None:
    for cents in (2000, 5900):
        submit_refund(session, stripe, give(cents).public_id)
    part, rest = letters(books, "refund")
    assert ("what you have open stays open" in part, "access to the plan has ended" in rest) == (True, True)
    assert books.order.state == "refunded"


def test_a_request_that_was_overtaken_was_not_taken_back(
    own: Session, paid: str, stripe: LocalStripe, deliver: Deliver, books: Books, cal: FlaskClient
) -> None:
    request_refund(own, books.order.public_id, note="")
    stripe.refund_in_dashboard(paid)
    deliver(stripe.make_payment_event())
    page = cal.get(f"/orders/{books.order.public_id}").text
    assert ("The money went back another way" in page, "took the request back" in page) == (True, False)
