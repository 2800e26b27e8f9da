"""The shapes of facts: immutable, with a source and a date on each. Pay is annual US dollars before tax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from saas.kernel.calendar import is_stale

LicenseUse = Literal["needs", "values", "indifferent"]
Kind = Literal["same work", "adjacent", "pivot"]
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. `edition` is the publisher's own name for the release, such as "May 2025"."""

    name: str
    url: str
    edition: str
    checked_on: date

    def is_stale(self, today: date) -> bool:
        """True when more than 400 days have passed since somebody checked."""
        return is_stale(self.checked_on, today)


@dataclass(frozen=True, slots=True)
class Pay:
    """Annual dollars at five percentiles, and the mean. None where the publisher gives no figure."""

    p10: int | None
    p25: int | None
    p50: int | None
    p75: int | None
    p90: int | None
    mean: int | None
    source: Source

    @property
    def middle(self) -> int | None:
        """The figure to compare with: the median, else the average, else None. Never the average beside a median."""
        return self.mean if self.p50 is None else self.p50

    @property
    def span(self) -> tuple[int, int] | None:
        """The band to show: 25th to 75th percentile where both are known, else the outermost figures we have."""
        if self.p25 is not None and self.p75 is not None:
            return self.p25, self.p75
        known = [figure for figure in (self.p10, self.p25, self.p50, self.p75, self.p90) if figure is not None]
        return (known[0], known[-1]) if known else None


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of work somebody may be leaving, or going to. `openings_k` is thousands of openings a year;
    `outlook` is the source of both projections.

    `proxy` must be shown wherever fit or pay is: it says what stands in for what. `pay_note` says what the pay covers.
    `is_occupation`: known only from the country's own tables, without a word of ours about it.
    """

    slug: str
    title: str
    category: str
    onet_code: str
    soc: str
    occupation: str
    job_zone: int | None
    pay: Pay
    growth_pct: float | None
    openings_k: float | None
    proxy: str | None
    is_origin: bool
    outlook: Source
    pay_note: str = ""
    is_occupation: bool = False

    @property
    def family(self) -> str:
        """The category; "clinical" means treating patients, under a license or a certificate."""
        return self.category


@dataclass(frozen=True, slots=True)
class IndustryPay:
    """What one industry pays on average for the occupation nearest to a role, and how many jobs that rests on.

    `destination` is the slug of the role described. `is_indicative` means fewer than 500 jobs: show it as a hint only.
    """

    destination: str
    occupation: str
    industry: str
    employment: int
    mean: int
    is_indicative: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Destination:
    """One way out of an origin.

    `fit` runs from -1 to 1, `percentile` from 0 to 100 among occupations of job zones 4 and 5, `coverage` from 0 to 1.
    `months_to_land` is an editorial range, never a statistic; `months_source` says so.
    `pay_source_note` must be shown beside the pay.
    """

    origin: str
    slug: str
    title: str
    fit: float | None
    percentile: float | None
    coverage: float | None
    pay: Pay
    pay_source_note: str
    growth_pct: float | None
    openings_k: float | None
    uses_license: LicenseUse
    months_to_land: tuple[int, int]
    months_source: Source
    industry_pay: tuple[IndustryPay, ...]
    kind: Kind
    note: str | None = None
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class UnemploymentInsurance:
    """A state's unemployment benefit: dollars a week, number of weeks. `note` and `confidence` belong beside the figures.

    `waiting_week` is None where we could not find out. `phone` may be empty.
    """

    state: str
    name: str
    max_weekly_dollars: int
    min_weekly_dollars: int
    weeks: int
    waiting_week: bool | None
    formula: str
    url: str
    phone: str
    confidence: Confidence
    note: str
    source: Source


@dataclass(frozen=True, slots=True)
class LegalFact:
    """A rule with a clock. `days` and `months` are None where the law names no such number."""

    key: str
    title: str
    days: int | None
    rule: str
    if_missed: str
    source: Source
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a page shows it, by the key the page names it with. `says` is what it measures."""

    key: str
    text: str
    says: str
    source: Source


@dataclass(frozen=True, slots=True)
class Specialty:
    """A physician's specialty, the role that stands for it, and its own pay. A catch-all shares its pay with others."""

    name: str
    role_slug: str
    pay: Pay
    is_catch_all: bool


class RoleNames(Protocol):
    """What people call their work, read once and matched."""

    def find(self, text: str) -> str | None: ...

    def suggest(self, text: str, limit: int) -> tuple[str, ...]: ...

    def is_own(self, text: str) -> bool: ...


class Shelf(Protocol):
    """Occupations beside our own roles, opened when one is asked for."""

    def role(self, slug: str) -> Role | None: ...

    def roles(self) -> tuple[Role, ...]: ...

    def destinations(self, origin: str) -> tuple[Destination, ...]: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything we hold to be true outside. Read-only; safe to share between requests."""

    by_slug: Mapping[str, Role]
    by_origin: Mapping[str, tuple[Destination, ...]]
    by_state: Mapping[str, UnemploymentInsurance]
    wage_indexes: Mapping[str, float]
    laws: Mapping[str, LegalFact]
    by_industry: Mapping[str, tuple[IndustryPay, ...]]
    by_specialty: Mapping[str, Specialty]
    names: RoleNames
    figures: Mapping[str, Figure]
    shelf: Shelf

    def role(self, slug: str) -> Role | None:
        """The role or occupation of that slug, whether people leave it or go to it."""
        return self.by_slug.get(slug) or self.shelf.role(slug)

    def occupations(self) -> tuple[Role, ...]:
        """Every occupation that is no role of ours, by slug."""
        return self.shelf.roles()

    def roles(self) -> tuple[Role, ...]:
        """The roles of ours that people leave, in the order of the table."""
        return tuple(role for role in self.by_slug.values() if role.is_origin)

    def destinations(self, origin_slug: str) -> tuple[Destination, ...]:
        """Ways out of an origin, nearest first; empty for a slug we do not know."""
        return self.by_origin.get(origin_slug) or self.shelf.destinations(origin_slug)

    def industries(self, slug: str) -> tuple[IndustryPay, ...]:
        """Industries that employ a role, with average pay; empty where none is published."""
        return self.by_industry.get(slug, ())

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

    def legal(self, key: str) -> LegalFact:
        """A legal fact by its key; KeyError when there is none."""
        return self.laws[key]

    def legal_facts(self) -> tuple[LegalFact, ...]:
        """Every legal fact, in the order of the file."""
        return tuple(self.laws.values())

    def figure(self, key: str) -> Figure:
        """A figure by its key; KeyError when there is none."""
        return self.figures[key]

    def find_role(self, text: str) -> Role | None:
        """The role a person means, or None when we would be guessing."""
        slug = self.names.find(text)
        return None if slug is None else self.role(slug)

    def suggest_roles(self, text: str, limit: int = 6) -> tuple[Role, ...]:
        """Roles and occupations a text may mean, whole or still being typed, likeliest first."""
        return tuple(role for slug in self.names.suggest(text, limit) if (role := self.role(slug)))

    def is_own_title(self, text: str) -> bool:
        """True for a title of one of our roles, or a name we keep for it: nothing was read into it."""
        return self.names.is_own(text)
