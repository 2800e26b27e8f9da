"""Parts that pieces are made of. Text is Markdown and may hold marks, see `saas.kernel.tokens`."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from saas.kernel.calendar import is_stale
from saas.kernel.conditions import parse_condition

SLUG_PATTERN, MAX_SLUG_LENGTH = r"^[a-z0-9]+(-[a-z0-9]+)*$", 80
Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=MAX_SLUG_LENGTH)]
Stage = Literal["first-week", "money-and-cover", "identity-and-grief", "the-search", "interviews-and-offers"]


def is_slug(text: str) -> bool:
    """Can it stand in an address: small letters, digits and single hyphens?"""
    return len(text) <= MAX_SLUG_LENGTH and re.fullmatch(SLUG_PATTERN, text) is not None


def _is_condition(lines: tuple[str, ...]) -> tuple[str, ...]:
    parse_condition(lines)
    return lines


When = Annotated[tuple[str, ...], AfterValidator(_is_condition)]


class Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceNote(Content):
    """Where a statement comes from: a name a reader recognizes, an address, and the day we looked."""

    name: str
    url: str = Field(pattern=r"^(https://|/)")
    checked_on: date

    @property
    def edition(self) -> str:
        """Facts name an edition; a note does not. Both are stamped by the same component."""
        return ""

    def is_stale(self, today: date) -> bool:
        return is_stale(self.checked_on, today)


class Section(Content):
    heading: str
    body: str


class QuestionAnswered(Content):
    question: str
    answer: str


class Band(Content):
    """A stretch of months in a realistic timeline, e.g. label “First landings”, months “3–6”."""

    label: str
    months: str
    text: str


class Line(Content):
    """One line of work, in two languages. `when` narrows it to people it is true for."""

    did: str
    reads: str
    where: str
    destinations: tuple[Slug, ...] = ()
    when: When = ()


class Sector(Content):
    """A sector where the skills are already paid for. `why` they hire you, the `tradeoff`, 3–4 job `titles`."""

    name: str
    why: str
    tradeoff: str
    titles: tuple[str, ...] = Field(min_length=3, max_length=4)


class Reading(Content):
    """One sentence of “Your reading”. Ordered by `place` 1–6; of several that hold for a place, the first is used."""

    place: int = Field(ge=1, le=6)
    text: str
    when: When = ()


class ReadNext(Content):
    href: str = Field(pattern=r"^/")
    why: str


# Below the text on every page, and last in a file and in the editor.
LAST_FIELDS = ("read_next", "sources")


class Page(Content):
    """What every page of the library has."""

    title: str
    description: str = Field(max_length=180)
    checked_on: date


class Article(Page):
    """A page that leads on and names its sources. `lead` is the paragraph under the heading."""

    lead: str
    read_next: tuple[ReadNext, ...] = ()
    sources: tuple[SourceNote, ...] = ()


STAGE_NAMES = {
    "first-week": "the first week", "money-and-cover": "money and cover", "identity-and-grief": "what this does to a person",
    "the-search": "the search", "interviews-and-offers": "interviews and offers",
}  # fmt: skip
