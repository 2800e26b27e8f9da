"""Compare our ledger with Stripe's balance over a period: same count, same sums, and each difference by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.kernel.money import format_cents
from saas.shop.alerts.actions import raise_alert
from saas.shop.disputes.models import Dispute
from saas.shop.ledger.models import LedgerEntry, Reconciliation
from saas.shop.orders.models import Payment
from saas.shop.orders.queries import find_session_of_payment
from saas.shop.refunds.models import Refund
from saas.shop.stripe.client import StripeClient
from saas.shop.stripe.snapshots import BalanceTransaction
from saas.shop.stripe.sync import refresh_order

log = structlog.get_logger()
MAX_DAYS = 29  # as far back as Stripe's events and the sweep go
# Money that leaves for our bank, and Stripe's own bills, belong to no order.
NOT_FROM_ORDERS = ("payout", "payout_failure", "payout_cancel", "stripe_fee", "tax_fee", "topup")
SOURCE_PREFIXES = ("ch_", "py_", "re_", "pyr_", "du_", "dp_")


@dataclass(frozen=True, slots=True)
class Totals:
    """Of one side. Cents."""

    count: int = 0
    amount_cents: int = 0
    fee_cents: int = 0
    net_cents: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One balance transaction on which the two sides disagree, in a sentence."""

    stripe_id: str
    source_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReconciliationReport:
    """From `start` (included) to `end` (left out)."""

    start: datetime
    end: datetime
    ours: Totals
    theirs: Totals
    differences: tuple[Difference, ...]

    def as_json(self) -> str:
        return json.dumps(asdict(self), default=str)


def compare_ledger(session: Session, client: StripeClient, start: datetime, end: datetime) -> ReconciliationReport:
    """Every balance transaction of Stripe's that an order can have caused, against every entry of our ledger."""
    theirs = {
        transaction.stripe_id: transaction
        for transaction in client.list_balance_transactions(int(start.timestamp()), int(end.timestamp()))
        if transaction.kind not in NOT_FROM_ORDERS
    }
    rows = session.scalars(select(LedgerEntry).where(LedgerEntry.occurred_at >= start, LedgerEntry.occurred_at < end))
    ours = {row.stripe_id: _as_balance_transaction(row) for row in rows}
    differences = tuple(_iter_differences(ours, theirs))
    return ReconciliationReport(start, end, _sum(ours.values()), _sum(theirs.values()), differences)


def refresh_differing_orders(session: Session, client: StripeClient, report: ReconciliationReport) -> None:
    """Most often the news of what is only at Stripe is still on its way."""
    sessions = {_find_session(session, client, difference.source_id) for difference in report.differences}
    for session_id in sorted(session_id for session_id in sessions if session_id):
        try:
            refresh_order(session, client, session_id, with_all_changes=True)
        except NotFound:
            log.warning("a payment at Stripe belongs to no order here", session_id=session_id)


def reconcile_period(session: Session, client: StripeClient, start: datetime, end: datetime) -> ReconciliationReport:
    """Compare, refresh the orders that differ, and compare again."""
    report = compare_ledger(session, client, start, end)
    if report.differences:
        refresh_differing_orders(session, client, report)
        report = compare_ledger(session, client, start, end)
    return report


def reconcile_days(session: Session, client: StripeClient, today: date) -> list[date]:
    """Every day before `today` (UTC) that has no report, back to the last one; the first time only yesterday. Returns the
    days whose report was made now, oldest first."""
    last = session.scalar(select(func.max(Reconciliation.day))) or today - timedelta(days=2)
    days = [today - timedelta(days=back) for back in range(min((today - last).days - 1, MAX_DAYS), 0, -1)]
    return [day for day in days if reconcile_day(session, client, day)]


def reconcile_day(session: Session, client: StripeClient, day: date) -> bool:
    """Store the report of one day (UTC), once; whether it was made now. A difference raises an alert."""
    if _is_reconciled(session, day):
        return False
    start = datetime.combine(day, time(), UTC)
    report = reconcile_period(session, client, start, start + timedelta(days=1))
    with transaction(session):
        if _is_reconciled(session, day):
            return False
        count = len(report.differences)
        session.add(Reconciliation(day=day, difference_count=count, report=report.as_json(), made_at=clock.now()))
        if count:
            sentence = f"{day}: our ledger and Stripe's balance differ in {count} places"
            raise_alert(session, f"reconciliation:{day}", sentence)
    return True


def _is_reconciled(session: Session, day: date) -> bool:
    return session.scalar(select(Reconciliation.id).where(Reconciliation.day == day)) is not None


def _as_balance_transaction(row: LedgerEntry) -> BalanceTransaction:
    return BalanceTransaction(
        stripe_id=row.stripe_id,
        kind=row.kind,
        source_id=row.source_id,
        amount_cents=row.amount_cents,
        fee_cents=row.fee_cents,
        net_cents=row.net_cents,
        currency=row.currency,
        created=int(row.occurred_at.timestamp()),
    )


def _sum(rows: Iterable[BalanceTransaction]) -> Totals:
    totals = Totals()
    for row in rows:
        totals = replace(
            totals,
            count=totals.count + 1,
            amount_cents=totals.amount_cents + row.amount_cents,
            fee_cents=totals.fee_cents + row.fee_cents,
            net_cents=totals.net_cents + row.net_cents,
        )
    return totals


def _iter_differences(
    ours: dict[str, BalanceTransaction], theirs: dict[str, BalanceTransaction]
) -> Iterator[Difference]:
    for stripe_id in sorted(ours.keys() | theirs.keys()):
        mine, yours = ours.get(stripe_id), theirs.get(stripe_id)
        if mine == yours:
            continue
        known = yours or mine
        assert known is not None  # it is in one of the two  # noqa: S101
        sentence = f"{stripe_id} ({known.kind}): {_describe_difference(mine, yours)}"
        yield Difference(stripe_id, known.source_id, sentence)


def _describe_difference(mine: BalanceTransaction | None, yours: BalanceTransaction | None) -> str:
    if yours is None:
        return f"we hold {_describe_amount(mine)}, Stripe lists nothing"
    if mine is None:
        return f"Stripe lists {_describe_amount(yours)}, we hold nothing"
    return f"we hold {_describe_amount(mine)}, Stripe lists {_describe_amount(yours)}"


def _describe_amount(transaction: BalanceTransaction | None) -> str:
    if transaction is None:
        return ""
    return f"{format_cents(transaction.amount_cents)} less {format_cents(transaction.fee_cents)} in fees"


def _find_session(session: Session, client: StripeClient, source_id: str) -> str | None:
    """The session behind a charge, a refund or a dispute."""
    by_refund = select(Payment.session_id).join(
        Refund, (Refund.payment_id == Payment.id) & (Refund.account_id == Payment.account_id)
    )
    by_dispute = select(Payment.session_id).join(
        Dispute, (Dispute.payment_id == Payment.id) & (Dispute.account_id == Payment.account_id)
    )
    session_id = (
        session.scalar(select(Payment.session_id).where(Payment.charge_id == source_id))
        or session.scalar(by_refund.where(Refund.stripe_id == source_id))
        or session.scalar(by_dispute.where(Dispute.stripe_id == source_id))
    )
    if session_id or not source_id.startswith(SOURCE_PREFIXES):
        return session_id
    intent_id = client.get_payment_intent_id(source_id)
    return find_session_of_payment(session, intent_id) or client.find_session_of_payment(intent_id)
