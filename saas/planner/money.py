"""Money: how long it lasts, what the next job must pay, what a week of waiting costs.

Savings and severance are spent at the household's own monthly pace from the last paid day, or from today if it has
passed. Spending and other income are the person's own after-tax figures. Every assumption is said in `notes`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from saas.facts.sources import Source
from saas.kernel.calendar import MONTHS, format_date
from saas.kernel.money import format_usd
from saas.planner.outline import Money, MoneyMonth
from saas.planner.person import Profile
from saas.planner.reasons import reason
from saas.planner.sources import SUPPLEMENTAL_WAGES
from saas.planner.unemployment import Benefit, benefit

DAYS_IN_MONTH = 365.25 / 12
WEEKS_IN_MONTH = 4.345
SEVERANCE_KEPT = 0.70
PAY_KEPT = 0.75
LONGEST_MONTHS = 24
LONGEST_DAYS = 365 * 40
WITH_SEVERANCE = ("signed", "unsigned")
PAID_BY_DAYS = 60


@dataclass(frozen=True, slots=True)
class Purse:
    """What there is and what goes out: dollars, and dollars a month. `burn` may be negative."""

    starts_on: date
    amount: float
    burn: float


def money(person: Profile) -> Money:
    """The whole picture, with every figure that can be had from what was answered."""
    pay = benefit(person)
    severance = severance_dollars(person)
    purse = _purse(person, severance)
    alone = _cliff(purse, None) if purse else None
    helped = _cliff(purse, pay) if purse and pay.weekly_dollars else None
    because, keys = reason(person, ("savings", "spending", "severance_weeks", "other_income", "state"))
    return Money(
        runway_months=_months(purse, alone),
        runway_with_ui_months=_months(purse, helped),
        cliff_on=alone,
        cliff_with_ui_on=helped,
        offer_floor_dollars=offer_floor(person),
        week_of_waiting_dollars=_week(person),
        ui_weekly_dollars=pay.weekly_dollars,
        ui_weeks=pay.weeks,
        ui_note=pay.note,
        severance_dollars=severance,
        months=_drawn(purse, pay, helped or alone) if purse else (),
        because=because,
        answers=keys,
        sources=_sources(severance, pay),
        missing=_missing(person),
        notes=_notes(person, purse, severance),
        starts_on=starts_on(person),
        starting_dollars=round(purse.amount) if purse else None,
    )


def severance_dollars(person: Profile) -> int | None:
    """Severance before tax: weeks times a week of their own pay."""
    weeks, pay = person.number("severance_weeks"), person.number("current_pay")
    if person.choice("severance") not in WITH_SEVERANCE or not weeks or not pay:
        return None
    return round(weeks * pay / 52)


def starts_on(person: Profile) -> date:
    """The last paid day, or today where it has passed or is open."""
    last_day = person.day("last_day")
    return max(person.today, last_day) if last_day else person.today


def monthly_burn(person: Profile) -> float | None:
    """Dollars a month that nothing coming in covers; negative when income covers spending."""
    spending = person.number("spending")
    return None if spending is None else spending - (person.number("other_income") or 0)


def offer_floor(person: Profile) -> int | None:
    """Yearly pay before tax that covers what other income leaves of spending, with a quarter set aside for taxes, up to
    the next $100. None where other income covers all of it: a floor of nothing would be no advice."""
    burn = monthly_burn(person)
    if burn is None or burn <= 0:
        return None
    return math.ceil(burn * 12 / PAY_KEPT / 100) * 100


def _week(person: Profile) -> int | None:
    burn = monthly_burn(person)
    return None if burn is None else max(0, round(burn / WEEKS_IN_MONTH))


def _purse(person: Profile, severance: int | None) -> Purse | None:
    savings, burn = person.number("savings"), monthly_burn(person)
    if savings is None or burn is None:
        return None
    owed = 0 if is_paid_out(person) else severance or 0
    return Purse(starts_on(person), savings + owed * SEVERANCE_KEPT, burn)


def is_paid_out(person: Profile) -> bool:
    """A signed severance whose weeks, and two months at least, lie behind: it is in their savings by now, or spent."""
    since = person.known.get("days_since_last_day")
    weeks = person.number("severance_weeks") or 0
    return (
        person.choice("severance") == "signed"
        and isinstance(since, int | float)
        and since > max(PAID_BY_DAYS, weeks * 7)
    )


def _left(purse: Purse, pay: Benefit | None, days: float) -> float:
    """Dollars left that many days after the start."""
    paid = pay.paid(purse.starts_on, days) if pay else 0.0
    return purse.amount - purse.burn / DAYS_IN_MONTH * days + paid


def _cliff(purse: Purse, pay: Benefit | None) -> date | None:
    """The first day nothing is left; None when that day does not come within forty years.

    What is left may rise while a benefit is paid, so those days are walked; afterwards it falls in a straight line.
    """
    if purse.burn <= 0:
        return None
    last_paid = pay.days_until_over(purse.starts_on) if pay else 0
    first = next((number for number in range(last_paid + 1) if _left(purse, pay, number) <= 0), None)
    if first is None:
        first = last_paid + math.ceil(_left(purse, pay, last_paid) / purse.burn * DAYS_IN_MONTH)
    return purse.starts_on + timedelta(days=first) if first <= LONGEST_DAYS else None


def _months(purse: Purse | None, cliff: date | None) -> float | None:
    return round((cliff - purse.starts_on).days / DAYS_IN_MONTH, 1) if purse and cliff else None


def _drawn(purse: Purse, pay: Benefit, cliff: date | None) -> tuple[MoneyMonth, ...]:
    count = LONGEST_MONTHS if cliff is None else math.ceil((cliff - purse.starts_on).days / DAYS_IN_MONTH) + 1
    return tuple(_month(purse, pay, number) for number in range(1, min(count, LONGEST_MONTHS) + 1))


def _month(purse: Purse, pay: Benefit, number: int) -> MoneyMonth:
    days = number * DAYS_IN_MONTH
    on = purse.starts_on + timedelta(days=round(days))
    helped = max(0, round(_left(purse, pay, days))) if pay.weekly_dollars else None
    return MoneyMonth(f"{MONTHS[on.month - 1][:3]} {on.year}", max(0, round(_left(purse, None, days))), helped)


def _sources(severance: int | None, pay: Benefit) -> tuple[Source, ...]:
    return pay.sources + ((SUPPLEMENTAL_WAGES,) if severance else ())


def _missing(person: Profile) -> tuple[str, ...]:
    wanted = ["savings", "spending"]
    if person.choice("severance") in WITH_SEVERANCE:
        wanted += ["severance_weeks", "current_pay"]
    elif person.is_losing_job:
        wanted.append("current_pay")
    return tuple(key for key in (*wanted, "last_day") if key not in person.given)


def _notes(person: Profile, purse: Purse | None, severance: int | None) -> tuple[str, ...]:
    burn = monthly_burn(person)
    notes = (
        _start_note(person, purse),
        _burn_note(person, burn),
        _severance_note(person, severance),
        _floor_note(person, burn),
        "The price of continued health cover is not in these figures. Add it to the month once you have the number."
        if person.choice("insurance") == "employer" and burn is not None else "",
    )  # fmt: skip
    return tuple(note for note in notes if note)


def _start_note(person: Profile, purse: Purse | None) -> str:
    if purse is None:
        return ""
    if person.day("last_day") is None:
        return "Counted as if pay stopped today, because the last paid day is open."
    return f"Counted from {format_date(purse.starts_on)}."


def _burn_note(person: Profile, burn: float | None) -> str:
    if burn is None:
        return ""
    if burn <= 0:
        return "Other income covers what a month costs, so the savings do not run down and there is no cliff."
    return "" if "other_income" in person.given else "Other income is counted as zero, because it was left open."


def _severance_note(person: Profile, severance: int | None) -> str:
    if not severance:
        return ""
    if is_paid_out(person):
        return (
            "Your severance would have been paid by now, so it is counted as part of your savings and not added again."
        )
    kept = format_usd(severance * SEVERANCE_KEPT)
    state = "as offered, unsigned" if person.choice("severance") == "unsigned" else "as agreed"
    return (
        f"Severance of {format_usd(severance)} before tax is counted {state}, as {kept}: 22% federal withholding on "
        "supplemental wages plus a reserve, 30% in all. If it is already in your savings, take it out of one of the two."
    )


def _floor_note(person: Profile, burn: float | None) -> str:
    if burn is None or burn <= 0:
        return ""
    text = (
        f"The offer floor is an estimate: {format_usd(burn)} a month × 12 ÷ 0.75, with a quarter set aside for taxes, "
        "rounded up to the next $100."
    )
    if person.number("other_income"):
        text += f" The {format_usd(burn)} is what other income leaves of your spending: the least you need, which says nothing of what your work is worth."
    return text
