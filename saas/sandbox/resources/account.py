"""The one account this sandbox belongs to, and its bank account."""

from __future__ import annotations

from saas.sandbox.resources.objects import api_object
from saas.sandbox.settings import SandboxSettings
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

OPENED_AT = 1_767_225_600  # 2026-01-01 UTC
BANK_ACCOUNT_ID = "ba_1SandboxBankAccount"


def make_account(settings: SandboxSettings) -> Json:
    return api_object(
        "account",
        id=settings.account_id,
        business_type="company",
        capabilities={"card_payments": "active", "transfers": "active"},
        charges_enabled=True,
        country="US",
        created=OPENED_AT,
        default_currency="usd",
        details_submitted=True,
        metadata={},
        payouts_enabled=True,
        type="standard",
    )


def retrieve_account(sandbox: Sandbox, params: Json) -> Json:
    return make_account(sandbox.settings)


def make_bank_account(sandbox: Sandbox) -> Json:
    """Where payouts go: the shop's account at its bank."""
    return {
        "id": BANK_ACCOUNT_ID,
        "object": "bank_account",
        "account": sandbox.settings.account_id,
        "account_holder_name": sandbox.settings.account_name,
        "account_holder_type": "company",
        "account_type": None,
        "available_payout_methods": ["standard"],
        "bank_name": "STRIPE TEST BANK",
        "country": "US",
        "currency": "usd",
        "default_for_currency": True,
        "fingerprint": "fp000123456789",
        "last4": "6789",
        "metadata": {},
        "routing_number": "110000000",
        "status": "new",
    }
