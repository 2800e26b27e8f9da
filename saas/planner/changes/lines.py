"""Differences as lines for a person to read. What nobody would see as a change of the plan gives no line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from saas.kernel.calendar import format_date
from saas.kernel.formatting import format_number
from saas.kernel.money import format_usd
from saas.planner.changes.differences import Difference
from saas.planner.outline import DeadlineRow, Decision, Direction, PlanStep, Rhythm
from saas.planner.steps.windows import PHASE_TITLES

Part = Literal["step", "deadline", "money", "direction", "decision", "plan"]
Act = Literal["added", "removed", "moved", "dated", "renamed", "reworded", "resized", "reasoned", "changed"]
Aspect = tuple[str, str, str]

NO_DATE = "no date"
OPEN = "open"
DECISION_TITLE = "Decision desk"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of what differs, before anything is said about why. `before` and `after` are words, and empty where there
    is nothing on that side."""

    part: Part
    key: str
    act: Act
    title: str
    before: str = ""
    after: str = ""

    @property
    def aspect(self) -> Aspect:
        """What the line is about: two plans have at most one line of an aspect."""
        return self.part, self.key, self.act


def describe_difference(difference: Difference) -> tuple[ChangeLine, ...]:
    """One line an aspect; none for days left, phases without their steps, and the version of the library."""
    describe = PARTS.get(difference.part)
    return tuple(describe(difference.key, difference.before, difference.after)) if describe else ()


def _step(slug: str, before: PlanStep | None, after: PlanStep | None) -> Iterator[ChangeLine]:
    if before is None and after is not None:
        yield ChangeLine("step", slug, "added", after.title, after=_step_place(after))
    elif after is None and before is not None:
        yield ChangeLine("step", slug, "removed", before.title, before=_step_place(before))
    elif before is not None and after is not None:
        yield from _step_in_both(slug, before, after)


def _step_in_both(slug: str, before: PlanStep, after: PlanStep) -> Iterator[ChangeLine]:
    if before.phase != after.phase:
        yield ChangeLine("step", slug, "moved", after.title, _step_place(before), _step_place(after))
    elif before.due != after.due:
        yield ChangeLine("step", slug, "dated", after.title, _due_words(before.due), _due_words(after.due))
    if before.title != after.title:
        yield ChangeLine("step", slug, "renamed", after.title, before.title, after.title)
    if before.why != after.why:
        yield ChangeLine("step", slug, "reworded", after.title, before.why, after.why)
    if before.minutes != after.minutes:
        yield ChangeLine("step", slug, "resized", after.title, f"{before.minutes} minutes", f"{after.minutes} minutes")
    if before.because != after.because:
        because = f"because {before.because}", f"because {after.because}"
        yield ChangeLine("step", slug, "reasoned", after.title, *because)


def _deadline(key: str, before: DeadlineRow | None, after: DeadlineRow | None) -> Iterator[ChangeLine]:
    """How many days are left is counted when a page is read, so it is no difference."""
    if before is None and after is not None:
        yield ChangeLine("deadline", key, "added", after.title, after=_date_words(after.date))
    elif after is None and before is not None:
        yield ChangeLine("deadline", key, "removed", before.title, before=_date_words(before.date))
    elif before is not None and after is not None:
        if before.date != after.date:
            yield ChangeLine("deadline", key, "dated", after.title, _date_words(before.date), _date_words(after.date))
        if (before.title, before.rule) != (after.title, after.rule):
            yield ChangeLine("deadline", key, "reworded", after.title, before.rule, after.rule)


def _direction(slug: str, before: Direction | None, after: Direction | None) -> Iterator[ChangeLine]:
    if before is None and after is not None:
        yield ChangeLine("direction", slug, "added", after.title, after=_rank_words(after.rank))
    elif after is None and before is not None:
        yield ChangeLine("direction", slug, "removed", before.title, before=_rank_words(before.rank))
    elif before is not None and after is not None:
        if before.rank != after.rank:
            ranks = _rank_words(before.rank), _rank_words(after.rank)
            yield ChangeLine("direction", slug, "moved", after.title, *ranks)
        if before.below_floor != after.below_floor:
            yield ChangeLine("direction", slug, "changed", after.title, _floor_words(before), _floor_words(after))
        if before.reasons != after.reasons:
            reasons = " ".join(before.reasons), " ".join(after.reasons)
            yield ChangeLine("direction", slug, "reasoned", after.title, *reasons)


def _money(field: str, before: Any, after: Any) -> Iterator[ChangeLine]:
    """Figures by name. The months of the drawing and the sources follow from them and are not listed."""
    if field in FIGURES:
        title, words = FIGURES[field]
        values = (OPEN if value is None else words(value) for value in (before, after))
        yield ChangeLine("money", field, "changed", title, *values)
    elif field == "notes":
        yield from _sentences("Beside the figures", "money", field, before, after)


