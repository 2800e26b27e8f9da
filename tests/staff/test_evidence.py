"""Evidence: from our own records, true, within the bank's limits, and without a word that somebody wrote for themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from stripe.params import DisputeUpdateParamsEvidence

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.tenancy import account_session
from saas.plans.models import PlanStep
from saas.shop.disputes.queries import find_dispute
from saas.shop.orders.models import AccessDay, Order, Payment
from saas.shop.refunds.actions import decline_refund_request, request_refund
from saas.shop.seats.models import Seat
from saas.staff.disputes import evidence
from saas.staff.disputes.labels import FIELD_LABELS
from tests.local_stripe import LocalStripe
from tests.people import ANN, ANSWERS, BEA, account_of
from tests.shop.books import Books

SECRET = "my manager Gwendolyn said it was about the audit"


@pytest.fixture
def written(session: Session) -> int:
    """Ann ticked two steps, noted something at one, and came on two days. Her account's number."""
    account_id, now = account_of(session, ANN), clock.now()
    steps = update(PlanStep).where(PlanStep.account_id == account_id)
    with transaction(session):
        session.execute(steps.where(PlanStep.position <= 2).values(done_at=now))
        session.execute(steps.where(PlanStep.position == 1).values(note=SECRET))
        for back in (1, 0):
            session.add(AccessDay(account_id=account_id, day=clock.today() - timedelta(days=back), first_at=now))
    return account_id


def assembled(session: Session, engine: Engine, books: Books) -> dict[str, str]:
    """The evidence for Ann's dispute."""
    case = find_dispute(session, books.disputes[0].public_id)
    assert case is not None
    with account_session(engine, case.account_id) as theirs:
        use = evidence.read_usage(theirs)
    found = evidence.read_records(
        session, case, use, terms="All of it back.", terms_checked_on=None, base_url="https://shop.test"
    )
    return evidence.compose_evidence(found)


def test_stripe_knows_every_field() -> None:
    assert set(evidence.FIELDS) <= set(DisputeUpdateParamsEvidence.__annotations__)
    assert set(evidence.FIELDS) == set(FIELD_LABELS)


def test_use_is_told_in_numbers_and_days(
    session: Session, engine: Engine, disputed: str, written: int, anns: Books
) -> None:
    log = assembled(session, engine, anns)["access_activity_log"]
    assert "Plan composed from the customer's answers: " in log
    assert "Marked done by the customer: 2." in log
    assert "Notes the customer wrote beside steps: 1 " in log
    assert f"{clock.today():%Y-%m-%d}, first at " in log


def test_no_word_of_theirs_is_in_it(
    session: Session, engine: Engine, disputed: str, written: int, anns: Books, sam: FlaskClient
) -> None:
    [spoken] = ANSWERS["accomplishments"]
    text = "\n".join(assembled(session, engine, anns).values()) + sam.get(disputed).text
    for private in (SECRET, "Gwendolyn", spoken, "118000", "118,000", "24,000", "registered-nurse"):
        assert private not in text


def test_no_title_of_their_steps_is_in_it(session: Session, engine: Engine, disputed: str, anns: Books) -> None:
    """What a plan advises tells what somebody answered."""
    titles = set(session.scalars(select(PlanStep.title).where(PlanStep.account_id == account_of(session, ANN))))
    text = "\n".join(assembled(session, engine, anns).values())
    assert titles
    assert [title for title in titles if title in text] == []


def test_another_accounts_use_is_not_counted(
    session: Session, engine: Engine, disputed: str, written: int, anns: Books
) -> None:
    with account_session(engine, account_of(session, BEA)) as theirs:
        assert evidence.read_usage(theirs).steps_done == ()


def test_payment_receipt_and_terms_are_named(session: Session, engine: Engine, disputed: str, anns: Books) -> None:
    words, [payment] = assembled(session, engine, anns), anns.payments
    for part in (anns.order.public_id, payment.stripe_id, str(payment.charge_id), "$79 USD", f"went to {ANN.email}"):
        assert part in words["uncategorized_text"]
    assert words["customer_email_address"] == ANN.email
    assert "https://shop.test/refunds" in words["refund_policy_disclosure"]
    assert words["refund_policy_disclosure"].endswith("All of it back.")


