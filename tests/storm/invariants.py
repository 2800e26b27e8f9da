"""What must be true after the storm; each violation is a sentence. Stripe's side is read from its API, not by our client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from saas.kernel import clock, jobs
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
PAID_STATUSES = ("paid", "no_payment_required")
OPEN_DISPUTES = {"needs_response", "under_review"}


@dataclass(frozen=True)
class StripeState:
    """Everything that the local Stripe has."""

    sessions: Rows
    charges: Rows
    refunds: Rows
    disputes: Rows
    balance_transactions: Rows

    @classmethod
    def read(cls, stack: StormStack) -> StripeState:
        names = ("checkout/sessions", "charges", "refunds", "disputes", "balance_transactions")
        return cls(*[stack.list_all(name) for name in names])


def find_violations(stack: StormStack, engine: Engine, client: StripeClient) -> list[str]:
    stripe = StripeState.read(stack)
    with unscoped(engine, "tests: looking and arranging") as session:
        return [
            *_check_entitlements(session, stripe),
            *_check_refunds(session, stripe),
            *_check_disputes(session, stripe),
            *_check_order_states(session, stripe),
            *_check_ledger(session, stripe),
            *_check_sums(session, client, stripe),
            *_check_events(session),
            *_check_letters(session, engine, stack.mail),
        ]


def _check_entitlements(session: Session, stripe: StripeState) -> Iterator[str]:
    """Each paid session has one payment and one order that it opened, or whose money went back."""
    payments = {row.session_id: row for row in session.scalars(select(Payment))}
    orders = {row.id: row for row in session.scalars(select(Order))}
    paid = {page["id"]: page for page in stripe.sessions if page["payment_status"] in PAID_STATUSES}
    yield from (f"{key} is paid and has no payment here" for key in paid.keys() - payments.keys())
    yield from (f"{key} has a payment here and is not paid" for key in payments.keys() - paid.keys())
    for key, payment in payments.items():
        if key in paid and payment.amount_cents != paid[key]["amount_total"]:
            yield f"{key}: {payment.amount_cents} here, {paid[key]['amount_total']} at Stripe"
        order = orders[payment.order_id]
        if order.kind != Kind.SELF and order.state == OrderState.PAID:
            yield from _check_seats(session, order)
    paid_order_ids = {payment.order_id for payment in payments.values()}
    for order in orders.values():
        if order.state == OrderState.PAID and order.id not in paid_order_ids:
            yield f"order {order.public_id} is paid by nothing"


def _check_seats(session: Session, order: Order) -> Iterator[str]:
    seats = session.scalars(select(Seat).where(Seat.order_id == order.id)).all()
    claimed = {seat.public_id for seat in seats if seat.claimed_at}
    claims = set(session.scalars(select(Claim.seat).where(Claim.seat.in_({seat.public_id for seat in seats}))))
    if len(seats) != order.quantity:
        yield f"order {order.public_id} bought {order.quantity} seats and has {len(seats)}"
    for seat in seats:
        refund = session.get(Refund, seat.refund_id) if seat.refund_id else None
        if seat.claimed_at and refund and refund.state not in VOID_STATES:
            yield f"seat {seat.public_id} is claimed and given back"
    yield from _check_seat_refunds(session, order, [seat for seat in seats if seat.refund_id])
    if claims != claimed:
        yield f"order {order.public_id}: {len(claimed)} seats taken and {len(claims)} claims"


def _check_seat_refunds(session: Session, order: Order, refunded_seats: Sequence[Seat]) -> Iterator[str]:
    """What a buyer gets back for unclaimed seats is what those seats cost."""
    requested = select(Refund).where(Refund.order_id == order.id, Refund.source == RefundSource.CUSTOMER)
    for refund in session.scalars(requested):
        payment = session.get_one(Payment, refund.payment_id)
        max_cents = share_cents(
            payment.amount_cents, order.quantity, sum(seat.refund_id == refund.id for seat in refunded_seats)
        )
        if refund.state not in VOID_STATES and refund.amount_cents > max_cents:
            yield f"refund {refund.public_id} is of {refund.amount_cents}, and its seats cost {max_cents}"


def _check_refunds(session: Session, stripe: StripeState) -> Iterator[str]:
    ours = {row.stripe_id: row for row in session.scalars(select(Refund)) if row.stripe_id}
    theirs = {refund["id"]: refund for refund in stripe.refunds}
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


def _check_order_states(session: Session, stripe: StripeState) -> Iterator[str]:
    """Each order is in a state that follows from Stripe's objects alone."""
    for order in session.scalars(select(Order)):
        pages = [page for page in stripe.sessions if page["client_reference_id"] == order.public_id]
        if order.state not in _possible_states(pages, stripe):
            yield f"order {order.public_id} is {order.state} and should be one of {_possible_states(pages, stripe)}"
        if order.ended_at and find_refund_request(session, order):
            yield f"order {order.public_id} is {order.state} and its buyer is still to be answered"
        if order.state == OrderState.PAID and any(page["status"] == "open" for page in pages):
            yield f"order {order.public_id} is paid and can be paid again"


