"""Unemployment pay, estimated low on purpose: half a week's pay, never above the state's maximum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from saas.facts.sources import Source
from saas.facts.states import UnemploymentInsurance
from saas.kernel.money import format_usd
from saas.planner.person import Profile
from saas.planner.phrases import state_phrase

# Once the last paid day is this long past, weeks since then are counted as used, and the note says so.
USED_AFTER_DAYS = 14
AS_SALARY = "salary"


# Endings after which unemployment pay is not usual: it is not counted, whatever the agency may still decide.
NO_PAY_AFTER = {
    "for-cause": (
        "After a firing for misconduct unemployment pay may be refused, so none is counted. The agency decides what counts as "
        "misconduct: file anyway, and appeal a refusal by the date printed on the letter."
    ),
    "resigned": (
        "After a resignation unemployment pay is usually refused, so none is counted. A few reasons count as good cause: the "
        "state’s page says which."
    ),
    "freelance-ended": "Contractors are outside of unemployment insurance in most cases, so none is counted.",
    "still-employed": "You still work there, so no unemployment pay is counted.",
}
NOT_ELIGIBLE = (
    "You think you cannot get unemployment pay, so none is counted. The agency decides and asking is free: file, and a refusal "
    "can be appealed by the date printed on its letter."
)


@dataclass(frozen=True, slots=True)
class UnemploymentPay:
    """Dollars a week before tax and the number of weeks; `weekly_dollars` is None where none is counted, and `note` says why.

    `kept` is the share left after withholding, 0 to 1.
    """

    weekly_dollars: int | None
    weeks: int | None
    starts_on: date | None
    note: str
    kept: float = 1.0
    sources: tuple[Source, ...] = ()

    def dollars_received(self, since: date, days: float) -> float:
        """After withholding, from `since` to that many days later."""
        if not self.weekly_dollars or not self.weeks or self.starts_on is None:
            return 0.0
        first = max(0.0, (self.starts_on - since).days)
        last = min(days, (self.starts_on - since).days + self.weeks * 7.0)
        return max(0.0, last - first) / 7 * self.weekly_dollars * self.kept

    def days_until_over(self, since: date) -> int:
        """Days from `since` until the last payment; 0 when there is none left."""
        if not self.weekly_dollars or not self.weeks or self.starts_on is None:
            return 0
        return max(0, (self.starts_on - since).days + self.weeks * 7)


def estimate_unemployment_pay(person: Profile) -> UnemploymentPay:
    """What a person may count on, or a sentence saying why nothing is counted."""
    state = person.facts.state(person.choice("state"))
    visa_rule = person.facts.visa_claim_rules.get(person.choice("visa"))
    if person.choice("ending") in NO_PAY_AFTER:
        return _no_pay(NO_PAY_AFTER[person.choice("ending")])
    if person.choice("claim") == "not-eligible":
        return _no_pay(NOT_ELIGIBLE)
    if not person.is_losing_job:
        return _no_pay("A person who leaves by choice usually gets no unemployment pay, so none is counted.")
    if state is None:
        return _no_pay("Unemployment pay is not counted, because the state is open.")
    if visa_rule:
        return _no_pay(visa_rule.no_estimate)
    weekly, basis = _weekly_dollars(person, state)
    return _estimate(person, state, weekly, basis) if weekly else _no_pay(basis)


def _no_pay(note: str) -> UnemploymentPay:
    return UnemploymentPay(None, None, None, note)


def _weekly_dollars(person: Profile, state: UnemploymentInsurance) -> tuple[int | None, str]:
    """The estimate and what it rests on, or None and why there is none."""
    pay = person.number("current_pay")
    basis = "half of your weekly pay"
    if pay is None and person.role:
        pay, basis = person.role.pay.p25, "half of the lower-quarter weekly pay for your role, since your pay is open"
    if not pay:
        return None, "Unemployment pay is not estimated, because your pay is open."
    half = pay / 52 / 2
    return round(min(half, state.max_weekly_dollars)), basis


def _estimate(person: Profile, state: UnemploymentInsurance, weekly: int, basis: str) -> UnemploymentPay:
    tax = person.facts.tax_shares["unemployment_pay"]
    weeks_left = person.number("claim_weeks_left")
    return UnemploymentPay(
        weekly_dollars=weekly,
        weeks=state.weeks if weeks_left is None else min(state.weeks, int(weeks_left)),
        starts_on=_first_paid_day(person, state),
        note=_note(person, state, weekly, basis, tax.withheld_pct),
        kept=tax.kept,
        sources=(state.source, tax.source),
    )


def _first_paid_day(person: Profile, state: UnemploymentInsurance) -> date:
    """With weeks left on a claim, today; else the day after the last day or the day of filing, whichever is later, and a week
    more where the first is unpaid. Severance that comes as salary is counted as holding it back, which errs low."""
    if person.number("claim_weeks_left") is not None:
        return person.today
    opened = person.day("last_day") or person.today
    if person.choice("severance_paid_as") == AS_SALARY and person.choice("severance") in ("signed", "unsigned"):
        opened += timedelta(weeks=person.number("severance_weeks") or 0)
    if person.choice("claim") == "not-yet":
        opened = max(opened, person.today)
    filed_on = person.day("claim_filed_on")
    opened = max(opened, filed_on) if filed_on else opened
    return opened + timedelta(days=8 if state.waiting_week else 1)


def _note(person: Profile, state: UnemploymentInsurance, weekly: int, basis: str, withheld_pct: int) -> str:
    amount, most = format_usd(weekly), format_usd(state.max_weekly_dollars)
    parts = [
        f"An estimate: {basis}, at most {state_phrase(person.choice('state'))}’s {most}, gives about {amount} a week "
        f"for up to {state.weeks} weeks.",
        _claim_words(person),
        f"The agency decides. {withheld_pct}% is set aside for federal tax.",
        "The first week is unpaid there." if state.waiting_week else "",
        _severance_words(person),
        "Weeks since your last paid day are counted as used." if _counts_used_weeks(person) else "",
    ]
    return " ".join(part for part in parts if part)


def _claim_words(person: Profile) -> str:
    weeks_left = person.number("claim_weeks_left")
    if weeks_left is not None:
        return f"Of these the {weeks_left:g} weeks that are left on your claim are counted."
    if person.choice("claim") == "not-yet":
        return "It starts with the week you file, so it is counted from today."
    if person.choice("ending") == "let-go":
        return "After being let go over performance it is usually paid, and may be refused."
    return ""


def _severance_words(person: Profile) -> str:
    if person.choice("severance") not in ("signed", "unsigned"):
        return ""
    if person.choice("severance_paid_as") == AS_SALARY:
        return "Severance that comes as salary delays it in many states, so it is counted from its end."
    return "In some states severance delays it."


def _counts_used_weeks(person: Profile) -> bool:
    if person.choice("claim") == "not-yet" or person.number("claim_weeks_left") is not None:
        return False
    last_day = person.day("last_day")
    return last_day is not None and (person.today - last_day).days > USED_AFTER_DAYS
