"""Parts that several kinds are made of. Text is Markdown where it is marked so, and may hold tokens, see `saas.kernel.tokens`."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from saas.kernel.calendar import is_stale
from saas.kernel.conditions import parse_condition
from saas.library.kinds.fields import (
    BELOW_TEXT,
    CONDITION,
    LINK,
    NOT_ON_PAGE,
    NOT_PROSE,
    NOT_RENDERED,
    Content,
    Editor,
    LinkedProse,
    LongText,
    MustAsk,
    Name,
    Phrase,
    Prose,
    RefersToFacts,
)

SLUG_PATTERN, MAX_SLUG_LENGTH = r"^[a-z0-9]+(-[a-z0-9]+)*$", 80
Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=MAX_SLUG_LENGTH), NOT_PROSE]
FactsRole = Annotated[Slug, RefersToFacts()]
Stage = Literal["first-week", "money-and-cover", "identity-and-grief", "the-search", "interviews-and-offers"]
STAGE_NAMES = {
    "first-week": "the first week",
    "money-and-cover": "money and cover",
    "identity-and-grief": "what this does to a person",
    "the-search": "the search",
    "interviews-and-offers": "interviews and offers",
}


def is_slug(text: str) -> bool:
    """Can it stand in an address: small letters, digits and single hyphens?"""
    return len(text) <= MAX_SLUG_LENGTH and re.fullmatch(SLUG_PATTERN, text) is not None


def _require_conditions(lines: tuple[str, ...]) -> tuple[str, ...]:
    parse_condition(lines)
    return lines


ConditionLines = Annotated[
    tuple[str, ...],
    AfterValidator(_require_conditions),
    NOT_PROSE,
    Editor(
        "Conditions, one a line",
        "For example: employment is laid-off · severance in unsigned, signed · applications unanswered or applications < 30",
    ),
]
When = Annotated[ConditionLines, CONDITION]
Body = Annotated[LinkedProse, Editor(hint="Markdown. A figure from outside is a mark: {{fact:law.cobra_elect.days}}.")]
CheckedOn = Annotated[
    date, Editor(hint="The day somebody read this against its sources. Year, month, day: 2026-11-25.")
]


class SourceNote(Content):
    """Where a statement comes from: a name a reader recognizes, an address, and the day we looked."""

    name: Name
    url: Annotated[Name, Field(pattern=r"^(https://[^/\\\s]|/([^/\\]|$))"), Editor("Link", "Begins with https://.")]
    checked_on: CheckedOn

    @property
    def edition(self) -> str:
        """Facts name an edition; a note does not. Both are stamped by the same component."""
        return ""

    def is_stale(self, today: date) -> bool:
        return is_stale(self.checked_on, today)


class Section(Content):
    heading: str
    body: Body


class QuestionSection(Section):
    """A section of a guide or a state."""

    heading: Annotated[str, MustAsk("Headings of a guide are questions.")]


class AnsweredQuestion(Content):
    question: Annotated[str, MustAsk("A question ends with a question mark.")]
    answer: LinkedProse


class TimelineBand(Content):
    """A stretch of months in a realistic timeline, e.g. label “First landings”, months “3–6”."""

    label: str
    months: Name
    text: LinkedProse


class TranslationLine(Content):
    """One line of work, in two languages. `when` narrows it to people it is true for."""

    did: Annotated[Phrase, Editor("What you did")]
    reads: Annotated[Phrase, Editor("How it reads there")]
    where: str
    destinations: tuple[FactsRole, ...] = ()
    when: When = ()


class Sector(Content):
    """A sector where the skills are already paid for. `why` they hire you, the `tradeoff`, 3–4 job `titles`."""

    name: Name
    why: LinkedProse
    tradeoff: Prose
    titles: Annotated[tuple[str, ...], Field(min_length=3, max_length=4), Editor("Job titles, one a line")]


class Reading(Content):
    """One sentence of “Your reading”. Ordered by `place` 1–6; of several that hold for a place, the first is used."""

    place: Annotated[
        int,
        Field(ge=1, le=6),
        Editor(hint="In a reading, 1 to 6: of several that hold for a place, the first is used."),
    ]
    text: LongText
    when: When = ()


class ReadNext(Content):
    href: Annotated[Name, Field(pattern=r"^/([^/\\]|$)"), LINK, Editor("Address", "Begins with a slash.")]
    why: LongText


Readings = Annotated[tuple[Reading, ...], NOT_ON_PAGE, NOT_RENDERED]
Sources = Annotated[tuple[SourceNote, ...], BELOW_TEXT, NOT_ON_PAGE, NOT_RENDERED]


class Page(Content):
    """What every page of the library has."""

    title: Annotated[str, Editor(hint="The heading of the page and the line in search. At most 75 characters.")]
    description: Annotated[
        LongText,
        Field(max_length=180),
        NOT_ON_PAGE,
        Editor(hint="One or two sentences for search results, at most 180 characters."),
    ]
    checked_on: CheckedOn


class Article(Page):
    """A page that leads on and names its sources. `lead` is the paragraph under the heading."""

    lead: Annotated[Prose, Editor("Opening paragraph")]
    read_next: Annotated[tuple[ReadNext, ...], BELOW_TEXT, NOT_ON_PAGE, NOT_RENDERED] = ()
    sources: Sources = ()
