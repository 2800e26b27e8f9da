"""The one door to facts: `book()`."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from saas.facts.queries.destinations import Desk, read_destinations
from saas.facts.queries.figures import read_figures
from saas.facts.queries.occupations import Occupations
from saas.facts.queries.places import read_laws, read_states, read_wage_indexes
from saas.facts.queries.roles import read_industries, read_roles, read_specialties
from saas.facts.queries.tables import page, rows, sources
from saas.facts.queries.titles import read_names
from saas.facts.rules.judgment import Judgment
from saas.facts.shapes import Facts

__all__ = ["book"]


@cache
def book() -> Facts:
    """Every fact, read once for the life of the program and shared by all."""
    known = sources()
    table = rows("roles.csv")
    roles = read_roles(table, known)
    evidence = read_industries(rows("industry_pay.csv"), known["oews-industry-2024"])
    rating_notes = {row["slug"]: row["rating_note"] for row in table}
    desk = Desk(roles, rating_notes, evidence, Judgment(**page("editorial.toml")), known["editorial"])
    states, laws = read_states(known), read_laws()
    return Facts(
        by_slug=MappingProxyType(roles),
        by_origin=MappingProxyType(read_destinations(rows("destinations.csv"), desk)),
        by_state=MappingProxyType(states),
        wage_indexes=MappingProxyType(read_wage_indexes()),
        laws=MappingProxyType(laws),
        by_industry=MappingProxyType({slug: tuple(pay for _, pay in pairs) for slug, pairs in evidence.items()}),
        by_specialty=MappingProxyType(read_specialties(known["oews-2025"])),
        names=read_names(roles),
        figures=MappingProxyType(read_figures(roles.values(), laws.values(), states.values(), evidence)),
        shelf=Occupations(desk, known),
    )
