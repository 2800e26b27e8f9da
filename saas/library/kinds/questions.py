"""The kind that people answer: one question of the questionnaire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from saas.library.kinds.parts import Content, When

AskedStage = Literal["start", "intake"]
AskedKind = Literal["role", "choice", "several", "date", "money", "number", "state", "text", "rows"]
# An empty box of the desk's form is no bound.
Bound = Annotated[int | None, BeforeValidator(lambda given: None if given == "" else given)]


class Choice(Content):
    """One option. `said` follows “Because you said”. One that is `alone` cannot stand beside another."""

    value: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    label: str
    said: str
    hint: str = ""
    alone: bool = False


class QuestionPiece(Content):
    """A question, asked where `when` holds, in the order of `place`. Its key is its slug with underscores.

    `stage` start is before paying, intake after. `min` and `max` bound the value of money and numbers, the characters of
    text and the count of rows. `said` follows “Because you said”, `{value}` being the answer in words; `said_one` and
    `said_zero` replace it where the number is one or zero. An `optional` question says what skipping it changes.
    """

    place: int = Field(ge=1, le=9999)
    stage: AskedStage
    kind: AskedKind
    text: str
    why: str
    hint: str = ""
    unit: str = ""
    min: Bound = None
    max: Bound = None
    said: str = ""
    said_one: str = ""
    said_zero: str = ""
    optional: bool = False
    skip_effect: str = ""
    when: When = ()
    options: tuple[Choice, ...] = ()

    @property
    def title(self) -> str:
        """What the desk lists it by."""
        return self.text


def question_key(slug: str) -> str:
    """The key its answers are kept under, and conditions ask for: “last-day” → “last_day”."""
    return slug.replace("-", "_")
