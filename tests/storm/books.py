"""After the storm: what must be true, each violation in a sentence. Stripe's side is read from its API, not from our gateway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbos import DBOSClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from saas.kernel.jobs import SCHEMA
from saas.kernel.tenancy import unscoped
from saas.orders.models import Claim, Dispute, LedgerEntry, Order, Payment, Refund, Seat, StripeEvent
from saas.orders.models.inbox import EventState
from saas.orders.rules import Kind, State
from saas.orders.rules.refunds import RETURNED, VOID
from tests.storm.house import StormHouse

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Stripe:
    """Everything the local Stripe has."""

    sessions: Rows
    charges: Rows
    refunds: Rows
    disputes: Rows
    entries: Rows

    @classmethod
    def read(cls, house: StormHouse) -> Stripe:
        names = ("checkout/sessions", "charges", "refunds", "disputes", "balance_transactions")
        return cls(*[house.ask(name) for name in names])


def violations(house: StormHouse, engine: Engine) -> list[str]:
    stripe = Stripe.read(house)
    with unscoped(engine, "tests: looking and arranging") as session:
        return [
            *_entitlements(session, stripe), *_refunds(session, stripe), *_disputes(session, stripe),
            *_ledger(session, stripe), *_events(session), *_letters(session, engine, house.mail),
        ]  # fmt: skip


def _entitlements(session: Session, stripe: Stripe) -> Iterator[str]:
    """Each paid session has one payment and one order that it opened, or whose money went back."""
    payments = {row.session_id: row for row in session.scalars(select(Payment))}
    orders = {row.id: row for row in session.scalars(select(Order))}
    paid = {one["id"]: one for one in stripe.sessions if one["payment_status"] in ("paid", "no_payment_required")}
    yield from (f"{key} is paid and has no payment here" for key in paid.keys() - payments.keys())
    yield from (f"{key} has a payment here and is not paid" for key in payments.keys() - paid.keys())
    for key, payment in payments.items():
        if key in paid and payment.amount_cents != paid[key]["amount_total"]:
            yield f"{key}: {payment.amount_cents} here, {paid[key]['amount_total']} at Stripe"
        order = orders[payment.order_id]
        if order.state in (State.PENDING, State.PROCESSING, State.CANCELED):
            yield f"order {order.public_id} is {order.state} and paid through {key}"
        if order.kind != Kind.SELF and order.state == State.PAID:
            yield from _seats(session, order)
    yield from (f"order {one.public_id} is paid by nothing" for one in orders.values()
                if one.state == State.PAID and one.id not in {row.order_id for row in payments.values()})  # fmt: skip


def _seats(session: Session, order: Order) -> Iterator[str]:
    seats = session.scalars(select(Seat).where(Seat.order_id == order.id)).all()
    claimed = {seat.public_id for seat in seats if seat.claimed_at}
    claims = set(session.scalars(select(Claim.seat).where(Claim.seat.in_({seat.public_id for seat in seats}))))
    if len(seats) != order.quantity:
        yield f"order {order.public_id} bought {order.quantity} seats and has {len(seats)}"
    if claims != claimed:
        yield f"order {order.public_id}: {len(claimed)} seats taken and {len(claims)} claims"


def _refunds(session: Session, stripe: Stripe) -> Iterator[str]:
    ours = {row.stripe_id: row for row in session.scalars(select(Refund)) if row.stripe_id}
    theirs = {one["id"]: one for one in stripe.refunds}
    yield from (f"{key} is a refund at Stripe alone" for key in theirs.keys() - ours.keys())
    for key, mine in ours.items():
        if mine.state != theirs[key]["status"] or mine.amount_cents != theirs[key]["amount"]:
            yield f"{key}: {mine.state} {mine.amount_cents} here, {theirs[key]['status']} {theirs[key]['amount']} there"
    waiting = session.scalars(select(Refund).where(Refund.state == "submitted")).all()
    yield from (f"refund {row.public_id} was never answered" for row in waiting)
    for payment in session.scalars(select(Payment)):
        rows = session.execute(select(Refund.state, Refund.amount_cents).where(Refund.payment_id == payment.id)).all()
        if sum(cents for state, cents in rows if state not in VOID) > payment.amount_cents:
            yield f"payment {payment.stripe_id}: more goes back than came"
    for charge in stripe.charges:
        if charge["amount_refunded"] > charge["amount"]:
            yield f"{charge['id']} gave back more than it took"
    yield from _ended(session)


def _ended(session: Session) -> Iterator[str]:
    """An order whose money has all gone back is refunded; where a refund came back later, a person decides."""
    for order in session.scalars(select(Order)):
        paid = session.scalar(select(func.sum(Payment.amount_cents)).where(Payment.order_id == order.id)) or 0
        back = session.scalar(
            select(func.sum(Refund.amount_cents)).where(Refund.order_id == order.id, Refund.state.in_(RETURNED))
        )
        if paid and (back or 0) >= paid and order.state not in (State.REFUNDED, State.CHARGED_BACK):
            yield f"order {order.public_id} is {order.state} and all of its money went back"


def _disputes(session: Session, stripe: Stripe) -> Iterator[str]:
    ours = {row.stripe_id: row.status for row in session.scalars(select(Dispute))}
    theirs = {one["id"]: one["status"] for one in stripe.disputes}
    if ours != theirs:
        yield f"disputes differ: {sorted(set(ours.items()) ^ set(theirs.items()))[:5]}"


def _ledger(session: Session, stripe: Stripe) -> Iterator[str]:
    """To the cent, entry by entry."""
    ours = {
        row.stripe_id: (row.kind, row.amount_cents, row.fee_cents, row.net_cents)
        for row in session.scalars(select(LedgerEntry))
    }
    theirs = {one["id"]: (one["type"], one["amount"], one["fee"], one["net"]) for one in stripe.entries}
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            yield f"ledger {key}: {ours.get(key)} here, {theirs.get(key)} there"


def _events(session: Session) -> Iterator[str]:
    undone = select(StripeEvent).where(
        StripeEvent.state.in_((EventState.RECEIVED, EventState.PARKED, EventState.QUARANTINED))
    )
    yield from (f"event {row.event_id} {row.type} is {row.state}: {row.reason}" for row in session.scalars(undone))


def _letters(session: Session, engine: Engine, folder: Path) -> Iterator[str]:
    """Each letter has one job and one file; every payment has its receipt, every refund on its way its word."""
    client = DBOSClient(system_database_engine=engine, dbos_system_schema=SCHEMA, lazy=True)
    queued = Counter(_key(job.input) for job in client.list_workflows(name="send_letter"))
    sent = {file.stem for file in folder.glob("*.eml")}
    yield from (f"the letter {key} was queued {count} times" for key, count in queued.items() if count > 1)
    yield from (f"the letter {key} was not sent" for key in queued if key.replace(":", "-") not in sent)
    expected = {
        f"receipt:{order}" for order in session.scalars(select(Order.public_id).where(Order.paid_at.is_not(None)))
    }
    expected |= {f"refund:{one}" for one in session.scalars(select(Refund.public_id).where(Refund.state.in_(RETURNED)))}
    yield from (f"the letter {key} was never queued" for key in expected - queued.keys())


def _key(given: Any) -> str:
    return str(given["args"][0]["key"])
