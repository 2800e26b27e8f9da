"""What stands in the PDF booklet: every word and figure ready to be typeset, as JSON. Nothing in it is read as markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from saas.facts.sources import Source
from saas.kernel.calendar import format_date
from saas.kernel.money import format_usd
from saas.library.kinds.parts import SourceNote
from saas.planner.outline import DeadlineRow, Decision, Direction, Json, Money, Outline, Phase
from saas.plans.exports.drawings.destinations import DestinationsDrawing, draw_destinations
from saas.plans.exports.drawings.runway import RunwayDrawing, draw_runway
from saas.plans.exports.drawings.timeline import TimelineDrawing, draw_timeline
from saas.plans.exports.formatting import (
    KIND_TITLES,
    format_count,
    format_date_range,
    format_days_away,
    format_duration,
)
from saas.plans.saved_plan import SavedPlan, SavedStep

CONVERSATIONS = {
    1: "One conversation", 2: "Two conversations", 3: "Three conversations", 4: "Four conversations", 5: "Five conversations",
    6: "Six conversations", 7: "Seven conversations",
}  # fmt: skip
OWN_WORDS = "Lines marked as your words are yours, unchanged. Keep a line only where it is true of you."
NO_OWN_WORDS = "No line here is in your own words yet. Keep a line only where it is true of you."
# What a benefit year pays at most where the state names no number of weeks.
USUAL_WEEKS = 26
# Within so many percent, pay is level.
LEVEL_PCT = 5


class SourceList:
    """The sources of a booklet, numbered as they are first met: a short mark in the text, the whole address at the end.

    It grows while the booklet is built, so the parts have to be built in the order in which they are read.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._sources: dict[tuple[str, str], Source | SourceNote] = {}

    def mark(self, source: Source | SourceNote | None) -> Json:
        """What stands beside a statement: the number in the list, the name, and the address to follow."""
        if source is None:
            return None
        key = (source.name, source.url)
        self._sources.setdefault(key, source)
        return {"number": list(self._sources).index(key) + 1, "name": source.name, "url": self._address(source.url)}

    def entries(self) -> list[Json]:
        """The list at the end of the booklet."""
        return [
            {
                "number": number,
                "name": source.name + (f", {source.edition}" if source.edition else ""),
                "url": self._address(source.url),
                "checked": format_date(source.checked_on),
            }
            for number, source in enumerate(self._sources.values(), start=1)
        ]

    def _address(self, url: str) -> str:
        return f"{self._base_url}{url}" if url.startswith("/") else url


def build_booklet(plan: SavedPlan, today: date, base_url: str) -> dict[str, Json]:
    """Everything the typesetter needs, in the order it is read. The keys are read by `typst/booklet.typ`."""
    outline, sources = plan.outline, SourceList(base_url)
    return {
        "title": outline.title,
        "composed": format_date(plan.composed_on),
        "printed": format_date(today),
        "progress": _progress(plan),
        "site": base_url.partition("//")[2].rstrip("/"),
        "reading": [{"text": sentence.text, "because": sentence.because} for sentence in outline.reading],
        "timeline": _drawing(draw_timeline(outline, today)),
        "deadlines": [_deadline(row, today, sources) for row in outline.deadlines],
        "money": build_statement(outline.money, sources),
        "runway": _drawing(draw_runway(outline.money)),
        "decision": _decision(outline.decision),
        "ways": build_directions(outline.directions, outline.money.offer_floor_dollars, sources),
        "destinations": _drawing(draw_destinations(outline)),
        "phases": [_phase(plan, phase, today, sources) for phase in outline.phases if plan.steps_in(phase.key)],
        "translation": _translation(outline),
        "rhythm": _rhythm(outline),
        "closing": outline.closing,
        "notes": list(outline.notes),
        "sources": sources.entries(),
    }


def build_statement(money: Money, sources: SourceList) -> dict[str, Json]:
    """The money as a statement: a figure to a line, each with its meaning."""
    remarks: list[Json] = [note for note in (money.ui_note, *money.notes) if note]
    rows = [*_runway_rows(money), *_dollar_rows(money)]
    return {
        "rows": [{"name": name, "figure": figure, "meaning": meaning} for name, figure, meaning in rows],
        "missing": _missing_answers(money),
        "because": money.because,
        "remarks": remarks,
        "sources": [sources.mark(source) for source in money.sources],
    }


