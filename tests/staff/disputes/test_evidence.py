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
from tests.shop.records import ShopRecords

SECRET = "my manager Gwendolyn said it was about the audit"


@pytest.fixture
def written(session: Session, engine: Engine) -> int:
    """Ann ticked two steps, noted something at one, and came on two days. Her account's number."""
    account_id, now = account_of(session, ANN), clock.now()
    with account_session(engine, account_id) as own, transaction(own):
        own.execute(update(PlanStep).where(PlanStep.position <= 2).values(done_at=now))
        own.execute(update(PlanStep).where(PlanStep.position == 1).values(note=SECRET))
        for back in (1, 0):
            own.add(AccessDay(account_id=account_id, day=clock.today() - timedelta(days=back), first_at=now))
    return account_id


def assemble(session: Session, engine: Engine, records: ShopRecords) -> dict[str, str]:
    """The evidence for Ann's dispute."""
    dispute = find_dispute(session, records.disputes[0].public_id)
    assert dispute is not None
    with account_session(engine, dispute.account_id) as theirs:
        usage = evidence.read_usage(theirs)
    all_records = evidence.read_records(
        session, dispute, usage, terms="All of it back.", terms_checked_on=None, base_url="https://shop.test"
    )
    return evidence.compose_evidence(all_records)


def test_stripe_knows_every_field() -> None:
    assert set(evidence.FIELDS) <= set(DisputeUpdateParamsEvidence.__annotations__)
    assert set(evidence.FIELDS) == set(FIELD_LABELS)


def test_usage_is_given_in_numbers_and_days(
    session: Session, engine: Engine, disputed: str, written: int, ann_records: ShopRecords
) -> None:
    log = assemble(session, engine, ann_records)["access_activity_log"]
    assert "Plan composed from the customer's answers: " in log
    assert "Marked done by the customer: 2." in log
    assert "Notes the customer wrote beside steps: 1 " in log
    assert f"{clock.today():%Y-%m-%d}, first at " in log


def test_no_answer_or_note_is_in_the_evidence(
    session: Session, engine: Engine, disputed: str, written: int, ann_records: ShopRecords, sam: FlaskClient
) -> None:
    [spoken] = ANSWERS["accomplishments"]
    text = "\n".join(assemble(session, engine, ann_records).values()) + sam.get(disputed).text
    for private in (SECRET, "Gwendolyn", spoken, "118000", "118,000", "24,000", "registered-nurse"):
        assert private not in text


def test_no_step_title_is_in_the_evidence(
    session: Session, engine: Engine, disputed: str, ann_records: ShopRecords
) -> None:
    """What a plan advises tells what somebody answered."""
    titles = set(session.scalars(select(PlanStep.title).where(PlanStep.account_id == account_of(session, ANN))))
    text = "\n".join(assemble(session, engine, ann_records).values())
    assert titles
    assert [title for title in titles if title in text] == []


def test_another_accounts_usage_is_not_counted(
    session: Session, engine: Engine, disputed: str, written: int, ann_records: ShopRecords
) -> None:
    with account_session(engine, account_of(session, BEA)) as theirs:
        assert evidence.read_usage(theirs).steps_done == ()


def test_payment_receipt_and_terms_are_named(
    session: Session, engine: Engine, disputed: str, ann_records: ShopRecords
) -> None:
    words, [payment] = assemble(session, engine, ann_records), ann_records.payments
    for part in (
        ann_records.order.public_id,
        payment.stripe_id,
        str(payment.charge_id),
        "$79 USD",
        f"went to {ANN.email}",
    ):
        assert part in words["uncategorized_text"]
    assert words["customer_email_address"] == ANN.email
    assert "https://shop.test/refunds" in words["refund_policy_disclosure"]
    assert words["refund_policy_disclosure"].endswith("All of it back.")


def test_the_terms_are_those_that_are_published(sam: FlaskClient, disputed: str) -> None:
    page = sam.get(disputed).text
    assert "You need no reason, and you do not have to have tried the plan first." in page
    assert "[Orders](/orders)" not in page
    assert "\n## " not in page


