"""Sales tax, much simplified: one rate in the East of the United States, none elsewhere."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object
from saas.sandbox.store import Thing

RATE_PERCENT = 5
# First digits of ZIP codes: New England and New York, the Middle Atlantic. The one place this is said.
TAXED_ZIPS = ("0", "1", "2")
RATE_ID = "txr_1SandboxSalesTaxOfTheEast"
SINCE = 1_767_225_600  # 2026-01-01 UTC


def percent_at(postal_code: str | None) -> int:
    return RATE_PERCENT if (postal_code or "").startswith(TAXED_ZIPS) else 0


def tax_rate(percent: int, *, is_inclusive: bool) -> Thing:
    return api_object(
        "tax_rate",
        id=RATE_ID,
        active=False,  # a rate automatic tax found; nobody can choose it
        country="US",
        created=SINCE,
        display_name="Sales tax",
        effective_percentage=float(percent),
        inclusive=is_inclusive,
        jurisdiction="The East",
        jurisdiction_level="state",
        livemode=False,
        metadata={},
        percentage=float(percent),
        rate_type="percentage",
        tax_type="sales_tax",
    )