def _possible_states(pages: Rows, stripe: StripeState) -> tuple[OrderState, ...]:
    paid = [page for page in pages if page["payment_status"] in PAID_STATUSES]
    if not paid:
        return (OrderState.PENDING, OrderState.CANCELED)
    intents = {page["payment_intent"] for page in paid if page["payment_intent"]}
    refunds = [refund for refund in stripe.refunds if refund["payment_intent"] in intents]
    taken = sum(page["amount_total"] for page in paid)
    returned = sum(refund["amount"] for refund in refunds if refund["status"] not in ("failed", "canceled"))
    if taken and returned >= taken:
        return (OrderState.REFUNDED, OrderState.CHARGED_BACK)
    statuses = {dispute["status"] for dispute in stripe.disputes if dispute["payment_intent"] in intents}
    now = (
        OrderState.CHARGED_BACK
        if "lost" in statuses
        else OrderState.DISPUTED
        if statuses & OPEN_DISPUTES
        else OrderState.PAID
    )
    # A full refund that failed and came back to us opens nothing by itself.
    was_refunded = taken and sum(refund["amount"] for refund in refunds) >= taken
    return (now, OrderState.REFUNDED) if was_refunded else (now,)


def _check_sums(session: Session, client: StripeClient, stripe: StripeState) -> Iterator[str]:
    """The shop's own comparison finds nothing, and its sums are Stripe's."""
    report = compare_ledger(session, client, clock.now() - timedelta(days=2), clock.now() + timedelta(days=2))
    yield from (difference.sentence for difference in report.differences)
    sums = [sum(row[name] for row in stripe.balance_transactions) for name in ("amount", "fee", "net")]
    for totals in (report.ours, report.theirs):
        counted = [totals.count, totals.amount_cents, totals.fee_cents, totals.net_cents]
        if counted != [len(stripe.balance_transactions), *sums]:
            yield f"the sums are {totals}, and Stripe's {len(stripe.balance_transactions)}, {sums}"


def _check_disputes(session: Session, stripe: StripeState) -> Iterator[str]:
    ours = {row.stripe_id: row.status for row in session.scalars(select(Dispute))}
    theirs = {dispute["id"]: dispute["status"] for dispute in stripe.disputes}
    if ours != theirs:
        yield f"disputes differ: {sorted(set(ours.items()) ^ set(theirs.items()))[:5]}"


def _check_ledger(session: Session, stripe: StripeState) -> Iterator[str]:
    """To the cent, entry by entry."""
    ours = {
        row.stripe_id: (row.kind, row.amount_cents, row.fee_cents, row.net_cents)
        for row in session.scalars(select(LedgerEntry))
    }
    theirs = {row["id"]: (row["type"], row["amount"], row["fee"], row["net"]) for row in stripe.balance_transactions}
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            yield f"ledger {key}: {ours.get(key)} here, {theirs.get(key)} there"


def _check_events(session: Session) -> Iterator[str]:
    unfinished = select(StripeEvent).where(
        StripeEvent.state.in_((EventState.RECEIVED, EventState.PARKED, EventState.QUARANTINED))
    )
    yield from (f"event {row.event_id} {row.type} is {row.state}: {row.reason}" for row in session.scalars(unfinished))


def _find_pointless_letters(session: Session) -> set[str]:
    """Letters with a link that opened nothing any more when its turn came: the gift or seat was claimed, taken back or
    handed to somebody else in the meantime."""
    is_over = or_(Seat.claimed_at.is_not(None), Seat.refund_id.is_not(None))
    gifts = {f"gift:{public_id}" for public_id in session.scalars(select(Seat.public_id).where(is_over))}
    open_links = {f"seat:{link}" for link in session.scalars(select(Seat.link_hash).where(~is_over))}
    seat_letters = session.scalars(select(QueuedLetter.key).where(QueuedLetter.key.startswith("seat:"))).all()
    return gifts | (set(seat_letters) - open_links)


def _check_letters(session: Session, engine: Engine, folder: Path) -> Iterator[str]:
    """Each letter has one job and one file; every payment has its receipt, every returned refund its letter."""
    queued = {row.key: row for row in session.scalars(select(QueuedLetter))}
    sent = {file.stem for file in folder.glob("*.eml")}
    letter_jobs = jobs.engine_client(engine).list_workflows(name=SEND_LETTER.name)
    firsts = Counter(job.input["args"][0] for job in letter_jobs if job.input and "#" not in job.workflow_id)
    yield from (f"the letter {key} was queued {count} times" for key, count in firsts.items() if count > 1)
    pointless = _find_pointless_letters(session)
    due = {key: row for key, row in queued.items() if not (key in pointless and row.state == LetterState.DISCARDED)}
    yield from (f"the letter {key} was not sent" for key in due if key.replace(":", "-") not in sent)
    yield from (f"the letter {row.key} is {row.state}" for row in due.values() if row.state != LetterState.SENT)
    expected = {
        f"receipt:{order}" for order in session.scalars(select(Order.public_id).where(Order.paid_at.is_not(None)))
    }
    expected |= {
        f"refund:{refund}"
        for refund in session.scalars(select(Refund.public_id).where(Refund.state.in_(RETURNED_STATES)))
    }
    yield from (f"the letter {key} was never queued" for key in expected - queued.keys())
