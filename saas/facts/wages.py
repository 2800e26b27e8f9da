"""Pay: of an occupation, of an occupation in one industry, of a physician's specialty. Annual US dollars before tax."""

from __future__ import annotations

from dataclasses import dataclass

from saas.facts.sources import Source
from saas.facts.tables import Row, parse_int, read_csv

# Below this many jobs an industry's average is shown as a hint only.
MIN_RELIABLE_JOBS = 500


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
class Specialty:
    """A physician's specialty, the role that stands for it, and its own pay. A catch-all shares its pay with others."""

    name: str
    role_slug: str
    pay: Pay
    is_catch_all: bool


# Each figure with the row it was read from: the row has the SOC and NAICS codes that `IndustryPay` does not carry.
IndustryRows = tuple[tuple[Row, IndustryPay], ...]


def parse_pay(row: Row, source: Source) -> Pay:
    """The pay columns of a row."""
    p10, p25, p50, p75, p90, mean = (parse_int(row[column]) for column in ("p10", "p25", "p50", "p75", "p90", "mean"))
    return Pay(p10, p25, p50, p75, p90, mean, source)


def read_industry_pay(source: Source) -> dict[str, IndustryRows]:
    """`industry_pay.csv` by role slug, in the order of the table."""
    by_role: dict[str, list[tuple[Row, IndustryPay]]] = {}
    for row in read_csv("industry_pay.csv"):
        by_role.setdefault(row["role"], []).append((row, parse_industry_pay(row, source)))
    return {slug: tuple(pairs) for slug, pairs in by_role.items()}


def parse_industry_pay(row: Row, source: Source) -> IndustryPay:
    """One row of `industry_pay.csv`."""
    jobs = int(row["employment"])
    return IndustryPay(
        row["role"], row["occupation"], row["industry"], jobs, int(row["mean"]), jobs < MIN_RELIABLE_JOBS, source
    )


def read_specialties(source: Source) -> dict[str, Specialty]:
    """`specialties.csv` by name."""
    return {
        row["specialty"]: Specialty(row["specialty"], row["role"], parse_pay(row, source), row["is_catch_all"] == "1")
        for row in read_csv("specialties.csv")
    }
