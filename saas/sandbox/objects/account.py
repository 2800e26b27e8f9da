"""The one account this sandbox belongs to."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.settings import SandboxSettings
from saas.sandbox.store import Thing

OPENED = 1_767_225_600  # 2026-01-01 UTC


def the_account(settings: SandboxSettings) -> Thing:
    return api_object(
        "account",
        id=settings.account_id,
        business_type="company",
        capabilities={"card_payments": "active", "transfers": "active"},
        charges_enabled=True,
        country="US",
        created=OPENED,
        default_currency="usd",
        details_submitted=True,
        metadata={},
        payouts_enabled=True,
        type="standard",
    )
