"""The directions a person could be shown: the same work for somebody else, and the destinations of their role."""

from __future__ import annotations

from saas.facts.destinations import Destination
from saas.facts.judgments import Judgments
from saas.facts.occupations import Role
from saas.planner.person import CLINICAL, Profile

# How a pay note begins where nobody publishes pay for a title and another occupation stands in.
NO_OFFICIAL_FIGURE = "No official figure exists"


def list_candidates(person: Profile) -> tuple[Destination, ...]:
    """Unranked; empty for a role we do not know. Whoever leaves their field is not shown the same work again, unless it is
    the setting they leave."""
    if person.role is None:
        return ()
    origin, judgments = person.role.slug, person.facts.judgments
    others = tuple(
        way
        for way in person.facts.destinations(origin)
        if way.slug != origin and not judgments.is_far(origin, way.slug)
    )
    is_staying = person.choice("direction") != "pivot" or person.choice("leaving_what") == "setting"
    return (same_work(person.role, person.facts.judgments), *others) if is_staying else others


def same_work(role: Role, judgments: Judgments) -> Destination:
    """A destination made of the origin itself; pay is the role's own."""
    is_stand_in = role.pay_note.startswith(NO_OFFICIAL_FIGURE)
    return Destination(
        origin=role.slug,
        slug=role.slug,
        title=f"{role.title}, somewhere else",
        fit=None,
        percentile=None,
        coverage=None,
        pay=role.pay,
        pay_source_note=role.pay_note if is_stand_in else "National pay for the work you do now.",
        growth_pct=role.growth_pct,
        openings_k=role.openings_k,
        uses_license="needs" if role.family == CLINICAL else "indifferent",
        months_to_land=judgments.months_to_land(role.slug, "same work"),
        months_source=judgments.source,
        industry_pay=(),
        kind="same work",
        proxy=role.proxy,
    )
