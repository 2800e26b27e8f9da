"""The way on that leads nowhere new: the same work for somebody else."""

from __future__ import annotations

from datetime import date

from saas.facts.destinations import Destination
from saas.facts.occupations import Role
from saas.facts.sources import Source

EDITORIAL = Source("CareerCanopy editorial", "/about", "our judgment", date(2026, 11, 23))
MONTHS = (2, 6)
# How a note begins where nobody publishes pay for a title and another occupation stands in.
NO_FIGURE = "No official figure exists"


def same_work(role: Role) -> Destination:
    """A destination made of the origin itself; pay is the role's own."""
    return Destination(
        origin=role.slug,
        slug=role.slug,
        title=f"{role.title}, somewhere else",
        fit=None,
        percentile=None,
        coverage=None,
        pay=role.pay,
        pay_source_note=role.pay_note
        if role.pay_note.startswith(NO_FIGURE)
        else "National pay for the work you do now.",
        growth_pct=role.growth_pct,
        openings_k=role.openings_k,
        uses_license="needs" if role.family == "clinical" else "indifferent",
        months_to_land=MONTHS,
        months_source=EDITORIAL,
        industry_pay=(),
        kind="same work",
        proxy=role.proxy,
    )
