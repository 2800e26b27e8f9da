"""What is set aside from severance, unemployment pay and salary before a household can spend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from saas.facts.sources import Source, parse_source
from saas.facts.tables import read_toml


@dataclass(frozen=True, slots=True)
class TaxShare:
    """Percent of one kind of income: what the law withholds, and our own reserve on top."""

    withheld_pct: int
    reserve_pct: int
    source: Source

    @property
    def total_pct(self) -> int:
        return self.withheld_pct + self.reserve_pct

    @property
    def kept(self) -> float:
        """The share that is left to spend, 0 to 1."""
        return (100 - self.total_pct) / 100


def read_tax_shares() -> Mapping[str, TaxShare]:
    """`tax_shares.toml` by kind of income."""
    return MappingProxyType(
        {
            income: TaxShare(entry["withheld_pct"], entry["reserve_pct"], parse_source(entry))
            for income, entry in read_toml("tax_shares.toml").items()
        }
    )
