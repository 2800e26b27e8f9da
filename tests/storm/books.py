"""After the storm: what must be true, each violation in a sentence. Stripe's side is read from its API, not from our gateway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.jobs import client
from saas.kernel.letters import SEND_LETTER, LetterState, QueuedLetter
from saas.kernel.tenancy import unscoped
from saas.shop.disputes.models import Dispute
from saas.shop.ledger.models import LedgerEntry
from saas.shop.orders.models import Order, Payment
from saas.shop.orders.offer import Kind
from saas.shop.orders.rules import OrderState
from saas.shop.refunds.models import Refund
from saas.shop.refunds.queries import find_refund_request
from saas.shop.refunds.rules import RETURNED_STATES, VOID_STATES, RefundSource, RefundState
from saas.shop.seats.models import Claim, Seat
from saas.shop.seats.rules import share_cents
from saas.shop.stripe.client import StripeClient
from saas.shop.stripe.models import EventState, StripeEvent
from saas.shop.stripe.reconcile import compare_ledger
from tests.storm.stack import StormStack

Rows = list[dict[str, Any]]
OPEN_CASES = {"needs_response", "under_review"}


@dataclass(frozen=True)
class Stripe:
    """Everything the local Stripe has."""

    sessions: Rows
    charges: Rows
    refunds: Rows
    disputes: Rows
    entries: Rows

    @classmethod
    def read(cls, stack: StormStack) -> Stripe:
        names = ("checkout/sessions", "charges", "refunds", "disputes", "balance_transactions")
        return cls(*[stack.ask(name) for name in names])


def violations(stack: StormStack, engine: Engine, gateway: StripeClient) -> list[str]:
    stripe = Stripe.read(stack)
    with unscoped(engine, "tests: looking and arranging") as session:
        return [
            *_entitlements(session, stripe), *_refunds(session, stripe), *_disputes(session, stripe),
            *_states(session, stripe), *_ledger(session, stripe), *_sums(session, gateway, stripe), *_events(session),
            *_letters(session, engine, stack.mail),
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
        if order.kind != Kind.SELF and order.state == OrderState.PAID:
            yield from _seats(session, order)
    yield from (f"order {one.public_id} is paid by nothing" for one in orders.values()
                if one.state == OrderState.PAID and one.id not in {row.order_id for row in payments.values()})  # fmt: skip


def _seats(session: Session, order: Order) -> Iterator[str]:
    seats = session.scalars(select(Seat).where(Seat.order_id == order.id)).all()
    claimed = {seat.public_id for seat in seats if seat.claimed_at}
    claims = set(session.scalars(select(Claim.seat).where(Claim.seat.in_({seat.public_id for seat in seats}))))
    if len(seats) != order.quantity:
        yield f"order {order.public_id} bought {order.quantity} seats and has {len(seats)}"
    for seat in seats:
        refund = session.get(Refund, seat.refund_id) if seat.refund_id else None
        if seat.claimed_at and refund and refund.state not in VOID_STATES:
            yield f"seat {seat.public_id} is claimed and given back"
    yield from _shares(session, order, [seat for seat in seats if seat.refund_id])
    if claims != claimed:
        yield f"order {order.public_id}: {len(claimed)} seats taken and {len(claims)} claims"


def _shares(session: Session, order: Order, held: Sequence[Seat]) -> Iterator[str]:
    """What a buyer gets back for unclaimed seats is what those seats cost."""
    asked = session.scalars(select(Refund).where(Refund.order_id == order.id, Refund.source == RefundSource.CUSTOMER))
    for refund in asked:
        payment = session.get_one(Payment, refund.payment_id)
        most = share_cents(payment.amount_cents, order.quantity, sum(seat.refund_id == refund.id for seat in held))
        if refund.state not in VOID_STATES and refund.amount_cents > most:
            yield f"refund {refund.public_id} is of {refund.amount_cents}, and its seats cost {most}"


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
        if (
            sum(cents for state, cents in rows if state not in (*VOID_STATES, RefundState.REQUESTED))
            > payment.amount_cents
        ):
            yield f"payment {payment.stripe_id}: more goes back than came: {payment.amount_cents}, {rows}"
    for charge in stripe.charges:
        if charge["amount_refunded"] > charge["amount"]:
            yield f"{charge['id']} gave back more than it took"


def _states(session: Session, stripe: Stripe) -> Iterator[str]:
    """The state of each order as it must be, worked out from Stripe's objects alone."""
    for order in session.scalars(select(Order)):
        pages = [one for one in stripe.sessions if one["client_reference_id"] == order.public_id]
        if order.state not in _possible(pages, stripe):
            yield f"order {order.public_id} is {order.state} and should be one of {_possible(pages, stripe)}"
        if order.ended_at and find_refund_request(session, order):
            yield f"order {order.public_id} is {order.state} and its buyer is still to be answered"
        if order.state == OrderState.PAID and any(one["status"] == "open" for one in pages):
            yield f"order {order.public_id} is paid and can be paid again"