def build_directions(directions: Sequence[Direction], floor_dollars: int | None, sources: SourceList) -> list[Json]:
    """The directions: what each pays, how close it is, how long it takes, and what decided its rank."""
    return [_direction(direction, floor_dollars, sources) for direction in directions]


def _drawing(drawing: RunwayDrawing | TimelineDrawing | DestinationsDrawing | None) -> Json:
    if drawing is None:
        return None
    values: dict[str, Any] = asdict(drawing)
    return values | ({"peak": drawing.peak} if isinstance(drawing, RunwayDrawing) else {})


def _progress(plan: SavedPlan) -> dict[str, Json]:
    acts = len(plan.acts)
    return {"share": plan.done_count / acts if acts else 0, "words": f"{plan.done_count} of {acts} steps done"}


def _deadline(row: DeadlineRow, today: date, sources: SourceList) -> dict[str, Json]:
    days = (row.date - today).days if row.date else None
    lead = "It has passed. " if days is not None and days < 0 and not row.is_past else ""
    return {
        "date": format_date(row.date) if row.date else "No date yet",
        "left": format_days_away(days) if days is not None else "",
        "title": row.title,
        "rule": row.rule,
        "formula": row.formula,
        "lead": lead or ("If it passes: " if days is None or days >= 0 else ""),
        "missed": row.if_missed,
        "because": row.because,
        "source": sources.mark(row.source),
    }


def _runway_rows(money: Money) -> list[tuple[str, str, str]]:
    start = f"from {format_date(money.starts_on)} " if money.starts_on else ""
    rows = []
    if money.runway_months is not None and money.cliff_on:
        name = "Runway without unemployment pay" if money.runway_with_ui_months is not None else "Runway"
        rows.append((name, format_count(money.runway_months, "month"), f"{start}to {format_date(money.cliff_on)}"))
    if money.runway_with_ui_months is not None and money.cliff_with_ui_on:
        span = f"{start}to {format_date(money.cliff_with_ui_on)}"
        rows.append(("Runway with it", format_count(money.runway_with_ui_months, "month"), span))
    return rows


def _dollar_rows(money: Money) -> list[tuple[str, str, str]]:
    weeks = format_count(money.ui_weeks or USUAL_WEEKS, "week")
    rows = (
        ("Offer floor", money.offer_floor_dollars, "a year, before tax, to cover what a month costs"),
        ("A week of waiting", money.week_of_waiting_dollars, "goes out that nothing replaces"),
        ("Unemployment pay", money.ui_weekly_dollars, f"a week, estimated, for up to {weeks}"),
        ("Severance", money.severance_dollars, "before tax"),
    )
    return [(name, format_usd(dollars), meaning) for name, dollars, meaning in rows if dollars is not None]


def _missing_answers(money: Money) -> str:
    if not money.missing:
        return ""
    is_one = len(money.missing) == 1
    count = "One answer is" if is_one else f"{len(money.missing)} answers are"
    return f"{count} open, and {'it' if is_one else 'they'} would complete this picture."


def _decision(decision: Decision | None) -> Json:
    if decision is None:
        return None
    reasons: list[Json] = [{"text": reason.text, "because": reason.because} for reason in decision.reasons]
    return {"title": decision.title, "reasons": reasons, "flip": decision.flip}


def _direction(direction: Direction, floor_dollars: int | None, sources: SourceList) -> dict[str, Json]:
    low, high = direction.months_to_land
    lines = [("Pay", _pay_words(direction))]
    if direction.below_floor is not None and floor_dollars is not None:
        words = f"{'below' if direction.below_floor else 'clears'} the {format_usd(floor_dollars)} you need"
        lines.append(("Your floor", words))
    lines += [("Closeness", direction.fit_words), ("Time to land", f"{low} to {high} months")]
    if direction.license_use:
        lines.append(("License", direction.license_use))
    return {
        "rank": direction.rank,
        "title": direction.title,
        "lines": [{"name": name, "words": words} for name, words in lines],
        "asked": [{"state": _check_state(check.is_met), "words": check.text} for check in direction.constraints],
        "why": _deciding_reasons(direction),
        "note": direction.pay_note,
        "source": sources.mark(direction.source),
    }


