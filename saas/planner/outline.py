"""An outline: a composed plan as immutable values, the same to the byte for the same answers.

Money is whole dollars. `because` is a clause that follows “Because”; `answers` are the question keys it speaks of.
Field names are the keys of the JSON that is stored with a plan, exported, and printed by `saas compose --json`: they stay.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Literal

from saas.facts.sources import Source
from saas.library.kinds.parts import SourceNote
from saas.library.kinds.steps import Phase as PhaseKey
from saas.library.kinds.steps import StepKind

Keys = tuple[str, ...]
# A second name: inside DeadlineRow, whose field is called `date`, the annotation would mean the field itself.
Day = date
Verdict = Literal["go", "test first", "change setting", "stay and plan"]
Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement with the reason it is made to this person."""

    text: str
    because: str
    answers: Keys


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """`date` is None when the answer it is counted from is missing, or when the rule names no day."""

    key: str
    title: str
    date: Day | None
    formula: str
    rule: str
    if_missed: str
    source: Source
    because: str
    answers: Keys
    days_left: int | None
    is_past: bool


@dataclass(frozen=True, slots=True)
class MoneyMonth:
    """What is left at the end of a month, in dollars, never below zero; `with_ui` None where no benefit is expected."""

    label: str
    without_ui: int
    with_ui: int | None


@dataclass(frozen=True, slots=True)
class Money:
    """Months of runway are None when a figure is missing, or when income covers spending (then `notes` says so).

    `missing` are the question keys that would complete the picture. `starts_on` is the day the money starts to be
    spent and `starting_dollars` what there is on it; both are None in plans kept before they were counted.
    """

    runway_months: float | None
    runway_with_ui_months: float | None
    cliff_on: date | None
    cliff_with_ui_on: date | None
    offer_floor_dollars: int | None
    week_of_waiting_dollars: int | None
    ui_weekly_dollars: int | None
    ui_weeks: int | None
    ui_note: str
    severance_dollars: int | None
    months: tuple[MoneyMonth, ...]
    because: str
    answers: Keys
    sources: tuple[Source, ...]
    missing: Keys
    notes: tuple[str, ...]
    starts_on: Day | None = None
    starting_dollars: int | None = None


@dataclass(frozen=True, slots=True)
class ConstraintCheck:
    """Whether a direction respects one thing they asked for. `is_met` None: it depends on the employer, so ask."""

    text: str
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Direction:
    """A kind of work they could go to. Pay is a year's dollars before tax; `pay_benchmark` says what `pay_change_pct`
    compares with. `months_to_land` is a range; `percentile` runs from 0 to 100, None where closeness is not rated."""

    slug: str
    title: str
    rank: int
    percentile: float | None
    fit_words: str
    pay_low: int | None
    pay_middle: int | None
    pay_high: int | None
    pay_change_pct: float | None
    pay_benchmark: str
    pay_note: str
    below_floor: bool | None
    months_to_land: tuple[int, int]
    license_use: str
    constraints: tuple[ConstraintCheck, ...]
    reasons: tuple[str, ...]
    training: str
    source: Source


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, with what speaks for it. `flip_answer` is (question key, option value) that would give another verdict; None when no single answer does."""

    verdict: Verdict
    title: str
    reasons: tuple[Sentence, ...]
    flip: str
    flip_answer: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step as it reads in this plan. `source` is None where the text cites none; a note has nothing to do or to tick."""

    slug: str
    revision_id: int
    title: str
    why: str
    minutes: int
    kind: StepKind
    phase: PhaseKey
    due: date | None
    source: SourceNote | None
    because: str
    answers: Keys
    is_gentle: bool
    is_weekly: bool
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time, both days included. `minutes` of its steps never exceed `capacity_minutes`."""

    key: PhaseKey
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    capacity_minutes: int
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True)
class TranslationLine:
    """What was `did`, how it `reads` elsewhere, and `where`. Their own words stay exactly as written."""

    did: str
    reads: str
    where: str
    from_own_words: bool
    because: str


@dataclass(frozen=True, slots=True)
class RhythmBlock:
    day: str
    text: str
    minutes: int


WeeklyActKey = Literal["messages", "conversations", "applications", "practice"]


@dataclass(frozen=True, slots=True)
class WeeklyAct:
    """What a week holds beside the steps. `count` is how many of them, hours for practice; `minutes` is what they take."""

    key: WeeklyActKey
    count: float
    text: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`hours` are those they named; the minutes of `days` are what the steps of the first month and `acts` take of them."""

    hours: int
    days: tuple[RhythmBlock, ...]
    conversations_a_week: int
    because: str
    acts: tuple[WeeklyAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything a plan says. `gentle`: it starts smaller. `version` is that of the library it was composed from. `closing` is
    what happens after its last day, where money or time to stay ends within the year."""

    today: date
    title: str
    role_title: str
    reading: tuple[Sentence, ...]
    deadlines: tuple[DeadlineRow, ...]
    money: Money
    directions: tuple[Direction, ...]
    decision: Decision | None
    phases: tuple[Phase, ...]
    translation: tuple[TranslationLine, ...]
    rhythm: Rhythm
    gentle: bool
    notes: tuple[str, ...]
    version: str
    closing: str = ""

    @property
    def steps(self) -> tuple[PlanStep, ...]:
        """Every step, in the order of the phases."""
        return tuple(step for phase in self.phases for step in phase.steps)

    def first_steps(self, count: int = 3) -> tuple[PlanStep, ...]:
        """The steps a person meets first. One of them is of their own work wherever the plan has one."""
        first, later = self.steps[:count], self.steps[count:]
        own = next((step for step in later if "role" in step.answers), None)
        if own is None or any("role" in step.answers for step in first):
            return first
        return (*first[:-1], own)

    def to_dict(self) -> dict[str, Json]:
        """JSON-ready: dates ISO, tuples as lists, keys in the order of the fields."""
        return {field.name: _to_json(getattr(self, field.name)) for field in fields(self)}


def _to_json(value: object) -> Json:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, SourceNote):
        return {"name": value.name, "url": value.url, "checked_on": value.checked_on.isoformat()}
    if isinstance(value, Source):  # what facts know beside these four is not part of a plan
        edition, checked_on = value.edition, value.checked_on.isoformat()
        return {"name": value.name, "url": value.url, "edition": edition, "checked_on": checked_on}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _to_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form")
