"""Role pages: the work people leave, what it pays and where it leads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from saas.library.kinds.fields import NOT_RENDERED, Editor, Prose
from saas.library.kinds.parts import (
    AnsweredQuestion,
    Article,
    FactsRole,
    Readings,
    Section,
    Sector,
    TimelineBand,
    TranslationLine,
)


class RolePage(Article):
    """A role. `covers` are the slugs in `facts` that this page speaks for, the first standing for all; empty means the
    page's own slug."""

    covers: Annotated[tuple[FactsRole, ...], NOT_RENDERED, Editor("Roles it covers, one a line")] = ()
    for_whom: Prose
    sections: Annotated[tuple[Section, ...], Field(min_length=3)]
    pay_note: Annotated[Prose, Editor("How to read the pay")]
    sectors: Annotated[tuple[Sector, ...], Field(min_length=4, max_length=4)]
    translation: Annotated[tuple[TranslationLine, ...], Field(min_length=8)]
    timeline: Annotated[tuple[TimelineBand, ...], Field(min_length=3)]
    questions: Annotated[tuple[AnsweredQuestion, ...], Field(min_length=4)]
    readings: Readings = ()


def covered_roles(slug: str, page: RolePage) -> tuple[str, ...]:
    """The roles in facts that a role page speaks for."""
    return page.covers or (slug,)
