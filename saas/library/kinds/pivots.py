"""Pivot pages: changes of field, with the questions to answer before one and the destinations compared."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from saas.library.kinds.fields import NOT_ON_PAGE, NOT_RENDERED, TO_COPY, Content, Editor, LinkedProse, LongText, Prose
from saas.library.kinds.parts import (
    AnsweredQuestion,
    Article,
    Body,
    FactsRole,
    Readings,
    TimelineBand,
    TranslationLine,
)


class PivotDecision(Content):
    question: str
    body: Body


class PortableSkill(Content):
    skill: str
    text: LinkedProse


class PivotDestination(Content):
    """A destination compared on a pivot page; pay and portability come from facts by `slug`."""

    slug: FactsRole
    title: str
    text: LinkedProse
    training: Literal["carries", "helps", "little"]


class PivotOrigin(Content):
    """Somebody a pivot page compares destinations for: a role in `facts`, and the words for one such person."""

    slug: FactsRole
    words: Annotated[LongText, TO_COPY]


class PivotPage(Article):
    """A pivot. `origins` are the roles whose plans it speaks in; `compared_from` stand in the table on the page."""

    keeps: Annotated[LinkedProse, Editor("What it lets you keep")]
    decisions: Annotated[tuple[PivotDecision, ...], Field(min_length=4, max_length=4)]
    portable: Annotated[tuple[PortableSkill, ...], Field(min_length=4)]
    destinations: Annotated[tuple[PivotDestination, ...], Field(min_length=5)]
    poor_uses: Prose
    timeline: Annotated[tuple[TimelineBand, ...], Field(min_length=3, max_length=3)]
    questions: Annotated[tuple[AnsweredQuestion, ...], Field(min_length=4)]
    translation: tuple[TranslationLine, ...] = ()
    readings: Readings = ()
    origins: Annotated[tuple[FactsRole, ...], NOT_RENDERED, Editor("Origins, one a line")] = ()
    compared_from: Annotated[tuple[PivotOrigin, ...], NOT_ON_PAGE, NOT_RENDERED] = ()