def test_evidence_says_that_no_refund_was_requested(
    session: Session, engine: Engine, disputed: str, ann_records: ShopRecords
) -> None:
    assert (
        "No request for a refund has reached us."
        in assemble(session, engine, ann_records)["refund_refusal_explanation"]
    )


def test_a_declined_request_is_described_without_the_customers_note(
    session: Session,
    engine: Engine,
    session_id: str,
    stripe: LocalStripe,
    sync_from_stripe: Callable[[], None],
    ann_records: ShopRecords,
) -> None:
    refund = request_refund(session, ann_records.order.public_id, note=SECRET)
    decline_refund_request(session, refund.public_id, answer="It was used for months.", by="sam@example.com")
    stripe.open_dispute(session_id)
    sync_from_stripe()
    explanation = assemble(session, engine, ann_records)["refund_refusal_explanation"]
    assert "with this reason: It was used for months." in explanation
    assert SECRET not in explanation


@pytest.mark.parametrize(
    ("kind", "promise"),
    [
        ("self", "all of the money back within 30 days"),
        ("gift", "until somebody takes the gift"),
        ("seats", "within 30 days for every seat that nobody has claimed"),
    ],
)
def test_the_promise_fits_the_kind_of_order(
    kind: str, promise: str, session: Session, engine: Engine, disputed: str, ann_records: ShopRecords
) -> None:
    ann_records.rewrite_order(kind=kind)
    session.rollback()
    texts = assemble(session, engine, ann_records)
    assert promise in texts["refund_policy_disclosure"]
    assert ("until somebody took the gift" in texts["refund_refusal_explanation"]) is (kind == "gift")


def test_a_deleted_address_is_not_shown(
    session: Session, engine: Engine, disputed: str, ann_records: ShopRecords
) -> None:
    ann_records.rewrite_order(email="deleted")
    words = assemble(session, engine, ann_records)
    assert words["customer_email_address"] == ""
    assert "receipt" not in words["uncategorized_text"]


def test_years_of_usage_stay_within_the_length_limit() -> None:
    now = clock.now()
    usage = evidence.Usage(days=tuple((clock.today() - timedelta(days=back), now) for back in range(3000)))
    order = Order(
        public_id="0",
        kind="self",
        quantity=1,
        unit_cents=7900,
        amount_cents=7900,
        email="a@b.c",
        created_at=now,
        paid_at=now,
        discount_cents=0,
    )
    payment = Payment(stripe_id="pi_1", amount_cents=7900, currency="usd", received_at=now)
    texts = evidence.compose_evidence(evidence.Records(order, payment, [], [], usage, "x" * 50_000, None, ""))
    assert max(len(words) for words in texts.values()) == evidence.MAX_LENGTH
    assert "opened what they paid for: 3000." in texts["access_activity_log"]


def test_seats_are_listed_without_recipients(
    session: Session, engine: Engine, disputed: str, ann_records: ShopRecords
) -> None:
    now, order = clock.now(), ann_records.order
    with transaction(session):
        session.add(
            Seat(
                order_id=order.id,
                account_id=order.account_id,
                number=1,
                given_at=now,
                claimed_at=now,
                recipient_email="friend@example.com",
                giver_name="Ann",
                words=SECRET,
            )
        )
    log = assemble(session, engine, ann_records)["access_activity_log"]
    assert "Seat 1: link handed out" in log
    assert [private for private in ("friend@example.com", SECRET) if private in log] == []


def test_the_evidence_joins_into_one_text(
    session: Session, engine: Engine, disputed: str, ann_records: ShopRecords
) -> None:
    text = evidence.join_evidence(assemble(session, engine, ann_records), FIELD_LABELS)
    assert text.startswith("WHAT WAS SOLD\nCareerCanopy plan, $79 each, paid once")
    assert [label.upper() for label in FIELD_LABELS.values() if label.upper() not in text] == []
