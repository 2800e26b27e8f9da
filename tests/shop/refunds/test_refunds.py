"""Refunds and refund requests: the actions, and submitting to Stripe. Cal has paid."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.kernel.tenancy import unscoped
from saas.shop.refunds import actions
from saas.shop.refunds.actions import (
    AlreadyRequested,
    AmountTooHigh,
    AnswerMissing,
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
from tests.people import CAL
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords
from tests.threads import run_at_once

MakeRefund = Callable[..., Refund]


@pytest.fixture
def make_refund(engine: Engine, records: ShopRecords, paid_session: str) -> MakeRefund:
    """Staff give `cents` back, in a session of their own."""

    def call(cents: int = 7900) -> Refund:
        with unscoped(engine, "tests: looking and arranging") as session:
            order_id, payment_id = records.order.public_id, records.payments[0].stripe_id
            call = partial(actions.create_refund, session, order_id, payment_id, cents, reason=RefundReason.REQUESTED)
            return call(note="asked on the phone", by="sam@example.com")

    return call


def letters(records: ShopRecords, kind: str) -> list[str]:
    return [letter.text for letter in letters_to(records.engine, CAL) if letter.key.startswith(f"{kind}:")]


def test_a_refund_is_stored_before_stripe_is_asked(make_refund: MakeRefund, records: ShopRecords) -> None:
    refund = make_refund(2000)
    [kept] = records.refunds
    assert (kept.state, kept.amount_cents, kept.decided_by, kept.stripe_id) == (
        "submitted",
        2000,
        "sam@example.com",
        None,
    )
    assert json.loads(kept.parameters) == {
        "payment_intent": records.payments[0].stripe_id,
        "amount": 2000,
        "reason": "requested_by_customer",
        "metadata": {"app": "careercanopy", "refund_id": refund.public_id, "order_id": records.order.public_id},
    }


def test_a_full_refund_ends_access_and_sends_one_letter(
    make_refund: MakeRefund, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    refund = make_refund()
    for _ in range(2):
        submit_refund(session, stripe, refund.public_id)
    assert (records.refunds[0].state, records.order.state, records.order.ended_at is not None) == (
        "succeeded",
        "refunded",
        True,
    )
    [text] = letters(records, "refund")
    assert "$79" in text
    assert "deletes it at once" in text
    assert sorted(entry.amount_cents for entry in records.entries) == [-7900, 7900]


def test_a_partial_refund_leaves_access(
    make_refund: MakeRefund, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    submit_refund(session, stripe, make_refund(2000).public_id)
    assert records.order.state == "paid"
    assert "what you have open stays open" in letters(records, "refund")[0]


def test_after_a_lost_answer_the_refund_is_submitted_again_and_made_once(
    make_refund: MakeRefund, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    refund, stripe.loses_answers = make_refund(2000), True
    with pytest.raises(StripeUnavailable):
        submit_refund(session, stripe, refund.public_id)
    stripe.loses_answers = False
    submit_refund(session, stripe, refund.public_id)
    assert [(refund.state, refund.amount_cents) for refund in records.refunds] == [("succeeded", 2000)]
    assert stripe.sessions[stripe.only_session].amount_refunded == 2000


@pytest.mark.parametrize("cents", [0, -1, 7901])
def test_an_amount_that_is_not_left_is_refused(make_refund: MakeRefund, records: ShopRecords, cents: int) -> None:
    with pytest.raises(AmountTooHigh, match=r"\$79"):
        make_refund(cents)
    assert records.refunds == []


def test_refunds_at_once_never_exceed_the_payment(make_refund: MakeRefund, records: ShopRecords) -> None:
    def one() -> str:
        try:
            return str(make_refund(5000).state)
        except AmountTooHigh:
            return "refused"

    assert sorted(run_at_once(*[partial(one) for _ in range(3)])) == ["refused", "refused", "submitted"]
    assert len(records.refunds) == 1


def test_a_refused_refund_fails_with_stripes_reason(
    make_refund: MakeRefund, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    refund, stripe.refuses = make_refund(), True
    submit_refund(session, stripe, refund.public_id)
    assert (records.refunds[0].state, records.refunds[0].failure) == ("failed", "charge_already_refunded")
    assert "failed" in records.alerts[-1]
    assert letters(records, "refund") == []


def test_a_refund_that_fails_later_frees_its_amount_and_sends_a_letter(
    make_refund: MakeRefund, session: Session, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    submit_refund(session, stripe, make_refund().public_id)
    stripe.fail_refund()
    deliver(stripe.make_payment_event(event_type="refund.failed"))
    assert (records.refunds[0].state, records.order.state) == ("failed", "refunded")
    assert "it is yours" in letters(records, "refund_failed")[0]
    assert sum_order_money(session, records.order).left == 7900


def test_a_customer_requests_and_staff_approve(
    cal_db: Session, paid_session: str, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    refund = request_refund(cal_db, records.order.public_id, note="not for me")
    assert (refund.state, refund.amount_cents, records.order.state) == ("requested", 7900, "paid")
    for _ in range(2):
        approve_refund_request(session, refund.public_id, by="sam@example.com")
    submit_refund(session, stripe, refund.public_id)
    assert (records.refunds[0].state, records.order.state) == ("succeeded", "refunded")
    assert "Your request is approved" in letters(records, "refund")[0]


def test_declining_mails_the_answer_once(
    cal_db: Session, paid_session: str, session: Session, records: ShopRecords
) -> None:
    refund = request_refund(cal_db, records.order.public_id, note="")
    for _ in range(2):
        decline_refund_request(
            session, refund.public_id, answer="The thirty days ended in March.", by="sam@example.com"
        )
    approve_refund_request(session, refund.public_id, by="somebody@example.com")
    assert (records.refunds[0].state, records.refunds[0].decided_by) == ("declined", "sam@example.com")
    assert ["The thirty days ended in March." in text for text in letters(records, "declined")] == [True]


def test_one_request_at_a_time_and_it_can_be_withdrawn(
    cal_db: Session, paid_session: str, records: ShopRecords
) -> None:
    request_refund(cal_db, records.order.public_id, note="")
    with pytest.raises(AlreadyRequested):
        request_refund(cal_db, records.order.public_id, note="again")
    withdraw_refund_request(cal_db, records.order.public_id)
    request_refund(cal_db, records.order.public_id, note="after all")
    assert [refund.state for refund in records.refunds] == ["canceled", "requested"]


def test_two_requests_at_once_make_one(paid_session: str, engine: Engine, records: ShopRecords) -> None:
    def request() -> str:
        with unscoped(engine, "tests: looking and arranging") as own_session:
            try:
                return str(request_refund(own_session, records.order.public_id, note="").state)
            except AlreadyRequested:
                return "already requested"

    assert sorted(run_at_once(request, request)) == ["already requested", "requested"]
    assert (len(records.refunds), len(letters(records, "request"))) == (1, 1)


def test_withdrawing_says_whether_there_was_a_request(
    cal_db: Session, paid_session: str, session: Session, records: ShopRecords
) -> None:
    refund = request_refund(cal_db, records.order.public_id, note="")
    decline_refund_request(session, refund.public_id, answer="Used for months.", by="sam@example.com")
    assert withdraw_refund_request(cal_db, records.order.public_id) is False
    request_refund(cal_db, records.order.public_id, note="once more")
    assert [withdraw_refund_request(cal_db, records.order.public_id) for _ in range(2)] == [True, False]
    assert [refund.state for refund in records.refunds] == ["declined", "canceled"]


@pytest.mark.parametrize("answer", ["", "  \n"])
def test_a_request_is_not_declined_without_an_answer(
    answer: str, cal_db: Session, paid_session: str, session: Session, records: ShopRecords
) -> None:
    refund = request_refund(cal_db, records.order.public_id, note="")
    with pytest.raises(AnswerMissing):
        decline_refund_request(session, refund.public_id, answer=answer, by="sam@example.com")
    assert (records.refunds[0].state, letters(records, "declined")) == ("requested", [])


def test_approving_and_declining_at_once_decide_once(
    cal_db: Session, paid_session: str, engine: Engine, records: ShopRecords
) -> None:
    refund_id = request_refund(cal_db, records.order.public_id, note="").public_id

    def approve() -> None:
        with unscoped(engine, "tests: looking and arranging") as own_session:
            approve_refund_request(own_session, refund_id, by="sam@example.com")

    def decline() -> None:
        with unscoped(engine, "tests: looking and arranging") as own_session:
            decline_refund_request(own_session, refund_id, answer="Used for months.", by="tim@example.com")

    run_at_once(approve, decline)
    [refund] = records.refunds
    decision = (
        refund.state,
        refund.decided_by,
        len(jobs_of(engine, "submit_refund")),
        len(letters(records, "declined")),
    )
    assert decision in {("submitted", "sam@example.com", 1, 0), ("declined", "tim@example.com", 0, 1)}


def test_a_refund_that_staff_made_is_no_request(make_refund: MakeRefund, session: Session) -> None:
    refund = make_refund(2000)
    with pytest.raises(NotFound):
        approve_refund_request(session, refund.public_id, by="sam@example.com")
    with pytest.raises(NotFound):
        decline_refund_request(session, refund.public_id, answer="No.", by="sam@example.com")


@pytest.mark.parametrize(("days", "may"), [(0, True), (30, True), (31, False)])
def test_a_customer_can_request_for_thirty_days(
    cal_db: Session, paid_session: str, records: ShopRecords, days: int, may: bool
) -> None:
    with time_machine.travel(clock.now() + timedelta(days=days)):
        assert (requestable_cents(cal_db, records.order, clock.today()) == 7900) is may


def test_a_requested_amount_is_reserved(
    cal_db: Session, paid_session: str, make_refund: MakeRefund, records: ShopRecords
) -> None:
    request_refund(cal_db, records.order.public_id, note="")
    with pytest.raises(AmountTooHigh):
        make_refund(100)


def test_a_disputed_payment_can_be_neither_refunded_nor_requested(
    paid_session: str,
    stripe: LocalStripe,
    deliver: Deliver,
    make_refund: MakeRefund,
    cal_db: Session,
    records: ShopRecords,
) -> None:
    stripe.open_dispute()
    deliver(stripe.make_payment_event(event_type="charge.dispute.created"))
    with pytest.raises(UnderDispute):
        make_refund(100)
    with pytest.raises(NotRefundable):
        request_refund(cal_db, records.order.public_id, note="")


def test_a_duplicate_payment_is_refunded_once(
    two_sessions: list[str], stripe: LocalStripe, deliver: Deliver, session: Session, records: ShopRecords
) -> None:
    for session_id in two_sessions:
        stripe.pay(session_id)
        deliver(stripe.make_event(session_id=session_id))
    twice = next(payment for payment in records.payments if payment.is_duplicate)
    for _ in range(2):
        refund_duplicate_payment(session, records.order.public_id, twice.stripe_id)
    [refund] = records.refunds
    submit_refund(session, stripe, refund.public_id)
    assert (refund.reason, refund.source, records.order.state) == ("duplicate", "house", "paid")


def test_an_unanswered_refund_is_queued_again(
    make_refund: MakeRefund, session: Session, engine: Engine, records: ShopRecords
) -> None:
    refund = make_refund()
    sweep.retry_unanswered_refunds(session)
    assert records.alerts == []
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        for _ in range(2):
            sweep.retry_unanswered_refunds(session)
    assert [refund.public_id in alert for alert in records.alerts] == [True]
    assert jobs_of(engine, "submit_refund") == [[refund.public_id], [refund.public_id]]


def test_the_last_partial_refund_is_announced_as_complete(
    make_refund: MakeRefund, session: Session, stripe: LocalStripe, records: ShopRecords
) -> None:
    for cents in (2000, 5900):
        submit_refund(session, stripe, make_refund(cents).public_id)
    part, rest = letters(records, "refund")
    assert ("what you have open stays open" in part, "access to the plan has ended" in rest) == (True, True)
    assert records.order.state == "refunded"


def test_a_request_closed_by_a_dashboard_refund_is_not_shown_as_withdrawn(
    cal_db: Session, paid_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords, cal: FlaskClient
) -> None:
    request_refund(cal_db, records.order.public_id, note="")
    stripe.refund_in_dashboard(paid_session)
    deliver(stripe.make_payment_event())
    page = cal.get(f"/orders/{records.order.public_id}").text
    assert ("The money went back another way" in page, "took the request back" in page) == (True, False)
