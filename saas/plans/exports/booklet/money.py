"""The money as a statement: a figure to a line, each with its meaning."""

from __future__ import annotations

from saas.kernel.calendar import format_date
from saas.kernel.money import format_usd
from saas.planner.outline import Json, Money
from saas.plans.exports.booklet.sources import Sources
from saas.plans.exports.formatting import counted

# What a benefit year pays at most where the state names no number of weeks.
USUAL_WEEKS = 26


def statement(money: Money, sources: Sources) -> dict[str, Json]:
    remarks: list[Json] = [note for note in (money.ui_note, *money.notes) if note]
    return {
        "rows": [{"name": name, "figure": figure, "meaning": meaning} for name, figure, meaning in _rows(money)],
        "missing": _missing(money),
        "because": money.because,
        "remarks": remarks,
        "sources": [sources.mark(source) for source in money.sources],
    }


def _rows(money: Money) -> list[tuple[str, str, str]]:
    start = f"from {format_date(money.starts_on)} " if money.starts_on else ""
    rows = []
    if money.runway_months is not None and money.cliff_on:
        name = "Runway without unemployment pay" if money.runway_with_ui_months is not None else "Runway"
        rows.append((name, counted(money.runway_months, "month"), f"{start}to {format_date(money.cliff_on)}"))
    if money.runway_with_ui_months is not None and money.cliff_with_ui_on:
        span = f"{start}to {format_date(money.cliff_with_ui_on)}"
        rows.append(("Runway with it", counted(money.runway_with_ui_months, "month"), span))
    return rows + _sums(money)


def _sums(money: Money) -> list[tuple[str, str, str]]:
    paid = f"a week, estimated, for up to {counted(money.ui_weeks or USUAL_WEEKS, 'week')}"
    sums = (
        ("Offer floor", money.offer_floor_dollars, "a year, before tax, to cover what a month costs"),
        ("A week of waiting", money.week_of_waiting_dollars, "goes out that nothing replaces"),
        ("Unemployment pay", money.ui_weekly_dollars, paid),
        ("Severance", money.severance_dollars, "before tax"),
    )
    return [(name, format_usd(amount), meaning) for name, amount, meaning in sums if amount is not None]


def _missing(money: Money) -> str:
    if not money.missing:
        return ""
    is_one = len(money.missing) == 1
    return f"{'One answer is' if is_one else f'{len(money.missing)} answers are'} open, and {'it' if is_one else 'they'} would complete this picture."
