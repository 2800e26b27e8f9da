"""The shop's desk: orders and their money, requests for refunds, Stripe's events, alerts, reconciliation, codes."""

from __future__ import annotations

from flask import Blueprint

from saas.orders.admin import alerts, codes, events, orders, reconciliation, refunds

staff_orders = Blueprint("staff_orders", __name__)
for _part in (
    orders.orders, refunds.refunds, events.events, alerts.alerts, reconciliation.reconciliation, codes.codes,
):  # fmt: skip
    staff_orders.register_blueprint(_part)

__all__ = ["staff_orders"]
