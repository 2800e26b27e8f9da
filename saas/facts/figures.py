"""Figures by key, as pages name them: from our tables, and from `data/figures/*.toml`, one namespace a file.

law.cobra_elect.days → “60 days”        pay.registered-nurse.p50 → “$97,550”      outlook.paralegal → “grow by 0.2 percent”
openings.paralegal → “39,300”           state.oh.max → “$600”                     money.KEY → figures/money.toml, [KEY]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from saas.facts.law import LegalFact
from saas.facts.occupations import Role
from saas.facts.sources import Source, parse_source
from saas.facts.states import UnemploymentInsurance
from saas.facts.tables import DATA, read_toml
from saas.facts.wages import IndustryRows
from saas.kernel.money import format_usd

PAY_COLUMNS = ("p10", "p25", "p50", "p75", "p90", "mean")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a page shows it, by the key the page names it with. `says` is what it measures."""

    key: str
    text: str
    says: str
    source: Source


def read_figures(
    roles: Iterable[Role],
    laws: Iterable[LegalFact],
    states: Iterable[UnemploymentInsurance],
    industry_pay: Mapping[str, IndustryRows],
) -> dict[str, Figure]:
    """Every figure by its key."""
    figures = [
        *(figure for law in laws for figure in _law_figures(law)),
        *(figure for role in roles for figure in _role_figures(role)),
        *(figure for state in states for figure in _state_figures(state)),
        *(figure for slug, pairs in industry_pay.items() for figure in _industry_figures(slug, pairs)),
        *_file_figures(),
    ]
    # Where a role stands for several occupations of one industry, the first row of the table wins.
    return {figure.key: figure for figure in reversed(figures)}


def _law_figures(law: LegalFact) -> Iterator[Figure]:
    for unit, count in (("days", law.days), ("months", law.months)):
        if count is not None:
            words = f"{count} {unit if count != 1 else unit[:-1]}"
            yield Figure(f"law.{law.key}.{unit}", words, law.rule, law.source)


def _role_figures(role: Role) -> Iterator[Figure]:
    for name in PAY_COLUMNS:
        dollars = getattr(role.pay, name)
        if dollars is not None:
            says = f"Annual pay, {role.occupation}"
            yield Figure(f"pay.{role.slug}.{name}", format_usd(dollars), says, role.pay.source)
    if role.growth_pct is not None:
        words = f"{'grow' if role.growth_pct >= 0 else 'shrink'} by {abs(role.growth_pct):g} percent"
        yield Figure(f"outlook.{role.slug}", words, f"Employment, {role.occupation}", role.outlook)
    if role.openings_k is not None:
        count = f"{role.openings_k * 1000:,.0f}"
        yield Figure(f"openings.{role.slug}", count, f"Openings a year, {role.occupation}", role.outlook)


def _state_figures(state: UnemploymentInsurance) -> Iterator[Figure]:
    code = f"state.{state.state.lower()}"
    says = f"Unemployment insurance in {state.name}"
    yield Figure(f"{code}.max", format_usd(state.max_weekly_dollars), says, state.source)
    yield Figure(f"{code}.min", format_usd(state.min_weekly_dollars), says, state.source)
    yield Figure(f"{code}.weeks", f"{state.weeks} weeks", says, state.source)


def _industry_figures(slug: str, pairs: IndustryRows) -> Iterator[Figure]:
    for row, pay in pairs:
        naics, says = row["naics"], f"{pay.occupation}, {pay.industry}"
        yield Figure(f"industry.{slug}.{naics}.mean", format_usd(pay.mean), says, pay.source)
        yield Figure(f"industry.{slug}.{naics}.jobs", f"{pay.employment:,}", says, pay.source)


def _file_figures() -> Iterator[Figure]:
    for file in sorted((DATA / "figures").glob("*.toml")):
        for key, entry in read_toml(f"figures/{file.name}").items():
            yield Figure(f"{file.stem}.{key}", entry["text"], entry["says"], parse_source(entry))
