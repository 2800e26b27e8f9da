"""Legal rules that run against a clock after a layoff, each with its citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from saas.facts.sources import Source, parse_source, read_table
from saas.facts.tables import read_toml


@dataclass(frozen=True, slots=True)
class LegalFact:
    """A rule with a clock. `days` and `months` are None where the law names no such number.

    `still_open` is what can be done once the day has passed, or empty.
    """

    key: str
    title: str
    days: int | None
    rule: str
    if_missed: str
    source: Source
    months: int | None = None
    still_open: str = ""


@dataclass(frozen=True, slots=True)
class VisaClaimRule:
    """What a visa means for a claim of unemployment pay: why no pay is estimated, and whom to ask before filing."""

    no_estimate: str
    ask_first: str


def read_legal_facts() -> dict[str, LegalFact]:
    """`law.toml` by key, in the order of the file."""
    return {
        key: LegalFact(
            key=key,
            title=entry["title"],
            days=entry.get("days"),
            rule=entry["rule"],
            if_missed=entry["if_missed"],
            source=parse_source(entry),
            months=entry.get("months"),
            still_open=entry.get("still_open", ""),
        )
        for key, entry in read_toml("law.toml").items()
    }


def read_visa_claim_rules() -> Mapping[str, VisaClaimRule]:
    """`unemployment_on_visa.toml` by the answer to “visa”; a visa that is not there changes nothing."""
    entries = read_table("unemployment_on_visa.toml").entries
    return MappingProxyType({visa: VisaClaimRule(**entry) for visa, entry in entries.items()})
