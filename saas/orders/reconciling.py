"""Our payments beside Stripe's charges over a stretch of time. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.orders.gateway import Gateway
from saas.orders.models import Payment


@dataclass(frozen=True, slots=True)
class Report:
    """Counts and sums in cents of both sides, and one sentence per difference."""

    our_count: int
    our_cents: int
    their_count: int
    their_cents: int
    differences: tuple[str, ...]


def compare(session: Session, gateway: Gateway, since: datetime) -> Report:
    """Every charge Stripe took since, against every payment we hold. A payment without a charge (nothing was due)
    is not compared."""
    theirs = {line["source"]: int(line["amount"]) for line in gateway.charges_since(int(since.timestamp()))}
    rows = session.execute(
        select(Payment.charge_id, Payment.amount_cents).where(
            Payment.received_at >= since, Payment.charge_id.is_not(None)
        )
    )
    ours = {str(charge): amount for charge, amount in rows}
    return Report(len(ours), sum(ours.values()), len(theirs), sum(theirs.values()), tuple(_differences(ours, theirs)))


def _differences(ours: dict[str, int], theirs: dict[str, int]) -> list[str]:
    lines = [
        f"{charge}: Stripe took {theirs[charge]} cents, we hold no payment"
        for charge in sorted(theirs.keys() - ours.keys())
    ]
    lines += [
        f"{charge}: we hold {ours[charge]} cents, Stripe lists no charge"
        for charge in sorted(ours.keys() - theirs.keys())
    ]
    lines += [
        f"{charge}: we hold {ours[charge]} cents, Stripe took {theirs[charge]}"
        for charge in sorted(ours.keys() & theirs.keys())
        if ours[charge] != theirs[charge]
    ]
    return lines
