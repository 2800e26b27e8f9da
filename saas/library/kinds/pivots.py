"""Pivot pages: changes of field, with the questions to answer before one and the destinations compared."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from saas.library.kinds.parts import Article, Band, Content, Line, QuestionAnswered, Reading, Slug


class Decision(Content):
    question: str
    body: str


class PortableSkill(Content):
    skill: str
    text: str


class PivotDestination(Content):
    """A destination compared on a pivot page; pay and portability come from facts by `slug`."""

    slug: Slug
    title: str
    text: str
    training: Literal["carries", "helps", "little"]


class Origin(Content):
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