def test_the_terms_are_those_that_are_published(sam: FlaskClient, disputed: str) -> None:
    page = sam.get(disputed).text
    assert "You need no reason, and you do not have to have tried the plan first." in page
    assert "[Orders](/orders)" not in page
    assert "\n## " not in page


def test_that_nobody_asked_for_a_refund_is_said(session: Session, engine: Engine, disputed: str, anns: Books) -> None:
    assert "No request for a refund has reached us." in assembled(session, engine, anns)["refund_refusal_explanation"]


def test_a_request_that_was_declined_is_told_with_our_reason_and_without_their_note(
    session: Session, engine: Engine, session_id: str, stripe: LocalStripe, hear: Callable[[], None], anns: Books
) -> None:
    made = request_refund(session, anns.order.public_id, note=SECRET)
    decline_refund_request(session, made.public_id, answer="It was used for months.", by="sam@example.com")
    stripe.open_dispute(session_id)
    hear()
    told = assembled(session, engine, anns)["refund_refusal_explanation"]
    assert "with this reason: It was used for months." in told
    assert SECRET not in told


@pytest.mark.parametrize(
    ("kind", "promise"),
    [
        ("self", "all of the money back within 30 days"),
        ("gift", "until somebody takes the gift"),
        ("seats", "within 30 days for every seat that nobody has claimed"),
    ],
)
def test_the_bank_is_told_what_this_kind_of_order_was_promised(
    kind: str, promise: str, session: Session, engine: Engine, disputed: str, anns: Books
) -> None:
    anns.rewrite_order(kind=kind)
    session.rollback()
    told = assembled(session, engine, anns)
    assert promise in told["refund_policy_disclosure"]
    assert ("until somebody took the gift" in told["refund_refusal_explanation"]) is (kind == "gift")


def test_a_deleted_address_is_not_shown(session: Session, engine: Engine, disputed: str, anns: Books) -> None:
    anns.rewrite_order(email="deleted")
    words = assembled(session, engine, anns)
    assert words["customer_email_address"] == ""
    assert "receipt" not in words["uncategorized_text"]


def test_years_of_use_stay_within_the_banks_limit() -> None:
    now = clock.now()
    use = evidence.Usage(days=tuple((clock.today() - timedelta(days=back), now) for back in range(3000)))
    order = Order(public_id="0", kind="self", quantity=1, unit_cents=7900, amount_cents=7900, email="a@b.c",
                  created_at=now, paid_at=now, discount_cents=0)  # fmt: skip
    payment = Payment(stripe_id="pi_1", amount_cents=7900, currency="usd", received_at=now)
    made = evidence.compose_evidence(evidence.Records(order, payment, [], [], use, "x" * 50_000, None, ""))
    assert max(len(words) for words in made.values()) == evidence.MAX_LENGTH
    assert "opened what they paid for: 3000." in made["access_activity_log"]


def test_seats_are_told_without_whom(session: Session, engine: Engine, disputed: str, anns: Books) -> None:
    now, order = clock.now(), anns.order
    with transaction(session):
        session.add(Seat(order_id=order.id, account_id=order.account_id, number=1, given_at=now, claimed_at=now,
                         recipient_email="friend@example.com", giver_name="Ann", words=SECRET))  # fmt: skip
    log = assembled(session, engine, anns)["access_activity_log"]
    assert "Seat 1: link handed out" in log
    assert [private for private in ("friend@example.com", SECRET) if private in log] == []


def test_all_of_it_is_one_text_to_paste(session: Session, engine: Engine, disputed: str, anns: Books) -> None:
    text = evidence.join_evidence(assembled(session, engine, anns), FIELD_LABELS)
    assert text.startswith("WHAT WAS SOLD\nCareerCanopy plan, $79 each, paid once")
    assert [label.upper() for label in FIELD_LABELS.values() if label.upper() not in text] == []
