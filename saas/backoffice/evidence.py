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
from saas.kernel.calendar import format_date as in_words
from saas.kernel.money import format_cents
from saas.orders.models.disputes import Dispute
from saas.orders.models.orders import Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.models.seats import AccessDay, Seat
from saas.orders.queries.money import refunds_of
from saas.orders.rules.offer import DELETED_ADDRESS, DESCRIPTIONS, LINES, OFFER, Kind
from saas.orders.rules.refunds import RETURNED, RefundState, Source, last_day
from saas.plans.models import Plan, PlanStep

FIELDS = (
    "product_description", "service_date", "customer_email_address", "access_activity_log", "refund_policy_disclosure",
    "refund_refusal_explanation", "uncategorized_text",
)  # fmt: skip
MOST = 20_000  # characters that Stripe takes in one field
MOST_DAYS = 200
LINK, HEADING = re.compile(r"\[([^\]]+)\]\([^)]*\)"), re.compile(r"^#+ ", re.M)


# What the offer's own page promises before payment, and what the order's page lets a buyer do.
PROMISED = {
    Kind.SELF: f"all of the money back within {OFFER.refund_days} days",
    Kind.GIFT: "all of the money back until somebody takes the gift",
    Kind.SEATS: f"the money back within {OFFER.refund_days} days for every seat that nobody has claimed",
}
COULD = {
    Kind.SELF: "The customer could have all of the money back until {until}, by a button on the order's page.",
    Kind.GIFT: "The customer could have all of the money back until somebody took the gift, by a button on the order's page.",
    Kind.SEATS: "The customer could have the money back for every seat that nobody had claimed until {until}, by a button "
    "on the order's page.",
}


@dataclass(frozen=True, slots=True)
class Use:
    """How an account used what it paid for: moments and numbers, no words of theirs. `days` newest last."""

    days: tuple[tuple[date, datetime], ...] = ()
    plans: tuple[datetime, ...] = ()
    steps: int = 0
    ticked: tuple[datetime, ...] = ()
    notes: int = 0


