"""Everything but the steps that differs between two plans, in words: dates, money, directions, the decision, the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from saas.kernel.calendar import format_date
from saas.kernel.formatting import format_number
from saas.kernel.money import format_usd
from saas.planner.changes.change_line import Told
from saas.planner.changes.step_lines import PHASES
from saas.planner.outline import DeadlineRow, DecisionDesk, Direction, Rhythm

NONE_YET = "no date"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def deadline(key: str, before: DeadlineRow | None, after: DeadlineRow | None) -> Iterator[Told]:
    """How many days are left is counted when a page is read, so it is no difference."""
    if before is None and after is not None:
        yield Told("deadline", key, "added", after.title, after=_day(after.date))
    elif after is None and before is not None:
        yield Told("deadline", key, "removed", before.title, before=_day(before.date))
    elif before is not None and after is not None:
        if before.date != after.date:
            yield Told("deadline", key, "dated", after.title, _day(before.date), _day(after.date))
        if (before.title, before.rule) != (after.title, after.rule):
            yield Told("deadline", key, "reworded", after.title, before.rule, after.rule)


def direction(slug: str, before: Direction | None, after: Direction | None) -> Iterator[Told]:
    if before is None and after is not None:
        yield Told("direction", slug, "added", after.title, after=_place(after.rank))
    elif after is None and before is not None:
        yield Told("direction", slug, "removed", before.title, before=_place(before.rank))
    elif before is not None and after is not None:
        if before.rank != after.rank:
            yield Told("direction", slug, "moved", after.title, _place(before.rank), _place(after.rank))
        if before.below_floor != after.below_floor:
            yield Told("direction", slug, "changed", after.title, _floor(before), _floor(after))
        if before.reasons != after.reasons:
            yield Told("direction", slug, "reasoned", after.title, " ".join(before.reasons), " ".join(after.reasons))


def money(field: str, before: Any, after: Any) -> Iterator[Told]:
    """Figures by name. The months of the drawing and the sources follow from them and are not listed."""
    if field in FIGURES:
        title, words = FIGURES[field]
        yield Told("money", field, "changed", title, _or_open(words, before), _or_open(words, after))
    elif field == "notes":
        yield from sentences("Beside the figures", "money", field, before, after)


def decision(before: DecisionDesk | None, after: DecisionDesk | None) -> Iterator[Told]:
    if before is None or after is None:
        act, one = ("added", after) if after else ("removed", before)
        title = one.title if one else ""
        yield Told("decision", "", "added" if act == "added" else "removed", "Decision desk",
                   before="" if after else title, after=title if after else "")  # fmt: skip
    elif before.title != after.title:
        yield Told("decision", "", "changed", "Decision desk", before.title, after.title)
    else:
        was, now = (tuple(one.text for one in desk.reasons) for desk in (before, after))
        yield from sentences("A reason of the decision", "decision", "reasons", was, now)
        if before.flip != after.flip:
            yield Told("decision", "flip", "reworded", "What would turn the decision", before.flip, after.flip)


def rhythm(before: Rhythm, after: Rhythm) -> Iterator[Told]:
    was, now = (sum(block.minutes for block in week.days) for week in (before, after))
    if was != now:
        yield Told("plan", "week", "changed", "Time in a week", _hours(was), _hours(now))
    talks = before.conversations_a_week, after.conversations_a_week
    if talks[0] != talks[1]:
        yield Told("plan", "talks", "changed", "Conversations a week", str(talks[0]), str(talks[1]))
    texts = [{block.day: block.text for block in week.days} for week in (before, after)]
    for name in texts[1]:
        if name in texts[0] and texts[0][name] != texts[1][name]:
            yield Told("plan", f"week-{name}", "reworded", name, texts[0][name], texts[1][name])


def order(phase: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Told]:
    """Only where steps that stand in both have changed places."""
    if [slug for slug in before if slug in after] != [slug for slug in after if slug in before]:
        yield Told("plan", f"order-{phase}", "changed", f"The order of the steps, {PHASES[phase].lower()}")


def sentences(title: str, part: Any, key: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Told]:
    """Texts that stand on one side only. A text that was there and is there has not changed, wherever it stands."""
    for text in before:
        if text not in after:
            yield Told(part, f"{key}: {text}", "removed", title, before=text)
    for text in after:
        if text not in before:
            yield Told(part, f"{key}: {text}", "added", title, after=text)


def _day(on: date | None) -> str:
    return format_date(on) if on else NONE_YET


def _place(rank: int) -> str:
    return ORDINALS[rank - 1] if rank <= len(ORDINALS) else f"number {rank}"


def _floor(way: Direction) -> str:
    return {True: "below your floor", False: "clears your floor", None: "no floor to compare"}[way.below_floor]


def _months(value: float) -> str:
    return f"{format_number(value)} {'month' if value == 1 else 'months'}"


def _hours(minutes: int) -> str:
    return f"{format_number(round(minutes / 60, 1))} hours"


def _weeks(value: int) -> str:
    return f"{value} weeks"


def _or_open(words: Callable[[Any], str], value: Any) -> str:
    return "open" if value is None else words(value)


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
