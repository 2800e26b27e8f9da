"""`load_facts()`: everything we hold to be true outside, read once for the life of the process and shared by all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from saas.facts.destinations import Destination, DestinationParser, OccupationDestinations, read_destinations
from saas.facts.direction_scoring import DirectionScoring, read_direction_scoring
from saas.facts.figures import Figure, read_figures
from saas.facts.judgments import Judgments, read_judgments
from saas.facts.law import LegalFact, VisaClaimRule, read_legal_facts, read_visa_claim_rules
from saas.facts.occupations import Occupations, Role, parse_role
from saas.facts.slots import Slot, read_slots
from saas.facts.sources import read_sources
from saas.facts.states import UnemploymentInsurance, read_states, read_wage_indexes
from saas.facts.tables import read_csv
from saas.facts.tax_shares import TaxShare, read_tax_shares
from saas.facts.titles import TitleMatcher, read_titles
from saas.facts.typical_work import TypicalWork, read_typical_work
from saas.facts.wages import Specialty, read_industry_pay, read_specialties
from saas.facts.work_conditions import WorkConditions, read_work_conditions


@dataclass(frozen=True, slots=True)
class Facts:
    """Read-only; safe to share between requests and threads. `laws` and `figures` are by key, the other mappings by slug,
    state code or name."""

    by_slug: Mapping[str, Role]
    by_origin: Mapping[str, tuple[Destination, ...]]
    by_state: Mapping[str, UnemploymentInsurance]
    wage_indexes: Mapping[str, float]
    laws: Mapping[str, LegalFact]
    by_specialty: Mapping[str, Specialty]
    titles: TitleMatcher
    figures: Mapping[str, Figure]
    other_occupations: Occupations
    other_destinations: OccupationDestinations
    judgments: Judgments
    visa_claim_rules: Mapping[str, VisaClaimRule]
    tax_shares: Mapping[str, TaxShare]
    typical_work: TypicalWork
    work_conditions: WorkConditions
    direction_scoring: DirectionScoring
    slots: Mapping[str, Slot]

    def role(self, slug: str) -> Role | None:
        """The role or occupation of that slug, whether people leave it or go to it."""
        return self.by_slug.get(slug) or self.other_occupations.by_slug.get(slug)

    def occupations(self) -> tuple[Role, ...]:
        """Every occupation that is no role of ours, by slug."""
        return tuple(self.other_occupations.by_slug.values())

    def roles(self) -> tuple[Role, ...]:
        """The roles of ours that people leave, in the order of the table."""
        return tuple(role for role in self.by_slug.values() if role.is_origin)

    def destinations(self, origin_slug: str) -> tuple[Destination, ...]:
        """Ways out of an origin, nearest first; empty for a slug we do not know."""
        return self.by_origin.get(origin_slug) or self.other_destinations.list_destinations(origin_slug)

    def specialties(self) -> tuple[Specialty, ...]:
        """Physician specialties, by name."""
        return tuple(self.by_specialty[name] for name in sorted(self.by_specialty))

    def state(self, code: str) -> UnemploymentInsurance | None:
        """The benefit of a state by its two letters, any case."""
        return self.by_state.get(code.strip().upper())

    def states(self) -> tuple[UnemploymentInsurance, ...]:
        """Every jurisdiction we know, in the order of their names."""
        return tuple(sorted(self.by_state.values(), key=lambda state: state.name))

    def wage_index(self, state: str) -> float:
        """Business pay in a state against the nation; 1.0 where unknown."""
        return self.wage_indexes.get(state.strip().upper(), 1.0)

    def figure(self, key: str) -> Figure:
        """A figure by its key; KeyError when there is none."""
        return self.figures[key]

    def find_role(self, text: str) -> Role | None:
        """The role a person means, or None when we would be guessing."""
        slug = self.titles.find_slug(text)
        return None if slug is None else self.role(slug)

    def suggest_roles(self, text: str, limit: int = 6) -> tuple[Role, ...]:
        """Roles and occupations a text may mean, complete or still being typed, likeliest first."""
        return tuple(role for slug in self.titles.suggest_slugs(text, limit) if (role := self.role(slug)))

    def is_own_title(self, text: str) -> bool:
        """True for a title of one of our roles, or an alias we keep for it: the match involved no interpretation."""
        return self.titles.is_own_title(text)


@cache
def load_facts() -> Facts:
    """Every fact. The first call reads the tables of our own roles; those of other occupations wait until one is asked for."""
    sources = read_sources()
    rows = read_csv("roles.csv")
    roles = {row["slug"]: parse_role(row, sources) for row in rows}
    rating_notes = {row["slug"]: row["rating_note"] for row in rows}
    industry_pay = read_industry_pay(sources["oews-industry-2024"])
    judgments = read_judgments()
    parser = DestinationParser(roles, rating_notes, industry_pay, judgments)
    states, laws, occupations = read_states(sources), read_legal_facts(), Occupations(sources)
    return Facts(
        by_slug=MappingProxyType(roles),
        by_origin=MappingProxyType(read_destinations(parser)),
        by_state=MappingProxyType(states),
        wage_indexes=MappingProxyType(read_wage_indexes()),
        laws=MappingProxyType(laws),
        by_specialty=MappingProxyType(read_specialties(sources["oews-2025"])),
        titles=read_titles(roles),
        figures=MappingProxyType(read_figures(roles.values(), laws.values(), states.values(), industry_pay)),
        other_occupations=occupations,
        other_destinations=OccupationDestinations(parser, occupations),
        judgments=judgments,
        visa_claim_rules=read_visa_claim_rules(),
        tax_shares=read_tax_shares(),
        typical_work=read_typical_work(),
        work_conditions=read_work_conditions(),
        direction_scoring=read_direction_scoring(),
        slots=MappingProxyType(read_slots()),
    )
