"""Steps: the things to do that plans are composed from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from saas.kernel.conditions import Condition, parse_condition
from saas.library.kinds.parts import (
    Content,
    Slug,
    SourceNote,
    When,
)

Phase = Literal["day", "week", "month", "months-2-3", "months-3-6", "months-6-12"]
StepKind = Literal["money", "search", "people", "self"]
PHASES: tuple[Phase, ...] = ("day", "week", "month", "months-2-3", "months-3-6", "months-6-12")


class StepPiece(Content):
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