def _possible(pages: Rows, stripe: Stripe) -> tuple[OrderState, ...]:
    paid = [one for one in pages if one["payment_status"] in ("paid", "no_payment_required")]
    if not paid:
        return (OrderState.PENDING, OrderState.CANCELED)
    intents = {one["payment_intent"] for one in paid if one["payment_intent"]}
    refunds = [one for one in stripe.refunds if one["payment_intent"] in intents]
    taken = sum(one["amount_total"] for one in paid)
    if taken and sum(one["amount"] for one in refunds if one["status"] not in ("failed", "canceled")) >= taken:
        return (OrderState.REFUNDED, OrderState.CHARGED_BACK)
    cases = {one["status"] for one in stripe.disputes if one["payment_intent"] in intents}
    now = OrderState.CHARGED_BACK if "lost" in cases else OrderState.DISPUTED if cases & OPEN_CASES else OrderState.PAID
    # Money that went back in full and came again to us opens nothing by itself.
    went = taken and sum(one["amount"] for one in refunds) >= taken
    return (now, OrderState.REFUNDED) if went else (now,)


def _sums(session: Session, gateway: StripeClient, stripe: Stripe) -> Iterator[str]:
    """The shop's own comparison finds nothing, and its sums are Stripe's."""
    report = compare_ledger(session, gateway, clock.now() - timedelta(days=2), clock.now() + timedelta(days=2))
    yield from (one.sentence for one in report.differences)
    sums = [sum(one[name] for one in stripe.entries) for name in ("amount", "fee", "net")]
    for told in (report.ours, report.theirs):
        if [told.count, told.amount_cents, told.fee_cents, told.net_cents] != [len(stripe.entries), *sums]:
            yield f"the sums are {told}, and Stripe's {len(stripe.entries)}, {sums}"


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
    queued = {row.key: row for row in session.scalars(select(QueuedLetter))}
    sent = {file.stem for file in folder.glob("*.eml")}
    jobs = client(engine).list_workflows(name=SEND_LETTER.name)
    firsts = Counter(job.input["args"][0] for job in jobs if job.input and "#" not in job.workflow_id)
    yield from (f"the letter {key} was queued {count} times" for key, count in firsts.items() if count > 1)
    yield from (f"the letter {key} was not sent" for key in queued if key.replace(":", "-") not in sent)
    yield from (f"the letter {row.key} is {row.state}" for row in queued.values() if row.state != LetterState.SENT)
    expected = {
        f"receipt:{order}" for order in session.scalars(select(Order.public_id).where(Order.paid_at.is_not(None)))
    }
    expected |= {
        f"refund:{one}" for one in session.scalars(select(Refund.public_id).where(Refund.state.in_(RETURNED_STATES)))
    }
    yield from (f"the letter {key} was never queued" for key in expected - queued.keys())
