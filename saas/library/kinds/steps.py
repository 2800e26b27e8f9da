"""Steps: the things to do that plans are composed from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from saas.kernel.conditions import Condition, parse_condition
from saas.library.kinds.fields import Content, Editor, LongText, Name, RefersTo
from saas.library.kinds.parts import Slug, SourceNote, When

Phase = Literal["day", "week", "month", "months-2-3", "months-3-6", "months-6-12"]
StepKind = Literal["money", "search", "people", "self"]
PHASES: tuple[Phase, ...] = ("day", "week", "month", "months-2-3", "months-3-6", "months-6-12")
OtherStep = Annotated[Slug, RefersTo("step")]


class StepContent(Content):
    """One thing to do. Chosen when `when` holds; the reason shown to the person is made from the answers it names.

    `shelf` is the seed file it stands in. `due` is “last_day + 1”, “insurance_end + 60”, “today + 3” or a deadline's key.
    """

    shelf: Annotated[Slug, Editor(hint="The seed file it is written back to.")] = "unsorted"
    title: str
    why: LongText
    minutes: Annotated[int, Field(ge=5, le=240)]
    kind: StepKind
    phase: Phase
    when: When = Field(min_length=1)
    source: SourceNote | None = None
    due: Annotated[Name, Editor(hint="last_day + 5, insurance_end + 60, today + 3, or a deadline’s key.")] = ""
    after: Annotated[tuple[OtherStep, ...], Editor("After these steps, one a line")] = ()
    instead_of: Annotated[tuple[OtherStep, ...], Editor("Instead of, one a line")] = ()
    weight: Annotated[
        int,
        Field(ge=0, le=100),
        Editor(hint="0 to 100. Fifty is usual; ninety and more is for rights that run out."),
    ] = 50
    is_gentle: Annotated[bool, Editor("Fit for a bad day")] = False
    is_weekly: Annotated[bool, Editor("Comes back every week")] = False
    is_note: Annotated[bool, Editor("To know, nothing to do")] = False

    @property
    def condition(self) -> Condition:
        return parse_condition(self.when)
