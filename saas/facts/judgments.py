"""What we judge about a move from one kind of work to another, read from `editorial.toml`. Our own opinion, and marked
as such wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from saas.facts.occupations import Role
from saas.facts.sources import Source, read_table

LicenseUse = Literal["needs", "values", "indifferent"]
MoveKind = Literal["same work", "adjacent", "pivot"]

LOWER_HALF_PERCENTILE = 50.0
# SOC codes of physicians and surgeons begin with one of these.
PHYSICIAN_CODES = ("29-121", "29-122", "29-124")


def is_physician(soc: str) -> bool:
    """True for the SOC codes of physicians and surgeons."""
    return soc.startswith(PHYSICIAN_CODES)


@dataclass(frozen=True, slots=True)
class Judgments:
    """The tables of `editorial.toml`, as written, and the source that says they are ours."""

    source: Source

    license: Mapping[str, Any]
    months: Mapping[str, Any]
    note: Mapping[str, Any]
    pay_note: Mapping[str, Any]
    named: Mapping[str, Sequence[str]]
    far: Mapping[str, Sequence[str]]

    def license_use(self, origin: Role, destination: str) -> LicenseUse:
        """What the origin's license is worth there."""
        by_use = self.license.get(origin.category, {})
        if destination in by_use.get("needs", ()):
            return "needs"
        return "values" if destination in by_use.get("values", ()) else "indifferent"

    def months_to_land(self, destination: str, kind: MoveKind) -> tuple[int, int]:
        """Months, from and to. Staying in the same work is never slowed by what a stranger would need."""
        of_kind = self.months["kind"][kind]
        low, high = of_kind if kind == "same work" else self.months["destination"].get(destination, of_kind)
        return low, high

    def is_named(self, origin: str, destination: str) -> bool:
        """Somebody experienced is most often placed there."""
        return destination in self.named.get(origin, ())

    def is_far(self, origin: str, destination: str) -> bool:
        """Close by its tasks alone: nobody would place them there."""
        return destination in self.far.get(origin, ())

    def work_note(self, origin: Role, destination: str, percentile: float | None) -> str | None:
        """A word of warning when the day-to-day work ranks in the lower half."""
        if percentile is None or percentile >= LOWER_HALF_PERCENTILE:
            return None
        uses_knowledge = origin.category == "clinical" and destination in self.note["uses_clinical_knowledge"]
        return str(self.note["clinical" if uses_knowledge else "other"])

    def pay_caution(self, origin: Role, destination: str) -> str:
        """What to add to the pay note for this origin; often nothing."""
        return str(self.pay_note["physician"].get(destination, "")) if is_physician(origin.soc) else ""


def read_judgments() -> Judgments:
    """The judgments of `editorial.toml`."""
    table = read_table("editorial.toml")
    return Judgments(table.source, **table.entries)
