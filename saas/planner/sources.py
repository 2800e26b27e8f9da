"""Sources the arithmetic of a plan leans on, beside those that come with the facts."""

from __future__ import annotations

from datetime import date

from saas.facts.sources import Source

CHECKED_ON = date(2026, 11, 23)

SUPPLEMENTAL_WAGES = Source(
    "IRS Publication 15, Employer’s Tax Guide: supplemental wages",
    "https://www.irs.gov/publications/p15",
    "2026",
    CHECKED_ON,
)
BENEFIT_WITHHOLDING = Source(
    "IRS Form W-4V, voluntary withholding", "https://www.irs.gov/forms-pubs/about-form-w-4-v", "2026", CHECKED_ON
)
SEVERANCE_AGREEMENTS = Source(
    "EEOC, Understanding Waivers of Discrimination Claims in Employee Severance Agreements",
    "https://www.eeoc.gov/laws/guidance/qa-understanding-waivers-discrimination-claims-employee-severance-agreements",
    "guidance",
    CHECKED_ON,
)
OPT_UNEMPLOYMENT = Source(
    "Days without work on OPT", "https://www.ecfr.gov/current/title-8/section-214.2", "8 CFR 214.2(f)(10)(ii)(E)", CHECKED_ON
)  # fmt: skip
