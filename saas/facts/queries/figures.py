"""Figures by key, as pages name them: from our tables, and from `data/figures/*.toml`, one namespace a file.

law.cobra_elect.days → “60 days”        pay.registered-nurse.p50 → “$97,550”      outlook.paralegal → “grow by 0.2 percent”
openings.paralegal → “39,300”           state.oh.max → “$600”                     money.KEY → figures/money.toml, [KEY]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from saas.facts.queries.tables import DATA, Row, page
from saas.facts.shapes import Figure, IndustryPay, LegalFact, Role, Source, UnemploymentInsurance
from saas.kernel.money import format_usd

PERCENTILES = ("p10", "p25", "p50", "p75", "p90", "mean")


def read_figures(
    roles: Iterable[Role],
    laws: Iterable[LegalFact],
    states: Iterable[UnemploymentInsurance],
    industries: Mapping[str, Iterable[tuple[Row, IndustryPay]]],
) -> dict[str, Figure]:
    """Every figure by its key."""
    found = [
        *(figure for law in laws for figure in _of_law(law)),
        *(figure for role in roles for figure in _of_role(role)),
        *(figure for state in states for figure in _of_state(state)),
        *(figure for slug, pairs in industries.items() for figure in _of_industries(slug, pairs)),
        *_of_files(),
    ]
    # Where a role stands for several occupations of one industry, the first row of the table speaks.
    return {figure.key: figure for figure in reversed(found)}


def _of_law(law: LegalFact) -> Iterator[Figure]:
    for unit, count in (("days", law.days), ("months", law.months)):
        if count is not None:
            words = f"{count} {unit if count != 1 else unit[:-1]}"
            yield Figure(f"law.{law.key}.{unit}", words, law.rule, law.source)


def _of_role(role: Role) -> Iterator[Figure]:
    for name in PERCENTILES:
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


def _of_state(state: UnemploymentInsurance) -> Iterator[Figure]:
    code = f"state.{state.state.lower()}"
    says = f"Unemployment insurance in {state.name}"
    yield Figure(f"{code}.max", format_usd(state.max_weekly_dollars), says, state.source)
    yield Figure(f"{code}.min", format_usd(state.min_weekly_dollars), says, state.source)
    yield Figure(f"{code}.weeks", f"{state.weeks} weeks", says, state.source)


def _of_industries(slug: str, pairs: Iterable[tuple[Row, IndustryPay]]) -> Iterator[Figure]:
    for row, pay in pairs:
        naics, says = row["naics"], f"{pay.occupation}, {pay.industry}"
        yield Figure(f"industry.{slug}.{naics}.mean", format_usd(pay.mean), says, pay.source)
        yield Figure(f"industry.{slug}.{naics}.jobs", f"{pay.employment:,}", says, pay.source)


def _of_files() -> Iterator[Figure]:
    for file in sorted((DATA / "figures").glob("*.toml")):
        for key, entry in page(f"figures/{file.name}").items():
            source = Source(entry["name"], entry["url"], entry["edition"], entry["checked_on"])
            yield Figure(f"{file.stem}.{key}", entry["text"], entry["says"], source)
