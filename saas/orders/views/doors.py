"""The shop's blueprints, and what every view of it asks for."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, current_app

from saas.accounts import guards
from saas.kernel.clock import day_of
from saas.kernel.errors import NotFound
from saas.orders.actions.paying import Extras
from saas.orders.gateway.calls import Gateway
from saas.orders.models.orders import Order
from saas.orders.queries import orders
from saas.settings import Settings
from saas.web.session import db

shop = Blueprint("orders", __name__)
shop.before_request(guards.require_sign_in)
offers = Blueprint("offers", __name__)
claims = Blueprint("claims", __name__)
door = Blueprint("stripe_door", __name__)
shop.add_app_template_filter(day_of, "house_day")


def gateway() -> Gateway:
    return cast(Gateway, current_app.extensions["stripe"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


def house_address() -> str:
    return settings().base_url.rstrip("/")


def extras() -> Extras:
    return Extras(settings().stripe_tax, settings().stripe_invoices)


def own_order(public_id: str) -> Order:
    """The order with its payments. Another account's does not exist."""
    order = orders.order(db(), public_id)
    if order is None:
        raise NotFound("There is no such order.")
    return order
