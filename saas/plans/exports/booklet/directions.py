"""The ways on: what each pays, how close it is, how long it takes, and what decided its place."""

from __future__ import annotations

from saas.kernel.money import format_usd
from saas.planner.outline import Direction, Json
from saas.plans.exports.booklet.sources import Sources

LEVEL_PCT = 5


def ways(directions: tuple[Direction, ...], floor_dollars: int | None, sources: Sources) -> list[Json]:
    return [_way(way, floor_dollars, sources) for way in directions]


def _way(way: Direction, floor_dollars: int | None, sources: Sources) -> dict[str, Json]:
    lines = [("Pay", _pay(way))]
    if way.below_floor is not None and floor_dollars is not None:
        lines.append(
            ("Your floor", f"{'below' if way.below_floor else 'clears'} the {format_usd(floor_dollars)} you need")
        )
    lines += [
        ("Closeness", way.fit_words),
        ("Time to land", f"{way.months_to_land[0]} to {way.months_to_land[1]} months"),
    ]
    if way.license_use:
        lines.append(("License", way.license_use))
    return {
        "rank": way.rank,
        "title": way.title,
        "lines": [{"name": name, "words": words} for name, words in lines],
        "asked": [{"state": _state(mark.is_met), "words": mark.text} for mark in way.constraints],
        "why": _why(way),
        "note": way.pay_note,
        "source": sources.mark(way.source),
    }


def _pay(way: Direction) -> str:
    if way.pay_middle is None:
        return "no figure is published"
    words = format_usd(way.pay_middle)
    if way.pay_low and way.pay_high:
        words += f", half between {format_usd(way.pay_low)} and {format_usd(way.pay_high)}"
    elif way.pay_low:
        words += f", a quarter under {format_usd(way.pay_low)}"
    elif way.pay_high:
        words += f", a quarter over {format_usd(way.pay_high)}"
    return words + _compared(way)


def _compared(way: Direction) -> str:
    change = way.pay_change_pct
    if change is None or way.pay_benchmark in " ".join(way.reasons):
        return ""
    if abs(change) < LEVEL_PCT:
        return f"; level with {way.pay_benchmark}"
    return f"; {round(abs(change))}% {'above' if change > 0 else 'below'} {way.pay_benchmark}"


def _why(way: Direction) -> str:
    """The factors that decided, without those that stand in a line of their own."""
    shown = {mark.text for mark in way.constraints}
    told = [one for one in way.reasons if one not in shown and "your offer floor" not in one]
    is_told = any(words in " ".join(way.reasons) for words in ("training counts", "training is used"))
    return " ".join(told + ([] if is_told else [way.training]))


def _state(is_met: bool | None) -> str:
    return "ask" if is_met is None else ("met" if is_met else "not met")
