"""Dates counted from the last paid day: the claim, the right to stay, stock options. And the license."""

from __future__ import annotations

from collections.abc import Iterator

from saas.facts.sources import Source
from saas.kernel.calendar import format_date
from saas.planner.deadlines.draft import Draft, days_after, months_after, write_formula
from saas.planner.person import Profile

LAST_DAY = "last paid day"
# “As soon as you are out of work”: the day after.
CLAIM_DAYS = 1


def employment_drafts(person: Profile) -> Iterator[Draft]:
    if person.is_losing_job:
        yield _unemployment_claim(person)
    if person.choice("visa") == "employer-visa":
        yield _after_last_day(person, "visa_grace", "The date on your I-94 comes first if it is sooner.")
    if person.choice("visa") == "student":
        yield _after_last_day(person, "visa_opt_days")
    if person.choice("equity") == "yes":
        yield _option_exercise(person)
    if person.choice("license") == "active":
        yield _license_renewal(person)


def _unemployment_claim(person: Profile) -> Draft:
    last_day = person.day("last_day")
    on = days_after(last_day, CLAIM_DAYS)
    visa_rule = person.facts.visa_claim_rules.get(person.choice("visa"))
    ask_first = visa_rule.ask_first if visa_rule else ""
    rest = "If today is too much, file tomorrow. The weeks still ahead are not affected." if person.is_hard_day else ""
    return Draft(
        "unemployment_claim",
        "unemployment_claim",
        on,
        write_formula(LAST_DAY, last_day, "1 day", on),
        ("last_day" if last_day else "employment", "state"),
        also=ask_first,
        still_open=ask_first or rest,
        source=_state_agency(person),
    )


def _state_agency(person: Profile) -> Source | None:
    state = person.facts.state(person.choice("state"))
    if state is None or not state.url:
        return None
    return Source(f"{state.name}: unemployment insurance", state.url, state.source.edition, state.source.checked_on)


def _after_last_day(person: Profile, law: str, also: str = "") -> Draft:
    """A row of the visa: so many days after the last paid day as the law says."""
    last_day, days = person.day("last_day"), person.facts.laws[law].days or 0
    on = days_after(last_day, days)
    return Draft(law, law, on, write_formula(LAST_DAY, last_day, f"{days} days", on), ("visa", "last_day"), also=also)


def _option_exercise(person: Profile) -> Draft:
    own_days = person.number("option_window_days")
    if own_days is not None:
        last_day = person.day("last_day")
        on = days_after(last_day, int(own_days))
        formula = write_formula(LAST_DAY, last_day, f"{int(own_days)} days", on)
        return Draft("option_exercise", "option_exercise_iso", on, formula, ("option_window_days", "last_day"))
    last_day, months = person.day("last_day"), person.facts.laws["option_exercise_iso"].months or 0
    on = months_after(last_day, months) if last_day else None
    formula = write_formula(LAST_DAY, last_day, f"{months} months", on)
    return Draft("option_exercise", "option_exercise_iso", on, formula, ("equity", "last_day"))


def _license_renewal(person: Profile) -> Draft:
    on = person.day("license_renewal")
    formula = f"the renewal date you gave: {format_date(on)}" if on else "the date on your license"
    return Draft("license_renewal", "license_renewal", on, formula, ("license_renewal", "license"))