def _pay_words(direction: Direction) -> str:
    if direction.pay_middle is None:
        return "no figure is published"
    words = format_usd(direction.pay_middle)
    if direction.pay_low and direction.pay_high:
        words += f", half between {format_usd(direction.pay_low)} and {format_usd(direction.pay_high)}"
    elif direction.pay_low:
        words += f", a quarter under {format_usd(direction.pay_low)}"
    elif direction.pay_high:
        words += f", a quarter over {format_usd(direction.pay_high)}"
    return words + _pay_change(direction)


def _pay_change(direction: Direction) -> str:
    change = direction.pay_change_pct
    if change is None or direction.pay_benchmark in " ".join(direction.reasons):
        return ""
    if abs(change) < LEVEL_PCT:
        return f"; level with {direction.pay_benchmark}"
    return f"; {round(abs(change))}% {'above' if change > 0 else 'below'} {direction.pay_benchmark}"


def _deciding_reasons(direction: Direction) -> str:
    """The factors that decided, without those that stand in a line of their own."""
    in_lines = {check.text for check in direction.constraints}
    reasons = [reason for reason in direction.reasons if reason not in in_lines and "your offer floor" not in reason]
    all_reasons = " ".join(direction.reasons)
    names_training = any(words in all_reasons for words in ("training counts", "training is used"))
    return " ".join(reasons + ([] if names_training else [direction.training]))


def _check_state(is_met: bool | None) -> str:
    return "ask" if is_met is None else ("met" if is_met else "not met")


def _phase(plan: SavedPlan, phase: Phase, today: date, sources: SourceList) -> dict[str, Json]:
    steps, days = plan.steps_in(phase.key), format_date_range(phase.starts_on, phase.ends_on)
    total = format_duration(plan.minutes_in(phase.key))
    return {
        "title": phase.title,
        "words": f"{days}. {format_count(len(steps), 'step')}, {total} in all.",
        "steps": [_step(step, plan.numbers[step.position], today, sources) for step in steps],
    }


def _step(step: SavedStep, number: int, today: date, sources: SourceList) -> dict[str, Json]:
    return {
        "number": number,
        "title": step.title,
        "why": step.why,
        "facts": "" if step.is_note else "  ·  ".join(_step_facts(step, today)),
        "is_note": step.is_note,
        "is_done": step.is_done,
        "note": step.note,
        "because": step.because,
        "source": sources.mark(step.source),
    }


def _step_facts(step: SavedStep, today: date) -> list[str]:
    facts = [KIND_TITLES[step.kind], format_duration(step.minutes) + (", every week" if step.is_weekly else "")]
    if step.snoozed_until and step.is_snoozed(today):
        facts.insert(0, f"Put off to {format_date(step.snoozed_until)}")
    if step.due:
        facts.insert(0, f"{'Was due' if step.due < today and not step.is_done else 'By'} {format_date(step.due)}")
    return facts


def _translation(outline: Outline) -> Json:
    lines: list[Json] = [
        {"did": line.did, "reads": line.reads, "where": line.where, "is_own": line.from_own_words}
        for line in outline.translation
    ]
    has_own_words = any(line.from_own_words for line in outline.translation)
    return {"lines": lines, "words": OWN_WORDS if has_own_words else NO_OWN_WORDS}


def _rhythm(outline: Outline) -> Json:
    week = outline.rhythm
    days: list[Json] = [
        {"day": block.day, "text": block.text, "length": format_duration(block.minutes)} for block in week.days
    ]
    talks = CONVERSATIONS.get(week.conversations_a_week, f"{week.conversations_a_week} conversations")
    promise = f"{talks} a week is the promise to keep when the rest of the week does not hold."
    acts: list[Json] = [{"text": act.text, "length": format_duration(act.minutes)} for act in week.acts]
    return {"acts": acts, "days": days, "because": week.because, "promise": promise}
