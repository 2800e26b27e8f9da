"""Unemployment pay, estimated low on purpose: half a week's pay, never above the state's maximum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from saas.facts.sources import Source
from saas.facts.states import UnemploymentInsurance
from saas.kernel.money import format_usd
from saas.planner.person import Profile
from saas.planner.phrases import named
from saas.planner.sources import BENEFIT_WITHHOLDING

KEPT = 0.90
REFUSED_OFTEN = {
    "employer-visa": "Unemployment pay asks that you may work for any employer. On a visa tied to the job that is often refused, "
    "so none is counted. Ask an immigration attorney before you file.",
    "student": "Wages earned on F-1 OPT are often not insured for unemployment pay, so none is counted. Ask your school’s "
    "international office before you file.",
}


@dataclass(frozen=True, slots=True)
class Benefit:
    """Dollars a week before tax and the number of weeks; `weekly_dollars` None where no benefit is counted."""

    weekly_dollars: int | None
    weeks: int | None
    starts_on: date | None
    note: str
    sources: tuple[Source, ...] = ()

    def paid(self, since: date, days: float) -> float:
        """Dollars received after withholding from `since` to that many days later."""
        if not self.weekly_dollars or not self.weeks or self.starts_on is None:
            return 0.0
        first = max(0.0, (self.starts_on - since).days)
        last = min(days, (self.starts_on - since).days + self.weeks * 7.0)
        return max(0.0, last - first) / 7 * self.weekly_dollars * KEPT

    def days_until_over(self, since: date) -> int:
        """Days from `since` until the last payment; 0 when there is none left."""
        if not self.weekly_dollars or not self.weeks or self.starts_on is None:
            return 0
        return max(0, (self.starts_on - since).days + self.weeks * 7)


def benefit(person: Profile) -> Benefit:
    """What a person may count on, or a sentence saying why nothing is counted."""
    state = person.facts.state(person.choice("state"))
    if not person.is_losing_job:
        return _nothing("A person who leaves by choice usually gets no unemployment pay, so none is counted.")
    if state is None:
        return _nothing("Unemployment pay is not counted, because the state is open.")
    if person.choice("visa") in REFUSED_OFTEN:
        return _nothing(REFUSED_OFTEN[person.choice("visa")])
    weekly, basis = _weekly(person, state)
    return _estimate(person, state, weekly, basis) if weekly else _nothing(basis)


def _nothing(note: str) -> Benefit:
    return Benefit(None, None, None, note)


def _weekly(person: Profile, state: UnemploymentInsurance) -> tuple[int | None, str]:
    pay = person.number("current_pay")
    basis = "half of your weekly pay"
    if pay is None and person.role:
        pay, basis = person.role.pay.p25, "half of the lower-quarter weekly pay for your role, since your pay is open"
    if not pay:
        return None, "Unemployment pay is not estimated, because your pay is open."
    half = pay / 52 / 2
    return round(min(half, state.max_weekly_dollars)), basis


def _estimate(person: Profile, state: UnemploymentInsurance, weekly: int, basis: str) -> Benefit:
    last_day = person.day("last_day") or person.today
    starts_on = last_day + timedelta(days=8 if state.waiting_week else 1)
    return Benefit(
        weekly, state.weeks, starts_on, _note(person, state, weekly, basis), (state.source, BENEFIT_WITHHOLDING)
    )


def _note(person: Profile, state: UnemploymentInsurance, weekly: int, basis: str) -> str:
    amount, most = format_usd(weekly), format_usd(state.max_weekly_dollars)
    estimate = f"An estimate: {basis}, at most {named(person.choice('state'))}’s {most}, gives about {amount} a week for up to {state.weeks} weeks."
    parts = [
        estimate,
        "The agency decides. 10% is set aside for federal tax.",
        "The first week is unpaid there." if state.waiting_week else "",
        "In some states severance delays it." if person.choice("severance") in ("signed", "unsigned") else "",
        "Weeks since your last paid day are counted as used." if _has_passed(person) else "",
    ]
    return " ".join(part for part in parts if part)


def _has_passed(person: Profile) -> bool:
    last_day = person.day("last_day")
    return last_day is not None and (person.today - last_day).days > 14
