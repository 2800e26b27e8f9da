"""Reading roles, industries and specialties."""

from __future__ import annotations

from collections.abc import Mapping

from saas.facts.queries.tables import Row, decimal, pay, rows, whole
from saas.facts.shapes import IndustryPay, Role, Source, Specialty

FEWEST_JOBS = 500


def read_roles(table: list[Row], sources: Mapping[str, Source]) -> dict[str, Role]:
    """Every role by slug, in the order of the table."""
    return {row["slug"]: role(row, sources) for row in table}


def role(row: Row, sources: Mapping[str, Source]) -> Role:
    """One row of `roles.csv`."""
    return Role(
        slug=row["slug"],
        title=row["title"],
        category=row["category"],
        onet_code=row["onet_code"],
        soc=row["soc"],
        occupation=row["occupation"],
        job_zone=whole(row["job_zone"]),
        # "none" means that nobody publishes civilian pay; the source says where we looked.
        pay=pay(row, sources.get(row["pay_source"], sources["oews-2025"])),
        growth_pct=decimal(row["growth_pct"]),
        openings_k=decimal(row["openings_k"]),
        proxy=row["proxy"] or None,
        is_origin=row["is_origin"] == "1",
        outlook=sources["projections"],
        pay_note=row["pay_note"],
    )


def read_industries(table: list[Row], source: Source) -> dict[str, tuple[tuple[Row, IndustryPay], ...]]:
    """Industries of each role, with the row each was read from: the row knows codes the shape does not need."""
    found: dict[str, list[tuple[Row, IndustryPay]]] = {}
    for row in table:
        found.setdefault(row["role"], []).append((row, industry(row, source)))
    return {slug: tuple(pairs) for slug, pairs in found.items()}


def industry(row: Row, source: Source) -> IndustryPay:
    """One row of `industry_pay.csv`."""
    jobs = int(row["employment"])
    return IndustryPay(
        row["role"], row["occupation"], row["industry"], jobs, int(row["mean"]), jobs < FEWEST_JOBS, source
    )


def read_specialties(source: Source) -> dict[str, Specialty]:
    """Physician specialties by name."""
    return {
        row["specialty"]: Specialty(row["specialty"], row["role"], pay(row, source), row["is_catch_all"] == "1")
        for row in rows("specialties.csv")
    }
