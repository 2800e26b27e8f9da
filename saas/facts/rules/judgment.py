"""What we judge about a move, from `editorial.toml`. Our own opinion, and marked as such wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saas.facts.shapes import Kind, LicenseUse, Role

LOWER_HALF = 50.0
PHYSICIANS = ("29-121", "29-122", "29-124")


def is_physician(soc: str) -> bool:
    """True for the occupation codes of physicians and surgeons."""
    return soc.startswith(PHYSICIANS)


@dataclass(frozen=True, slots=True)
class Judgment:
    """The tables of our judgment, as written."""

    license: Mapping[str, Any]
    months: Mapping[str, Any]
    note: Mapping[str, Any]
    pay_note: Mapping[str, Any]

    def license_use(self, origin: Role, destination: str) -> LicenseUse:
        """What the origin's license is worth there."""
        listed = self.license.get(origin.category, {})
        if destination in listed.get("needs", ()):
            return "needs"
        return "values" if destination in listed.get("values", ()) else "indifferent"

    def months_to_land(self, destination: str, kind: Kind) -> tuple[int, int]:
        """Months, from and to. Staying in the same work is never slowed by what a stranger would need."""
        of_kind = self.months["kind"][kind]
        low, high = of_kind if kind == "same work" else self.months["destination"].get(destination, of_kind)
        return low, high

    def note_on(self, origin: Role, destination: str, percentile: float | None) -> str | None:
        """A word of warning when the daily work ranks in the lower half."""
        if percentile is None or percentile >= LOWER_HALF:
            return None
        knows = origin.category == "clinical" and destination in self.note["uses_clinical_knowledge"]
        return str(self.note["clinical" if knows else "other"])

    def pay_caution(self, origin: Role, destination: str) -> str:
        """What to add to the pay note for this origin; often nothing."""
        return str(self.pay_note["physician"].get(destination, "")) if is_physician(origin.soc) else ""
