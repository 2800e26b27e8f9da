"""Our ledger beside Stripe's balance over a stretch of time: same count, same sums, and each difference by name."""

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
from saas.orders.actions.alerting import raise_alert
from saas.orders.actions.settling import look
from saas.orders.gateway.calls import Gateway
from saas.orders.models.disputes import Dispute
from saas.orders.models.ledger import LedgerEntry, Reconciliation
from saas.orders.models.orders import Payment
from saas.orders.models.refunds import Refund
from saas.orders.queries.orders import session_of_payment
from saas.orders.rules.seen import EntrySeen

log = structlog.get_logger()
MOST_DAYS = 29  # as far back as Stripe's events and the sweep go
# Money that leaves for our bank, and Stripe's own bills, belong to no order.
NOT_OF_ORDERS = ("payout", "payout_failure", "payout_cancel", "stripe_fee", "tax_fee", "topup")


@dataclass(frozen=True, slots=True)
class Sums:
    """Cents."""

    count: int = 0
    amount_cents: int = 0
    fee_cents: int = 0
    net_cents: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that the two sides do not tell alike, in a sentence."""

    stripe_id: str
    source_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """From `start` (included) to `end` (left out)."""

    start: datetime
    end: datetime
    ours: Sums
    theirs: Sums
    differences: tuple[Difference, ...]

    def as_json(self) -> str:
        return json.dumps(asdict(self), default=str)


def compare(session: Session, gateway: Gateway, start: datetime, end: datetime) -> Report:
    """Every balance transaction of Stripe's that an order can have caused, against every entry of our ledger."""
    theirs = {
        seen.stripe_id: seen
        for seen in gateway.entries_between(int(start.timestamp()), int(end.timestamp()))
        if seen.kind not in NOT_OF_ORDERS
    }
    kept = session.scalars(select(LedgerEntry).where(LedgerEntry.occurred_at >= start, LedgerEntry.occurred_at < end))
    ours = {row.stripe_id: _seen(row) for row in kept}
    return Report(start, end, _sums(ours.values()), _sums(theirs.values()), tuple(_differences(ours, theirs)))


def mend(session: Session, gateway: Gateway, report: Report) -> None:
    """Look up again what is only at Stripe: most often the news of it is still on its way."""
    sessions = {_session_of(session, gateway, one.source_id) for one in report.differences}
    for session_id in sorted(one for one in sessions if one):
        try:
            look(session, gateway, session_id)
        except NotFound:
            log.warning("a payment at Stripe belongs to no order here", session_id=session_id)


def reconcile(session: Session, gateway: Gateway, start: datetime, end: datetime) -> Report:
    """Compare, look up what differs, and compare again."""
    report = compare(session, gateway, start, end)
    if report.differences:
        mend(session, gateway, report)
        report = compare(session, gateway, start, end)
    return report


def reconcile_days(session: Session, gateway: Gateway, today: date) -> list[date]:
    """Every day before `today` (UTC) that no report was made of, back to the last one; the first time only yesterday.
    The days whose report was made now, oldest first."""
    last = session.scalar(select(func.max(Reconciliation.day))) or today - timedelta(days=2)
    days = [today - timedelta(days=back) for back in range(min((today - last).days - 1, MOST_DAYS), 0, -1)]
    return [day for day in days if reconcile_day(session, gateway, day)]


def reconcile_day(session: Session, gateway: Gateway, day: date) -> bool:
    """Keep the report of one day (UTC), once; whether it was made now. A difference raises an alert."""
    if session.scalar(select(Reconciliation.id).where(Reconciliation.day == day)) is not None:
        return False
    start = datetime.combine(day, time(), UTC)
    report = reconcile(session, gateway, start, start + timedelta(days=1))
    with transaction(session):
        if session.scalar(select(Reconciliation.id).where(Reconciliation.day == day)) is not None:
            return False
        count = len(report.differences)
        session.add(Reconciliation(day=day, difference_count=count, report=report.as_json(), made_at=clock.now()))
        if count:
            raise_alert(
                session, f"reconciliation:{day}", f"{day}: our ledger and Stripe's balance differ in {count} places"
            )
    return True


def _seen(row: LedgerEntry) -> EntrySeen:
    return EntrySeen(
        row.stripe_id, row.kind, row.source_id, row.amount_cents, row.fee_cents, row.net_cents, row.currency,
        int(row.occurred_at.timestamp()),
    )  # fmt: skip


def _sums(entries: Iterable[EntrySeen]) -> Sums:
    sums = Sums()
    for one in entries:
        sums = replace(
            sums,
            count=sums.count + 1,
            amount_cents=sums.amount_cents + one.amount_cents,
            fee_cents=sums.fee_cents + one.fee_cents,
            net_cents=sums.net_cents + one.net_cents,
        )
    return sums


def _differences(ours: dict[str, EntrySeen], theirs: dict[str, EntrySeen]) -> Iterator[Difference]:
    for stripe_id in sorted(ours.keys() | theirs.keys()):
        mine, yours = ours.get(stripe_id), theirs.get(stripe_id)
        if mine == yours:
            continue
        known = yours or mine
        assert known is not None  # it is in one of the two  # noqa: S101
        yield Difference(stripe_id, known.source_id, f"{stripe_id} ({known.kind}): {_told(mine, yours)}")


def _told(mine: EntrySeen | None, yours: EntrySeen | None) -> str:
    if yours is None:
        return f"we hold {_money(mine)}, Stripe lists nothing"
    if mine is None:
        return f"Stripe lists {_money(yours)}, we hold nothing"
    return f"we hold {_money(mine)}, Stripe lists {_money(yours)}"


def _money(entry: EntrySeen | None) -> str:
    return f"{format_cents(entry.amount_cents)} less {format_cents(entry.fee_cents)} in fees" if entry else ""


def _session_of(session: Session, gateway: Gateway, source_id: str) -> str | None:
    """The session behind a charge, a refund or a dispute."""
    by_refund = select(Payment.session_id).join(
        Refund, (Refund.payment_id == Payment.id) & (Refund.account_id == Payment.account_id)
    )
    by_dispute = select(Payment.session_id).join(
        Dispute, (Dispute.payment_id == Payment.id) & (Dispute.account_id == Payment.account_id)
    )
    held = (
        session.scalar(select(Payment.session_id).where(Payment.charge_id == source_id))
        or session.scalar(by_refund.where(Refund.stripe_id == source_id))
        or session.scalar(by_dispute.where(Dispute.stripe_id == source_id))
    )
    if held or not source_id.startswith(("ch_", "py_", "re_", "pyr_", "du_", "dp_")):
        return held
    intent_id = gateway.intent_of(source_id)
    return session_of_payment(session, intent_id) or gateway.session_of_payment(intent_id)
