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
    last_day = person.day("last_day") or person.today
    tax = person.facts.tax_shares["unemployment_pay"]
    return UnemploymentPay(
        weekly_dollars=weekly,
        weeks=state.weeks,
        starts_on=last_day + timedelta(days=8 if state.waiting_week else 1),
        note=_note(person, state, weekly, basis, tax.withheld_pct),
        kept=tax.kept,
        sources=(state.source, tax.source),
    )


def _note(person: Profile, state: UnemploymentInsurance, weekly: int, basis: str, withheld_pct: int) -> str:
    amount, most = format_usd(weekly), format_usd(state.max_weekly_dollars)
    parts = [
        f"An estimate: {basis}, at most {state_phrase(person.choice('state'))}’s {most}, gives about {amount} a week "
        f"for up to {state.weeks} weeks.",
        f"The agency decides. {withheld_pct}% is set aside for federal tax.",
        "The first week is unpaid there." if state.waiting_week else "",
        "In some states severance delays it." if person.choice("severance") in ("signed", "unsigned") else "",
        "Weeks since your last paid day are counted as used." if _counts_used_weeks(person) else "",
    ]
    return " ".join(part for part in parts if part)


def _counts_used_weeks(person: Profile) -> bool:
    last_day = person.day("last_day")
    return last_day is not None and (person.today - last_day).days > USED_AFTER_DAYS