def _order(phase: str, before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> Iterator[ChangeLine]:
    """Only where steps that stand in both have changed places."""
    before, after = before or (), after or ()
    if [slug for slug in before if slug in after] != [slug for slug in after if slug in before]:
        title = f"The order of the steps, {PHASE_TITLES[phase].lower()}"
        yield ChangeLine("plan", f"order-{phase}", "changed", title)


def _single(name: str, before: Any, after: Any) -> Iterator[ChangeLine]:
    """The parts of a plan that are one value each."""
    if name == "decision":
        yield from _decision(before, after)
    elif name == "rhythm":
        yield from _rhythm(before, after)
    elif name == "closing":
        yield ChangeLine(
            "plan", "closing", "changed", "Where the plan ends", *(text or "In a year" for text in (before, after))
        )
    elif name == "title":
        yield ChangeLine("plan", "title", "renamed", "The plan’s title", before, after)
    elif name == "gentle":
        yield ChangeLine("plan", "gentle", "changed", "Where it starts", _start_words(before), _start_words(after))
    elif name == "reading":
        texts = (tuple(sentence.text for sentence in side) for side in (before, after))
        yield from _sentences("Your reading", "plan", "reading", *texts)
    elif name == "translation":
        texts = (tuple(f"{line.did}: {line.reads}" for line in side) for side in (before, after))
        yield from _sentences("Your work in their language", "plan", "translation", *texts)
    elif name == "notes":
        yield from _sentences("Notes", "plan", "notes", before, after)


def _decision(before: Decision | None, after: Decision | None) -> Iterator[ChangeLine]:
    if before is None and after is not None:
        yield ChangeLine("decision", "", "added", DECISION_TITLE, after=after.title)
    elif after is None and before is not None:
        yield ChangeLine("decision", "", "removed", DECISION_TITLE, before=before.title)
    elif before is not None and after is not None and before.title != after.title:
        yield ChangeLine("decision", "", "changed", DECISION_TITLE, before.title, after.title)
    elif before is not None and after is not None:
        texts = (tuple(reason.text for reason in decision.reasons) for decision in (before, after))
        yield from _sentences("A reason of the decision", "decision", "reasons", *texts)
        if before.flip != after.flip:
            title = "What would turn the decision"
            yield ChangeLine("decision", "flip", "reworded", title, before.flip, after.flip)


def _rhythm(before: Rhythm, after: Rhythm) -> Iterator[ChangeLine]:
    minutes = [sum(block.minutes for block in week.days) for week in (before, after)]
    if minutes[0] != minutes[1]:
        yield ChangeLine("plan", "week", "changed", "Time in a week", *map(_hours, minutes))
    talks = before.conversations_a_week, after.conversations_a_week
    if talks[0] != talks[1]:
        yield ChangeLine("plan", "talks", "changed", "Conversations a week", *map(str, talks))
    old_texts, new_texts = ({block.day: block.text for block in week.days} for week in (before, after))
    for day, text in new_texts.items():
        if day in old_texts and old_texts[day] != text:
            yield ChangeLine("plan", f"week-{day}", "reworded", day, old_texts[day], text)


def _sentences(
    title: str, part: Part, key: str, before: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[ChangeLine]:
    """Texts that stand on one side only. A text that was there and is there has not changed, wherever it stands."""
    for text in before:
        if text not in after:
            yield ChangeLine(part, f"{key}: {text}", "removed", title, before=text)
    for text in after:
        if text not in before:
            yield ChangeLine(part, f"{key}: {text}", "added", title, after=text)


def _step_place(step: PlanStep) -> str:
    return PHASE_TITLES[step.phase] + (f", by {format_date(step.due)}" if step.due else "")


def _due_words(due: date | None) -> str:
    return f"by {format_date(due)}" if due else NO_DATE


def _date_words(day: date | None) -> str:
    return format_date(day) if day else NO_DATE


def _rank_words(rank: int) -> str:
    return ORDINALS[rank - 1] if rank <= len(ORDINALS) else f"number {rank}"


def _floor_words(direction: Direction) -> str:
    words = {True: "below your floor", False: "clears your floor", None: "no floor to compare"}
    return words[direction.below_floor]


def _start_words(is_gentle: bool) -> str:
    return "small, with one act a day" if is_gentle else "with a full first day"


def _months(value: float) -> str:
    return f"{format_number(value)} {'month' if value == 1 else 'months'}"


def _hours(minutes: int) -> str:
    return f"{format_number(round(minutes / 60, 1))} hours"


def _weeks(value: int) -> str:
    return f"{value} weeks"


# By field of the money: its title, and how its value is written.
FIGURES: dict[str, tuple[str, Callable[[Any], str]]] = {
    "runway_months": ("Runway without unemployment pay", _months),
    "runway_with_ui_months": ("Runway with unemployment pay", _months),
    "cliff_on": ("The money ends", format_date),
    "cliff_with_ui_on": ("The money ends, with unemployment pay", format_date),
    "offer_floor_dollars": ("Offer floor, a year", format_usd),
    "week_of_waiting_dollars": ("What a week of waiting costs", format_usd),
    "ui_weekly_dollars": ("Unemployment pay a week, estimated", format_usd),
    "ui_weeks": ("Unemployment pay, at most", _weeks),
    "severance_dollars": ("Severance before tax", format_usd),
    "starting_dollars": ("What there is to start with", format_usd),
}
PARTS: dict[str, Callable[[str, Any, Any], Iterator[ChangeLine]]] = {
    "step": _step,
    "deadline": _deadline,
    "direction": _direction,
    "money": _money,
    "order": _order,
    "single": _single,
}
