"""What a bank is shown about a disputed payment, put together from our own records.

It says when and how much a plan was used, in numbers and days. It never says what somebody answered or noted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.calendar import format_date
from saas.kernel.money import format_cents
from saas.plans.models import Plan, PlanStep
from saas.shop.disputes.models import Dispute
from saas.shop.orders.models import AccessDay, Order, Payment
from saas.shop.orders.offer import DELETED_ADDRESS, OFFER, PRODUCT_DESCRIPTIONS, PRODUCT_NAMES, Kind
from saas.shop.refunds.models import Refund
from saas.shop.refunds.queries import list_order_refunds
from saas.shop.refunds.rules import RETURNED_STATES, RefundSource, RefundState, last_refund_day
from saas.shop.seats.models import Seat

# Stripe's names for what a bank reads.
FIELDS = (
    "product_description",
    "service_date",
    "customer_email_address",
    "access_activity_log",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "uncategorized_text",
)
MAX_LENGTH = 20_000  # characters that Stripe takes in one field
MAX_DAYS = 200
LINK, HEADING = re.compile(r"\[([^\]]+)\]\([^)]*\)"), re.compile(r"^#+ ", re.M)

# What the offer's own page promises before payment, and what the order's page lets a buyer do.
REFUND_PROMISES = {
    Kind.SELF: f"all of the money back within {OFFER.refund_days} days",
    Kind.GIFT: "all of the money back until somebody takes the gift",
    Kind.SEATS: f"the money back within {OFFER.refund_days} days for every seat that nobody has claimed",
}
REFUND_OPTIONS = {
    Kind.SELF: "The customer could have all of the money back until {until}, by a button on the order's page.",
    Kind.GIFT: "The customer could have all of the money back until somebody took the gift, by a button on the order's page.",
    Kind.SEATS: "The customer could have the money back for every seat that nobody had claimed until {until}, by a button "
    "on the order's page.",
}


@dataclass(frozen=True, slots=True)
class Usage:
    """How an account used what it paid for: moments and numbers, none of its words. `days` newest last."""

    days: tuple[tuple[date, datetime], ...] = ()
    plans: tuple[datetime, ...] = ()
    steps: int = 0
    steps_done: tuple[datetime, ...] = ()
    notes: int = 0


def read_usage(session: Session) -> Usage:
    """In a session that belongs to the account."""
    days = select(AccessDay.day, AccessDay.first_at).order_by(AccessDay.day)
    newest_plan = select(func.max(Plan.id)).scalar_subquery()
    steps = select(func.count()).select_from(PlanStep)
    done = select(PlanStep.done_at).where(PlanStep.done_at.is_not(None)).order_by(PlanStep.done_at)
    return Usage(
        days=tuple((day, first_at) for day, first_at in session.execute(days)),
        plans=tuple(session.scalars(select(Plan.created_at).order_by(Plan.id))),
        steps=session.scalar(steps.where(PlanStep.plan_id == newest_plan)) or 0,
        steps_done=tuple(done_at for done_at in session.scalars(done) if done_at),
        notes=session.scalar(steps.where(PlanStep.note != "")) or 0,
    )


@dataclass(frozen=True, slots=True)
class SeatRecord:
    number: int
    given_at: datetime | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that the evidence is written from. `terms` is the refund policy as published (Markdown)."""

    order: Order
    payment: Payment
    refunds: Sequence[Refund]
    seats: Sequence[SeatRecord]
    usage: Usage
    terms: str
    terms_checked_on: date | None
    base_url: str


def read_records(
    session: Session, dispute: Dispute, usage: Usage, *, terms: str, terms_checked_on: date | None, base_url: str
) -> Records:
    """Of a dispute that was loaded with its order and payment."""
    columns = select(Seat.number, Seat.given_at, Seat.claimed_at).where(Seat.order_id == dispute.order_id)
    return Records(
        order=dispute.order,
        payment=dispute.payment,
        refunds=list_order_refunds(session, dispute.order),
        seats=[SeatRecord(*row) for row in session.execute(columns.order_by(Seat.number))],
        usage=usage,
        terms=terms,
        terms_checked_on=terms_checked_on,
        base_url=base_url,
    )


def compose_evidence(records: Records) -> dict[str, str]:
    """Texts by Stripe's names, each within its limit."""
    order = records.order
    texts = {
        "product_description": _describe_product(order),
        "service_date": _format_day(order.paid_at or records.payment.received_at),
        "customer_email_address": "" if order.email == DELETED_ADDRESS else order.email,
        "access_activity_log": "\n".join(_usage_lines(records)),
        "refund_policy_disclosure": _describe_terms(records),
        "refund_refusal_explanation": "\n".join(_refund_lines(records)),
        "uncategorized_text": "\n".join(_payment_lines(records)),
    }
    return {name: texts[name][:MAX_LENGTH] for name in FIELDS}


def join_evidence(evidence: dict[str, str], labels: dict[str, str]) -> str:
    """All of it as one text, ready to paste."""
    return "\n\n".join(f"{labels[name].upper()}\n{evidence[name]}" for name in FIELDS if evidence.get(name))


