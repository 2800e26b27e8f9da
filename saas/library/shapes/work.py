"""Kinds that plans are composed from: roles, pivots and steps."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from saas.kernel.conditions import Condition, parse_condition
from saas.library.shapes.parts import (
    Article,
    Band,
    Line,
    QuestionAnswered,
    Reading,
    Section,
    Sector,
    Shape,
    Slug,
    SourceNote,
    When,
)

Phase = Literal["day", "week", "month", "months-2-3", "months-3-6", "months-6-12"]
StepKind = Literal["money", "search", "people", "self"]
PHASES: tuple[Phase, ...] = ("day", "week", "month", "months-2-3", "months-3-6", "months-6-12")


class RolePage(Article):
    """A role. `covers` are the slugs in `facts` that this page speaks for, the first standing for all; empty means the
    page's own slug."""

    covers: tuple[Slug, ...] = ()
    for_whom: str
    sections: tuple[Section, ...] = Field(min_length=3)
    pay_note: str
    sectors: tuple[Sector, ...] = Field(min_length=4, max_length=4)
    translation: tuple[Line, ...] = Field(min_length=8)
    timeline: tuple[Band, ...] = Field(min_length=3)
    questions: tuple[QuestionAnswered, ...] = Field(min_length=4)
    readings: tuple[Reading, ...] = ()


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


class Origin(Shape):
    """Somebody a pivot page compares destinations for: a role in `facts`, and the words for one such person."""

    slug: Slug
    words: str


class PivotPage(Article):
    """A pivot. `origins` are the roles whose plans it speaks in; `compared_from` stand in the table on the page."""

    keeps: str
    decisions: tuple[Decision, ...] = Field(min_length=4, max_length=4)
    portable: tuple[PortableSkill, ...] = Field(min_length=4)
    destinations: tuple[PivotDestination, ...] = Field(min_length=5)
    poor_uses: str
    timeline: tuple[Band, ...] = Field(min_length=3, max_length=3)
    questions: tuple[QuestionAnswered, ...] = Field(min_length=4)
    translation: tuple[Line, ...] = ()
    readings: tuple[Reading, ...] = ()
    origins: tuple[Slug, ...] = ()
    compared_from: tuple[Origin, ...] = ()


class StepPiece(Shape):
    """One thing to do. Chosen when `when` holds; the reason shown to the person is made from the answers it names.

    `shelf` is the seed file it stands in. `due` is “last_day + 1”, “insurance_end + 60”, “today + 3” or a deadline's key.
    """

    shelf: Slug = "unsorted"
    title: str
    why: str
    minutes: int = Field(ge=5, le=240)
    kind: StepKind
    phase: Phase
    when: When = Field(min_length=1)
    source: SourceNote | None = None
    due: str = ""
    after: tuple[Slug, ...] = ()
    instead_of: tuple[Slug, ...] = ()
    weight: int = Field(default=50, ge=0, le=100)
    is_gentle: bool = False
    is_weekly: bool = False
    is_note: bool = Field(default=False, description="to know, with nothing to do or to tick")

    @property
    def condition(self) -> Condition:
        return parse_condition(self.when)
