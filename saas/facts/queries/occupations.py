"""Every other occupation the country counts, read when a title leads to one. None has a page of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from types import MappingProxyType

from saas.facts.queries.destinations import Desk
from saas.facts.queries.tables import Row, decimal, pay, rows, whole
from saas.facts.rules.covering import disclosed, pay_note, rating_note
from saas.facts.shapes import Destination, Role, Source


@cache
def occupation_rows() -> tuple[Row, ...]:
    """`occupations.csv`, by slug."""
    return tuple(rows("occupations.csv"))


@dataclass(frozen=True)
class Occupations:
    """The shelf behind our own roles. `desk` weighs ways out for those; here it is given the occupations as well."""

    desk: Desk
    sources: Mapping[str, Source]

    def role(self, slug: str) -> Role | None:
        """The occupation of that slug."""
        return self._roles.get(slug)

    def roles(self) -> tuple[Role, ...]:
        """Every occupation, by slug."""
        return tuple(self._roles.values())

    def destinations(self, origin: str) -> tuple[Destination, ...]:
        """Ways out of an occupation, nearest first."""
        return tuple(map(self._desk.destination, self._ways.get(origin, ())))

    @cached_property
    def _roles(self) -> Mapping[str, Role]:
        return MappingProxyType({row["slug"]: occupation(row, self.sources) for row in occupation_rows()})

    @cached_property
    def _ways(self) -> Mapping[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = {}
        for row in rows("occupation_ways.csv"):
            found.setdefault(row["origin"], []).append(row)
        return {origin: tuple(ways) for origin, ways in found.items()}

    @cached_property
    def _desk(self) -> Desk:
        notes = {row["slug"]: rating_note(row["title"], row["stand_in"]) for row in occupation_rows()}
        return replace(
            self.desk,
            roles={**self.desk.roles, **self._roles},
            rating_notes={**self.desk.rating_notes, **notes},
        )


def occupation(row: Row, sources: Mapping[str, Source]) -> Role:
    """One row of `occupations.csv`."""
    rating = rating_note(row["title"], row["stand_in"])
    counted = row["match"], row["occupation"], row["pay_of"]
    return Role(
        slug=row["slug"],
        title=row["title"],
        category=row["family"],
        onet_code=row["onet_code"],
        soc=row["soc"],
        occupation=row["occupation"],
        job_zone=whole(row["job_zone"]),
        pay=pay(row, sources["oews-2025"]),
        growth_pct=decimal(row["growth_pct"]),
        openings_k=decimal(row["openings_k"]),
        proxy=disclosed(*counted, rating),
        is_origin=True,
        outlook=sources["projections"],
        pay_note=pay_note(*counted),
        is_occupation=True,
    )