def _describe_product(order: Order) -> str:
    kind = Kind(order.kind)
    product = f"{order.quantity} × {PRODUCT_NAMES[kind]}" if order.quantity > 1 else PRODUCT_NAMES[kind]
    return (
        f"{product}, {format_cents(order.unit_cents)} each, paid once; nothing renews. {PRODUCT_DESCRIPTIONS[kind]} It is "
        "an online service: an action plan composed from the customer's own answers, with dates and figures, opened by "
        "signing in. It is delivered at once, on payment. Nothing is shipped."
    )


def _usage_lines(records: Records) -> list[str]:
    usage = records.usage
    lines = [f"Plan composed from the customer's answers: {_format_moment(at)}." for at in usage.plans]
    if usage.steps:
        lines.append(f"Steps in the plan: {usage.steps}. Marked done by the customer: {len(usage.steps_done)}.")
    if usage.steps_done:
        first, last = usage.steps_done[0], usage.steps_done[-1]
        lines.append(f"First step marked done {_format_moment(first)}, last {_format_moment(last)}.")
    if usage.notes:
        lines.append(
            f"Notes the customer wrote beside steps: {usage.notes} (their content is private and not included)."
        )
    lines += [_describe_seat(seat) for seat in records.seats if seat.given_at]
    if usage.days:
        lines.append(f"Days on which the signed-in customer opened what they paid for: {len(usage.days)}.")
        lines += [f"{day:%Y-%m-%d}, first at {first_at:%H:%M} UTC" for day, first_at in usage.days[-MAX_DAYS:]]
    return lines or ["No use is recorded."]


def _describe_seat(seat: SeatRecord) -> str:
    usage = f"used {_format_moment(seat.claimed_at)}" if seat.claimed_at else "not used"
    return f"Seat {seat.number}: link handed out {_format_moment(seat.given_at)}, {usage}."


def _describe_terms(records: Records) -> str:
    checked = f", last checked on {format_date(records.terms_checked_on)}" if records.terms_checked_on else ""
    promise = REFUND_PROMISES[Kind(records.order.kind)]
    return (
        f"The page on which the order is placed says, before payment: {promise}, for any reason or none, with a link to "
        f"the terms. The receipt says it again. The terms are published at {records.base_url}/refunds{checked}. They "
        f"read:\n\n{_strip_markdown(records.terms)}"
    )


def _strip_markdown(markdown: str) -> str:
    """Without the marks of headings and the addresses of links."""
    return HEADING.sub("", LINK.sub(r"\1", markdown)).strip()


def _refund_lines(records: Records) -> list[str]:
    payment = records.payment
    paid_on = clock.day_of(records.order.paid_at or payment.received_at)
    until = format_date(last_refund_day(paid_on))
    lines = [REFUND_OPTIONS[Kind(records.order.kind)].format(until=until)]
    requests = [refund for refund in records.refunds if refund.source == RefundSource.CUSTOMER]
    if not requests:
        lines.append("No request for a refund has reached us.")
    lines += [_describe_request(refund) for refund in requests]
    returned = sum(
        refund.amount_cents
        for refund in records.refunds
        if refund.state in RETURNED_STATES and refund.payment_id == payment.id
    )
    if returned:
        lines.append(f"{format_cents(returned)} of this payment was refunded before or during this dispute.")
    return lines


def _describe_request(refund: Refund) -> str:
    request = f"The customer asked for {format_cents(refund.amount_cents)} on {_format_day(refund.made_at)}"
    moved_on = _format_day(refund.moved_at)
    if refund.state == RefundState.DECLINED:
        declined_on = _format_day(refund.decided_at or refund.moved_at)
        return f"{request}. It was declined on {declined_on}, with this reason: {refund.answer}"
    if refund.state == RefundState.CANCELED and not refund.decided_at:
        return f"{request}, and took the request back on {moved_on}."
    if refund.state == RefundState.CANCELED and not refund.stripe_id:
        return f"{request}. The money went back another way on {moved_on}, so the request was closed."
    return f"{request}. The request is {str(refund.state).replace('_', ' ')}."


def _payment_lines(records: Records) -> list[str]:
    order, payment = records.order, records.payment
    lines = [
        f"Order {order.public_id}, placed {_format_moment(order.created_at)}.",
        f"Payment {payment.stripe_id}, charge {payment.charge_id or 'unknown'}: {format_cents(payment.amount_cents)} "
        f"{payment.currency.upper()}, received {_format_moment(payment.received_at)} through Stripe Checkout.",
    ]
    if order.discount_cents:
        price, discount = format_cents(order.amount_cents), format_cents(order.discount_cents)
        code = f" with the code {order.promotion_code}" if order.promotion_code else ""
        lines.append(f"The price was {price} less {discount}{code}.")
    if order.paid_at and order.email != DELETED_ADDRESS:
        paid_on = _format_day(order.paid_at)
        lines.append(f"A receipt with the order number and the refund terms went to {order.email} on {paid_on}.")
    if payment.is_duplicate:
        lines.append("This was a second payment for the same order.")
    return lines


def _format_moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "never"


def _format_day(at: datetime) -> str:
    return format_date(clock.day_of(at))
