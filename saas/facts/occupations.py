"""Kinds of work: the roles that we write pages about, and every other occupation that O*NET lists.

Also what must be said beside a figure when it was published for a wider occupation, or read from a stand-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType

from saas.facts.sources import Source
from saas.facts.tables import Row, parse_float, parse_int, read_csv
from saas.facts.wages import Pay, parse_pay

PAY_OF_OCCUPATION = "Official pay for {of}, employees across the country."
PAY_OF_PARENT = "Official pay counts this work with {of}, and the figure covers everyone there."
PAY_OF_GROUP = "Official pay is published for a wider group, {of}, and the figure covers everyone there."
PAY_OF_HIGHER_ZONE = (
    "Official pay counts this work with {of}, who need more preparation. Only the lower quarter is shown."
)
PAY_OF_PHYSICIANS = (
    "The lowest tenth is left out, since it counts residents and fellows. Owners of practices are not counted, so "
    "procedural pay runs low here."
)
NO_PAY = "No official yearly pay is published for this work. Use your own."
# By the `match` column of `occupations.csv`, explained in data/NOTICE.md.
PAY_NOTES = {
    "exact": PAY_OF_OCCUPATION,
    "parent": PAY_OF_PARENT,
    "hybrid": PAY_OF_GROUP,
    "above": PAY_OF_HIGHER_ZONE,
    "physician": PAY_OF_PHYSICIANS,
    "none": NO_PAY,
}
STANDS_IN = "{title} has no published ratings, so {who} stand in."
NEIGHBORS = "its neighbors in the same group of occupations"
PROPER_NOUNS = ("English",)


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of work somebody may be leaving, or going to. `openings_k` is thousands of openings a year;
    `outlook` is the source of both projections.

    `proxy` must be shown wherever fit or pay is: it says what stands in for what. `pay_note` says what the pay covers.
    `is_occupation`: known only from O*NET and BLS tables, without a word of ours about it.
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
        """The category, under the name that conditions use for it."""
        return self.category


def parse_role(row: Row, sources: Mapping[str, Source]) -> Role:
    """One row of `roles.csv`."""
    return Role(
        slug=row["slug"],
        title=row["title"],
        category=row["category"],
        onet_code=row["onet_code"],
        soc=row["soc"],
        occupation=row["occupation"],
        job_zone=parse_int(row["job_zone"]),
        # "none" means that nobody publishes civilian pay; the source says where we looked.
        pay=parse_pay(row, sources.get(row["pay_source"], sources["oews-2025"])),
        growth_pct=parse_float(row["growth_pct"]),
        openings_k=parse_float(row["openings_k"]),
        proxy=row["proxy"] or None,
        is_origin=row["is_origin"] == "1",
        outlook=sources["projections"],
        pay_note=row["pay_note"],
    )


def parse_occupation(row: Row, sources: Mapping[str, Source]) -> Role:
    """One row of `occupations.csv`."""
    pay_match = row["match"], row["occupation"], row["pay_of"]
    return Role(
        slug=row["slug"],
        title=row["title"],
        category=row["family"],
        onet_code=row["onet_code"],
        soc=row["soc"],
        occupation=row["occupation"],
        job_zone=parse_int(row["job_zone"]),
        pay=parse_pay(row, sources["oews-2025"]),
        growth_pct=parse_float(row["growth_pct"]),
        openings_k=parse_float(row["openings_k"]),
        proxy=proxy_note(*pay_match, rating_note(row["title"], row["stand_in"])),
        is_origin=True,
        outlook=sources["projections"],
        pay_note=pay_note(*pay_match),
        is_occupation=True,
    )


@cache
def occupation_rows() -> tuple[Row, ...]:
    """`occupations.csv`, by slug."""
    return tuple(read_csv("occupations.csv"))


@dataclass(frozen=True)
class Occupations:
    """Every civilian O*NET occupation that is no role of ours. The table is read when the first is asked for."""

    sources: Mapping[str, Source]

    @cached_property
    def by_slug(self) -> Mapping[str, Role]:
        """Read-only, in the order of the slugs."""
        return MappingProxyType({row["slug"]: parse_occupation(row, self.sources) for row in occupation_rows()})


def pay_note(match: str, occupation: str, pay_of: str) -> str:
    """What a pay figure covers. `match` says how the occupation meets the wage table; `pay_of` names the wider
    occupation where the figure is that one's."""
    note = PAY_NOTES[match].format(of=occupation_phrase(pay_of or occupation))
    if match == "physician" and pay_of:
        return f"{PAY_OF_PARENT.format(of=occupation_phrase(pay_of))} {note}"
    return note


def rating_note(title: str, stand_in: str) -> str:
    """Whose O*NET ratings stand in. Empty where the occupation has ratings of its own."""
    if not stand_in:
        return ""
    return STANDS_IN.format(title=title, who=NEIGHBORS if stand_in == "neighbors" else stand_in)


def proxy_note(match: str, occupation: str, pay_of: str, rating: str) -> str | None:
    """Everything that stands in for something else; None where nothing does."""
    wider = pay_note(match, occupation, pay_of) if pay_of else ""
    return " ".join(filter(None, (rating, wider))) or None


def title_phrase(title: str) -> str:
    """A role's title inside a sentence: "Registered Nurse" → "registered nurse", "UX Researcher" → "UX researcher"."""
    return " ".join(
        word.lower() if word[1:] == word[1:].lower() and word not in PROPER_NOUNS else word for word in title.split()
    )


def occupation_phrase(occupation: str) -> str:
    """The name of an occupation inside a sentence: "Registered Nurses" → "registered nurses"."""
    return " ".join(word if word in PROPER_NOUNS else word.lower() for word in occupation.split(" "))
