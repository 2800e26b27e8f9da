"""What the shop's views ask for: Stripe's client, settings, an order by its id; for staff, a session over all accounts."""

from __future__ import annotations

from typing import cast

from flask import current_app
from flask_login import current_user
from sqlalchemy.orm import Session

from saas.kernel.errors import NotFound
from saas.kernel.tenancy import unscoped
from saas.settings import Settings
from saas.shop.orders.models import Order
from saas.shop.orders.queries import find_order
from saas.shop.seats.links import ClaimLinks
from saas.shop.stripe.checkout import CheckoutOptions
from saas.shop.stripe.client import StripeClient
from saas.web.session import db, staff_engine


def stripe_client() -> StripeClient:
    return cast(StripeClient, current_app.extensions["stripe"])


def current_settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


def site_url() -> str:
    """The site's own address, without a slash at the end."""
    return current_settings().base_url.rstrip("/")


def claim_links() -> ClaimLinks:
    return ClaimLinks(site_url(), current_settings().public_key_secret)


def checkout_options() -> CheckoutOptions:
    return CheckoutOptions(current_settings().stripe_tax, current_settings().stripe_invoices)


def get_own_order(public_id: str) -> Order:
    """The signed-in account's order, with its payments. Raises NotFound, for another account's order too."""
    order = find_order(db(), public_id)
    if order is None:
        raise NotFound("There is no such order.")
    return order


def all_accounts_session() -> Session:
    return unscoped(staff_engine(), "staff: orders of all accounts")


def current_staff_email() -> str:
    return str(current_user.email)
