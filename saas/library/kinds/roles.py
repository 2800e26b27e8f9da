"""Role pages: the work people leave, what it pays and where it leads."""

from __future__ import annotations

from pydantic import Field

from saas.library.kinds.parts import Article, Band, Line, QuestionAnswered, Reading, Section, Sector, Slug


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


def covered_roles(slug: str, page: RolePage) -> tuple[str, ...]:
    """The roles in facts that a role page speaks for."""
    return page.covers or (slug,)
