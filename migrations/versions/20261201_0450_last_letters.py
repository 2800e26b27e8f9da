"""Last letters, which are erased once they were sent; and Stripe's events without what they say about a buyer.

Going back, events stay as they are: what was taken out of them is at Stripe.
"""

from __future__ import annotations

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "last_letters"
down_revision = "secret_letters"
branch_labels = None
depends_on = None

ID = re.compile(r"[\w.:-]{1,255}", re.ASCII)
EVENT_FIELDS = ["id", "object", "type", "created", "livemode", "api_version", "account", "pending_webhooks"]
OBJECT_FIELDS = [
    "id",
    "object",
    "created",
    "livemode",
    "status",
    "amount",
    "amount_total",
    "amount_subtotal",
    "amount_refunded",
    "amount_captured",
    "currency",
    "payment_intent",
    "payment_status",
    "charge",
    "balance_transaction",
    "client_reference_id",
    "mode",
    "reason",
    "failure_reason",
    "fraud_type",
    "captured",
    "paid",
    "refunded",
    "disputed",
    "is_charge_refundable",
    "actionable",
    "expires_at",
]
METADATA_FIELDS = ["app", "order_id", "attempt", "refund_id"]
EVENTS = sa.table("stripe_events", sa.column("id"), sa.column("body"))
BATCH = 500


def upgrade() -> None:
    op.add_column("letters", sa.Column("is_last", sa.Boolean(), server_default=sa.false(), nullable=False))
    connection = op.get_bind()
    last_id = 0
    while rows := connection.execute(
        sa.select(EVENTS.c.id, EVENTS.c.body).where(EVENTS.c.id > last_id).order_by(EVENTS.c.id).limit(BATCH)
    ).all():
        for row in rows:
            reduced = (
                EVENTS.update().where(EVENTS.c.id == row.id).values(body=json.dumps(_reduce(json.loads(row.body))))
            )
            connection.execute(reduced)
        last_id = rows[-1].id


def downgrade() -> None:
    op.drop_column("letters", "is_last")


def _reduce(event: dict[str, Any]) -> dict[str, Any]:
    data = event.get("data")
    inner = data.get("object") if isinstance(data, dict) else None
    inner = inner if isinstance(inner, dict) else {}
    metadata = inner.get("metadata")
    kept = _pick(inner, OBJECT_FIELDS)
    kept["metadata"] = _pick(metadata if isinstance(metadata, dict) else {}, METADATA_FIELDS)
    return {**_pick(event, EVENT_FIELDS), "data": {"object": kept}}


def _pick(fields: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {
        name: value
        for name, value in fields.items()
        if name in names and (isinstance(value, int) or (isinstance(value, str) and ID.fullmatch(value)))
    }
