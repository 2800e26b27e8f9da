"""Questions: what people are asked before a plan is composed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from saas.library.kinds.fields import Content, Editor, LongText, Name
from saas.library.kinds.parts import ConditionLines

QuestionStage = Literal["start", "intake"]
QuestionKind = Literal["role", "choice", "several", "date", "money", "number", "state", "text", "rows"]
# An empty box of the editor's form is no bound.
Bound = Annotated[int | None, BeforeValidator(lambda given: None if given == "" else given)]
SaidBack = Annotated[str, Editor("Said back, after “Because you said”")]


class QuestionOption(Content):
    """One option, offered where `when` holds. `said` follows “Because you said”. One that is `alone` cannot stand beside
    another; one that is `retired` is read where somebody chose it before, and offered to nobody."""

    value: Annotated[Name, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40), Editor("Value, kept")]
    label: str
    said: SaidBack
    hint: str = ""
    alone: Annotated[bool, Editor("Excludes the others")] = False
    retired: Annotated[bool, Editor("Read and no longer offered")] = False
    when: ConditionLines = ()


class QuestionContent(Content):
    """A question, asked where `when` holds, in the order of `place`. Its key is its slug with underscores.

    `stage` start is before paying, intake after. `min` and `max` bound the value of money and numbers, the characters of
    text and the count of rows. `said` follows “Because you said”, `{value}` being the answer in words; `said_one` and
    `said_zero` replace it where the number is one or zero. An `optional` question says what skipping it changes.
    """

    place: Annotated[int, Field(ge=1, le=9999), Editor(hint="Questions are asked in this order.")]
    stage: QuestionStage
    kind: QuestionKind
    text: LongText
    why: LongText
    hint: str = ""
    unit: Name = ""
    min: Annotated[Bound, Editor("Smallest")] = None
    max: Annotated[Bound, Editor("Largest")] = None
    range_end: Annotated[Literal["low", "high"], Editor("Of a range, the end that counts")] = "low"
    said: SaidBack = ""
    said_one: Annotated[str, Editor("Said back where it is one")] = ""
    said_zero: Annotated[str, Editor("Said back where it is zero")] = ""
    optional: Annotated[bool, Editor("May be skipped")] = False
    skip_effect: Annotated[str, Editor("What skipping changes")] = ""
    # Checked beside the other questions, whose order decides what it may look back to: see `checks.questions`.
    when: ConditionLines = ()
    options: tuple[QuestionOption, ...] = ()

    @property
    def title(self) -> str:
        """What the editor lists it by."""
        return self.text


def question_key(slug: str) -> str:
    """The key its answers are kept under, and conditions ask for: “last-day” → “last_day”."""
    return slug.replace("-", "_")
