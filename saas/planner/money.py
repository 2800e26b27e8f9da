"""Money: how long it lasts, what the next job must pay, what a week of waiting costs.

Savings and severance are spent at the household's own monthly pace from the last paid day, or from today if it has
passed. Spending and other income are the person's own after-tax figures. Every assumption is stated in `notes`.
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
from saas.planner.reasons import explain_by_answers
from saas.planner.unemployment import UnemploymentPay, estimate_unemployment_pay

DAYS_IN_MONTH = 365.25 / 12
WEEKS_IN_MONTH = 4.345
# The drawing shows at most two years; a cliff beyond forty years is none.
MOST_MONTHS_DRAWN = 24
LONGEST_DAYS = 365 * 40
WITH_SEVERANCE = ("signed", "unsigned")
PAID_OUT_AFTER_DAYS = 60
AS_SALARY = "salary"
FLOOR_STEP_DOLLARS = 100
REASON_KEYS = ("savings", "spending", "severance_weeks", "other_income", "state")


@dataclass(frozen=True, slots=True)
class Budget:
    """What there is on the day spending starts, and what goes out a month, both in dollars. `burn` may be negative.
    `continued` is severance that comes as salary over so many days from then on."""

    starts_on: date
    amount: float
    burn: float
    continued: float = 0.0
    continued_days: float = 0.0


def estimate_money(person: Profile) -> Money:
    """The money part of the plan, with every figure that can be had from what was answered."""
    pay = estimate_unemployment_pay(person)
    severance = severance_dollars(person)
    budget = _budget(person, severance)
    cliff = _cliff(budget, None) if budget else None
    cliff_with_pay = _cliff(budget, pay) if budget and pay.weekly_dollars else None
    because, keys = explain_by_answers(person, REASON_KEYS)
    return Money(
        runway_months=_runway_months(budget, cliff),
        runway_with_ui_months=_runway_months(budget, cliff_with_pay),
        cliff_on=cliff,
        cliff_with_ui_on=cliff_with_pay,
        offer_floor_dollars=offer_floor(person),
        week_of_waiting_dollars=_week_of_waiting(person),
        ui_weekly_dollars=pay.weekly_dollars,
        ui_weeks=pay.weeks,
        ui_note=pay.note,
        severance_dollars=severance,
        months=_months(budget, pay, cliff_with_pay or cliff) if budget else (),
        because=because,
        answers=keys,
        sources=_sources(person, severance, pay),
        missing=_missing_keys(person),
        notes=_notes(person, budget, severance),
        starts_on=spending_starts_on(person),
        starting_dollars=round(budget.amount) if budget else None,
    )


def severance_dollars(person: Profile) -> int | None:
    """Severance before tax: weeks times a week of their own pay."""
    weeks, pay = person.number("severance_weeks"), person.number("current_pay")
    if person.choice("severance") not in WITH_SEVERANCE or not weeks or not pay:
        return None
    return round(weeks * pay / 52)


def spending_starts_on(person: Profile) -> date:
    """The last paid day, or today where it has passed or is open."""
    last_day = person.day("last_day")
    return max(person.today, last_day) if last_day else person.today


def monthly_burn(person: Profile) -> float | None:
    """Dollars a month that nothing coming in covers; negative when income covers spending; None where spending is open."""
    spending = person.number("spending")
    return None if spending is None else spending - (person.number("other_income") or 0)


def offer_floor(person: Profile) -> int | None:
    """The lowest yearly pay their household accepts, where they say it. Else what covers what other income leaves of
    spending, before tax, with a share set aside for taxes, up to the next $100; None where other income covers all of it: a
    floor of nothing would be no advice."""
    lowest = person.number("lowest_pay")
    if lowest:
        return round(lowest)
    burn = monthly_burn(person)
    if burn is None or burn <= 0:
        return None
    kept = person.facts.tax_shares["salary"].kept
    return math.ceil(burn * 12 / kept / FLOOR_STEP_DOLLARS) * FLOOR_STEP_DOLLARS


def is_severance_paid_out(person: Profile) -> bool:
    """A signed severance whose weeks, and two months at least, have passed: it is in their savings by now, or spent."""
    since = person.known.get("days_since_last_day")
    weeks = person.number("severance_weeks") or 0
    return (
        person.choice("severance") == "signed"
        and isinstance(since, int | float)
        and since > max(PAID_OUT_AFTER_DAYS, weeks * 7)
    )


def _week_of_waiting(person: Profile) -> int | None:
    burn = monthly_burn(person)
    return None if burn is None else max(0, round(burn / WEEKS_IN_MONTH))


def _budget(person: Profile, severance: int | None) -> Budget | None:
    savings, burn = person.number("savings"), monthly_burn(person)
    if savings is None or burn is None:
        return None
    owed = (0 if is_severance_paid_out(person) else severance or 0) * person.facts.tax_shares["severance"].kept
    if owed and person.choice("severance_paid_as") == AS_SALARY:
        days = (person.number("severance_weeks") or 0) * 7
        return Budget(spending_starts_on(person), savings, burn, owed, days)
    return Budget(spending_starts_on(person), savings + owed, burn)


def _dollars_left(budget: Budget, pay: UnemploymentPay | None, days: float) -> float:
    """Dollars left that many days after the start."""
    received = pay.dollars_received(budget.starts_on, days) if pay else 0.0
    continued = budget.continued * min(1.0, days / budget.continued_days) if budget.continued_days else 0.0
    return budget.amount - budget.burn / DAYS_IN_MONTH * days + received + continued


def _cliff(budget: Budget, pay: UnemploymentPay | None) -> date | None:
    """The first day nothing is left; None when that day does not come within forty years.

    What is left may rise while a benefit is paid, so those days are tried one by one; afterwards it falls in a straight line.
    """
    if budget.burn <= 0:
        return None
    last_paid = max(pay.days_until_over(budget.starts_on) if pay else 0, math.ceil(budget.continued_days))
    first = next((days for days in range(last_paid + 1) if _dollars_left(budget, pay, days) <= 0), None)
    if first is None:
        first = last_paid + math.ceil(_dollars_left(budget, pay, last_paid) / budget.burn * DAYS_IN_MONTH)
    return budget.starts_on + timedelta(days=first) if first <= LONGEST_DAYS else None


def _runway_months(budget: Budget | None, cliff: date | None) -> float | None:
    return round((cliff - budget.starts_on).days / DAYS_IN_MONTH, 1) if budget and cliff else None


def _months(budget: Budget, pay: UnemploymentPay, cliff: date | None) -> tuple[MoneyMonth, ...]:
    """The months of the drawing, to the one after the cliff."""
    count = MOST_MONTHS_DRAWN if cliff is None else math.ceil((cliff - budget.starts_on).days / DAYS_IN_MONTH) + 1
    return tuple(_month(budget, pay, number) for number in range(1, min(count, MOST_MONTHS_DRAWN) + 1))


def _month(budget: Budget, pay: UnemploymentPay, number: int) -> MoneyMonth:
    days = number * DAYS_IN_MONTH
    on = budget.starts_on + timedelta(days=round(days))
    with_pay = max(0, round(_dollars_left(budget, pay, days))) if pay.weekly_dollars else None
    without_pay = max(0, round(_dollars_left(budget, None, days)))
    return MoneyMonth(f"{MONTHS[on.month - 1][:3]} {on.year}", without_pay, with_pay)


def _sources(person: Profile, severance: int | None, pay: UnemploymentPay) -> tuple[Source, ...]:
    return pay.sources + ((person.facts.tax_shares["severance"].source,) if severance else ())


def _missing_keys(person: Profile) -> tuple[str, ...]:
    """Questions whose answers would complete the picture."""
    needed = ["savings", "spending"]
    if person.choice("severance") in WITH_SEVERANCE:
        needed += ["severance_weeks", "current_pay"]
    elif person.is_losing_job:
        needed.append("current_pay")
    return tuple(key for key in (*needed, "last_day") if key not in person.given)


def _notes(person: Profile, budget: Budget | None, severance: int | None) -> tuple[str, ...]:
    burn = monthly_burn(person)
    notes = (
        _start_note(person, budget),
        _burn_note(person, burn),
        _severance_note(person, severance),
        _floor_note(person, burn),
        _cover_note(person, burn),
    )
    return tuple(note for note in notes if note)


def _start_note(person: Profile, budget: Budget | None) -> str:
    if budget is None:
        return ""
    if person.day("last_day") is None:
        return "Counted as if pay stopped today, because the last paid day is open."
    return f"Counted from {format_date(budget.starts_on)}."


def _burn_note(person: Profile, burn: float | None) -> str:
    if burn is None:
        return ""
    if burn <= 0:
        return "Other income covers what a month costs, so the savings do not run down and there is no cliff."
    return "" if "other_income" in person.given else "Other income is counted as zero, because it was left open."


def _severance_note(person: Profile, severance: int | None) -> str:
    if not severance:
        return ""
    if is_severance_paid_out(person):
        return (
            "Your severance would have been paid by now, so it is counted as part of your savings and not added again."
        )
    tax = person.facts.tax_shares["severance"]
    state = "as offered, unsigned" if person.choice("severance") == "unsigned" else "as agreed"
    return (
        f"Severance of {format_usd(severance)} before tax is counted {state}, as {format_usd(severance * tax.kept)}: "
        f"{tax.withheld_pct}% federal withholding on supplemental wages plus a reserve, {tax.total_pct}% in all. "
        "If it is already in your savings, take it out of one of the two."
    )


def _floor_note(person: Profile, burn: float | None) -> str:
    if person.number("lowest_pay"):
        return "The offer floor is the least your household would accept, as you said."
    if burn is None or burn <= 0:
        return ""
    tax = person.facts.tax_shares["salary"]
    share = {25: "a quarter"}.get(tax.total_pct, f"{tax.total_pct}%")
    text = (
        f"The offer floor is an estimate: {format_usd(burn)} a month × 12 ÷ {tax.kept:g}, with {share} set aside for taxes, "
        f"rounded up to the next ${FLOOR_STEP_DOLLARS}."
    )
    if person.number("other_income"):
        text += (
            f" The {format_usd(burn)} is what other income leaves of your spending: the least you need, which says nothing "
            "of what your work is worth."
        )
    return text


def _cover_note(person: Profile, burn: float | None) -> str:
    if person.choice("insurance") != "employer" or burn is None:
        return ""
    return "The price of continued health cover is not in these figures. Add it to the month once you have the number."