def use_of(session: Session) -> Use:
    """In a session that belongs to the account."""
    newest = select(func.max(Plan.id)).scalar_subquery()
    of_plan = select(func.count()).select_from(PlanStep).where(PlanStep.plan_id == newest)
    return Use(
        days=tuple((day, at) for day, at in session.execute(select(AccessDay.day, AccessDay.first_at).order_by(AccessDay.day))),
        plans=tuple(session.scalars(select(Plan.created_at).order_by(Plan.id))),
        steps=session.scalar(of_plan) or 0,
        ticked=tuple(at for at in session.scalars(
            select(PlanStep.done_at).where(PlanStep.done_at.is_not(None)).order_by(PlanStep.done_at)) if at),
        notes=session.scalar(select(func.count()).select_from(PlanStep).where(PlanStep.note != "")) or 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Records:
    """All that the words are made from."""

    order: Order
    payment: Payment
    refunds: Sequence[Refund]
    seats: Sequence[tuple[int, datetime | None, datetime | None]]
    use: Use
    terms: str
    terms_on: date | None
    base_url: str


def records(session: Session, case: Dispute, use: Use, *, terms: str, terms_on: date | None, base_url: str) -> Records:
    """`terms` is the refund policy as published, last checked on `terms_on`."""
    seats = select(Seat.number, Seat.given_at, Seat.claimed_at).where(Seat.order_id == case.order_id)
    handed_out = [(number, given, claimed) for number, given, claimed in session.execute(seats.order_by(Seat.number))]
    refunds = refunds_of(session, case.order)
    return Records(case.order, case.payment, refunds, handed_out, use, terms, terms_on, base_url)


def evidence(of: Records) -> dict[str, str]:
    """By Stripe's names, each within its limit."""
    made = {
        "product_description": _product(of.order),
        "service_date": _day(of.order.paid_at or of.payment.received_at),
        "customer_email_address": "" if of.order.email == DELETED_ADDRESS else of.order.email,
        "access_activity_log": "\n".join(_log(of)),
        "refund_policy_disclosure": _terms(of),
        "refund_refusal_explanation": "\n".join(_refusal(of)),
        "uncategorized_text": "\n".join(_payment(of)),
    }
    return {name: made[name][:MOST] for name in FIELDS}


def summary(words: dict[str, str], labels: dict[str, str]) -> str:
    """All of it as one text, ready to paste."""
    return "\n\n".join(f"{labels[name].upper()}\n{words[name]}" for name in FIELDS if words.get(name))


def _product(order: Order) -> str:
    kind = Kind(order.kind)
    what = f"{order.quantity} × {LINES[kind]}" if order.quantity > 1 else LINES[kind]
    return (
        f"{what}, {format_cents(order.unit_cents)} each, paid once; nothing renews. {DESCRIPTIONS[kind]} It is an online "
        "service: an action plan composed from the customer's own answers, with dates and figures, opened by signing in. "
        "It is delivered at once, on payment. Nothing is shipped."
    )


def _log(of: Records) -> list[str]:
    use = of.use
    lines = [f"Plan composed from the customer's answers: {_moment(at)}." for at in use.plans]
    if use.steps:
        lines.append(f"Steps in the plan: {use.steps}. Marked done by the customer: {len(use.ticked)}.")
    if use.ticked:
        lines.append(f"First step marked done {_moment(use.ticked[0])}, last {_moment(use.ticked[-1])}.")
    if use.notes:
        lines.append(f"Notes the customer wrote beside steps: {use.notes} (their content is private and not included).")
    lines += [_seat(*seat) for seat in of.seats if seat[1]]
    if use.days:
        lines.append(f"Days on which the signed-in customer opened what they paid for: {len(use.days)}.")
        lines += [f"{day:%Y-%m-%d}, first at {at:%H:%M} UTC" for day, at in use.days[-MOST_DAYS:]]
    return lines or ["No use is recorded."]


def _seat(number: int, given_at: datetime | None, claimed_at: datetime | None) -> str:
    used = f"used {_moment(claimed_at)}" if claimed_at else "not used"
    return f"Seat {number}: link handed out {_moment(given_at)}, {used}."


def _terms(of: Records) -> str:
    checked = f", last checked on {in_words(of.terms_on)}" if of.terms_on else ""
    return (
        f"The page on which the order is placed says, before payment: {PROMISED[Kind(of.order.kind)]}, for any reason or "
        "none, with a link to the terms. The receipt says it again. The terms are published at "
        f"{of.base_url}/refunds{checked}. They read:\n\n{_plain(of.terms)}"
    )


def _plain(markdown: str) -> str:
    """Without the marks of headings and the addresses of links."""
    return HEADING.sub("", LINK.sub(r"\1", markdown)).strip()


def _refusal(of: Records) -> list[str]:
    paid_on = clock.day_of(of.order.paid_at or of.payment.received_at)
    lines = [COULD[Kind(of.order.kind)].format(until=in_words(last_day(paid_on)))]
    asked = [one for one in of.refunds if one.source == Source.CUSTOMER]
    if not asked:
        lines.append("No request for a refund has reached us.")
    lines += [_request(one) for one in asked]
    back = sum(one.amount_cents for one in of.refunds if one.state in RETURNED and one.payment_id == of.payment.id)
    if back:
        lines.append(f"{format_cents(back)} of this payment was refunded before or during this dispute.")
    return lines


def _request(one: Refund) -> str:
    said = f"The customer asked for {format_cents(one.amount_cents)} on {_day(one.made_at)}"
    if one.state == RefundState.DECLINED:
        return f"{said}. It was declined on {_day(one.decided_at or one.moved_at)}, with this reason: {one.answer}"
    if one.state == RefundState.CANCELED and not one.decided_at:
        return f"{said}, and took the request back on {_day(one.moved_at)}."
    if one.state == RefundState.CANCELED and not one.stripe_id:
        return f"{said}. The money went back another way on {_day(one.moved_at)}, so the request was closed."
    return f"{said}. The request is {str(one.state).replace('_', ' ')}."


def _payment(of: Records) -> list[str]:
    order, payment = of.order, of.payment
    lines = [
        f"Order {order.public_id}, placed {_moment(order.created_at)}.",
        f"Payment {payment.stripe_id}, charge {payment.charge_id or 'unknown'}: {format_cents(payment.amount_cents)} "
        f"{payment.currency.upper()}, received {_moment(payment.received_at)} through Stripe Checkout.",
    ]
    if order.discount_cents:
        code = f" with the code {order.promotion_code}" if order.promotion_code else ""
        lines.append(
            f"The price was {format_cents(order.amount_cents)} less {format_cents(order.discount_cents)}{code}."
        )
    if order.paid_at and order.email != DELETED_ADDRESS:
        lines.append(
            f"A receipt with the order number and the refund terms went to {order.email} on {_day(order.paid_at)}."
        )
    if payment.is_duplicate:
        lines.append("This was a second payment for the same order.")
    return lines


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "never"


def _day(at: datetime) -> str:
    return in_words(clock.day_of(at))
