"""Steps: the things to do that plans are composed from."""

from __future__ import annotations

import re
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field, field_validator

from saas.kernel.conditions import Condition, parse_condition
from saas.library.kinds.fields import Content, Editor, LongText, Name, RefersTo
from saas.library.kinds.parts import Slug, SourceNote, When

Phase = Literal["day", "week", "month", "months-2-3", "months-3-6", "months-6-12"]
StepKind = Literal["money", "search", "people", "self"]
PHASES: tuple[Phase, ...] = ("day", "week", "month", "months-2-3", "months-3-6", "months-6-12")
OtherStep = Annotated[Slug, RefersTo("step")]
WindowAnchor = Literal[
    "today",
    "told_on",
    "last_day",
    "severance_received",
    "severance_sign_by",
    "insurance_end",
    "license_renewal",
    "search_start",
]
WINDOW_ANCHORS: tuple[WindowAnchor, ...] = get_args(WindowAnchor)
WINDOW = re.compile(r"^(?P<anchor>[a-z_]+) (?P<first>[+-]?\d+)\.\.(?P<last>[+-]?\d+)$")


class StepWindow(NamedTuple):
    """The days in which a step makes sense, counted from an anchor, both included: `last_day -3..+10`."""

    anchor: WindowAnchor
    first_day: int
    last_day: int


def parse_window(text: str) -> StepWindow:
    """Raises ValueError with a sentence that says what is wrong."""
    match = WINDOW.match(text)
    if match is None or match["anchor"] not in WINDOW_ANCHORS:
        anchors = ", ".join(WINDOW_ANCHORS)
        raise ValueError(f"“{text}” is no window: write “last_day -3..+10”, counted from one of {anchors}.")
    first, last = int(match["first"]), int(match["last"])
    if first > last:
        raise ValueError(f"The window “{text}” ends before it begins.")
    return StepWindow(match["anchor"], first, last)


class StepContent(Content):
    """One thing to do. Chosen when `when` holds; the reason shown to the person is made from the answers it names.

    `shelf` is the seed file it stands in. `window` says between which days it fits; outside of them it stands in nobody's
    plan. `serves` is the slot of the spine that it fills (`saas.facts.slots`); without one it is an extra. `due` is
    “last_day + 1”, “insurance_end + 60”, “today + 3” or a deadline's key.
    """

    shelf: Annotated[Slug, Editor(hint="The seed file it is written back to.")] = "unsorted"
    title: str
    why: LongText
    minutes: Annotated[int, Field(ge=5, le=240)]
    kind: StepKind
    phase: Phase
    when: When = Field(min_length=1)
    window: Annotated[
        Name, Editor(hint="The days in which it makes sense: last_day -3..+10, search_start 0..+60, today 0..+30.")
    ] = ""
    serves: Annotated[Name, Editor("Fills this slot of the plan", hint="Empty for an extra.")] = ""
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

    @field_validator("window")
    @classmethod
    def _is_window(cls, text: str) -> str:
        if text:
            parse_window(text)
        return text

    @property
    def condition(self) -> Condition:
        return parse_condition(self.when)
