"""The shapes of what we publish: one per kind of piece, read from seed files and from stored revisions alike.

Text is Markdown. Numbers that come from outside carry a `SourceNote`; wages and outlook are not typed here at all,
they come from `facts` by the role's slug. Conditions are lists of lines, see `saas.kernel.conditions`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from saas.kernel.conditions import Condition, parse
from saas.kernel.freshness import is_stale

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Kind = Literal["role", "pivot", "step", "page"]
Phase = Literal["day", "week", "month", "months-2-3", "months-3-6", "months-6-12"]
StepKind = Literal["money", "search", "people", "self"]


def _is_condition(lines: tuple[str, ...]) -> tuple[str, ...]:
    parse(lines)
    return lines


When = Annotated[tuple[str, ...], AfterValidator(_is_condition)]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceNote(Shape):
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


class Section(Shape):
    heading: str
    body: str


class QuestionAnswered(Shape):
    question: str
    answer: str


class Band(Shape):
    """A stretch of months in a realistic timeline, e.g. label “First landings”, months “3–6”."""

    label: str
    months: str
    text: str


class Line(Shape):
    """One line of work, in two languages. `when` narrows it to people it is true for."""

    did: str
    reads: str
    where: str
    destinations: tuple[Slug, ...] = ()
    when: When = ()


class Sector(Shape):
    """A sector where the skills are already paid for. `why` they hire you, the `tradeoff`, 3–4 job `titles`."""

    name: str
    why: str
    tradeoff: str
    titles: tuple[str, ...] = Field(min_length=3, max_length=4)


class Reading(Shape):
    """One sentence of “Your reading”. Ordered by `place` 1–6; of several that hold for a place, the first is used."""

    place: int = Field(ge=1, le=6)
    text: str
    when: When = ()


class ReadNext(Shape):
    href: str
    why: str


class Page(Shape):
    """What every page of the library has."""

    title: str
    description: str = Field(max_length=180)
    checked_on: date


class RolePage(Page):
    lead: str
    for_whom: str
    sections: tuple[Section, ...] = Field(min_length=3)
    pay_note: str
    sectors: tuple[Sector, ...] = Field(min_length=4, max_length=4)
    translation: tuple[Line, ...] = Field(min_length=8)
    timeline: tuple[Band, ...] = Field(min_length=3)
    questions: tuple[QuestionAnswered, ...] = Field(min_length=4)
    readings: tuple[Reading, ...] = ()
    read_next: tuple[ReadNext, ...] = ()
    sources: tuple[SourceNote, ...] = ()


class Decision(Shape):
    question: str
    body: str


class PortableSkill(Shape):
    skill: str
    text: str


class PivotDestination(Shape):
    """A destination compared on a pivot page; pay and portability come from facts by `slug`."""

    slug: Slug
    title: str
    text: str
    training: Literal["carries", "helps", "little"]


class PivotPage(Page):
    lead: str
    keeps: str
    decisions: tuple[Decision, ...] = Field(min_length=4, max_length=4)
    portable: tuple[PortableSkill, ...] = Field(min_length=4)
    destinations: tuple[PivotDestination, ...] = Field(min_length=5)
    poor_uses: str
    timeline: tuple[Band, ...] = Field(min_length=3, max_length=3)
    questions: tuple[QuestionAnswered, ...] = Field(min_length=4)
    translation: tuple[Line, ...] = ()
    readings: tuple[Reading, ...] = ()
    read_next: tuple[ReadNext, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    origins: tuple[Slug, ...] = ()


class StepPiece(Shape):
    """One thing to do. Chosen when `when` holds; the reason shown to the person is made from the answers it names."""

    title: str
    why: str
    minutes: int = Field(ge=5, le=240)
    kind: StepKind
    phase: Phase
    when: When = Field(min_length=1)
    source: SourceNote | None = None
    due: str = Field(default="", description="“last_day + 1”, “insurance_end + 60”, “today + 3” or a deadline's key")
    after: tuple[Slug, ...] = ()
    instead_of: tuple[Slug, ...] = ()
    weight: int = Field(default=50, ge=0, le=100)
    is_gentle: bool = False
    is_weekly: bool = False
    is_note: bool = Field(default=False, description="to know, with nothing to do or to tick")

    @property
    def condition(self) -> Condition:
        return parse(self.when)


class SitePage(Page):
    body: str


SHAPES: dict[Kind, type[Shape]] = {"role": RolePage, "pivot": PivotPage, "step": StepPiece, "page": SitePage}
