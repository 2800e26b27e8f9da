"""The windows that open when an employer's health cover ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from saas.planner.deadlines.draft import Draft, cover_months_after, days_after, month_end, write_formula
from saas.planner.person import Profile

COVER_ENDS = "cover ends"
# Federal COBRA reaches employers of twenty people and more.
SMALL_EMPLOYER, STATE_DECIDES = "under-20", "the state’s law and the plan set the day"
NOTICE = "The plan’s notice can arrive later than the cover ends, and the later of the two days counts."
ASSUMED = "The end of cover is assumed to be the last day of the month you leave. Ask for it in writing."


def health_cover_drafts(person: Profile) -> Iterator[Draft]:
    """Nothing at all for people whose cover does not come from the employer; one row while that is open."""
    if "insurance" not in person.given and person.day("last_day"):
        yield _marketplace_if_from_the_job(person)
    if person.choice("insurance") != "employer":
        return
    end, assumption = cover_end(person)
    keys = ("insurance_end", "insurance") if person.day("insurance_end") else ("insurance", "last_day")
    yield _after_cover(person, "marketplace_sep", end, keys, assumption)
    if person.choice("employer_size") == SMALL_EMPLOYER:
        yield Draft("state_continuation", "state_continuation", None, STATE_DECIDES, ("employer_size", *keys))
    else:
        yield _after_cover(person, "cobra_elect", end, keys, " ".join(part for part in (NOTICE, assumption) if part))
        yield _cobra_first_payment(person, end, keys)
        yield _cobra_duration(person, end, keys)
    if (person.number("household") or 0) >= 2:
        yield _spouse_plan(person, end, ("household", *keys))
    elif "household" not in person.given and "partner" in person.choices("told"):
        yield _spouse_plan(person, end, ("told", *keys))


def cover_end(person: Profile) -> tuple[date | None, str]:
    """The day cover ends and a sentence where that day is assumed."""
    given, last_day = person.day("insurance_end"), person.day("last_day")
    if given:
        return given, ""
    return (month_end(last_day), ASSUMED) if last_day else (None, "")


def _marketplace_if_from_the_job(person: Profile) -> Draft:
    end, assumption = cover_end(person)
    also = f"It applies if your health cover comes from this job. {assumption}"
    draft = _after_cover(person, "marketplace_sep", end, ("last_day",), also)
    return replace(draft, title="Marketplace enrollment, if your cover comes from the job")


def _after_cover(person: Profile, law: str, end: date | None, keys: tuple[str, ...], also: str) -> Draft:
    """So many days after the end of cover as the law says."""
    days = _days(person, law)
    on = days_after(end, days)
    return Draft(law, law, on, write_formula(COVER_ENDS, end, f"{days} days", on), keys, also=also)


def _cobra_first_payment(person: Profile, end: date | None, keys: tuple[str, ...]) -> Draft:
    days, elected = _days(person, "cobra_first_payment"), days_after(end, _days(person, "cobra_elect"))
    on = days_after(elected, days)
    formula = write_formula("latest day to elect", elected, f"{days} days", on)
    also = f"This is the latest day. If you elect sooner, the {days} days start sooner."
    return Draft("cobra_first_payment", "cobra_first_payment", on, formula, keys, also=also)


def _cobra_duration(person: Profile, end: date | None, keys: tuple[str, ...]) -> Draft:
    months = person.facts.laws["cobra_duration"].months or 0
    on = cover_months_after(end, months) if end else None
    return Draft("cobra_duration", "cobra_duration", on, write_formula(COVER_ENDS, end, f"{months} months", on), keys)


def _spouse_plan(person: Profile, end: date | None, keys: tuple[str, ...]) -> Draft:
    return _after_cover(
        person, "spouse_plan_enrollment", end, keys, "It applies if a spouse has a plan at work that takes family."
    )


def _days(person: Profile, law: str) -> int:
    """How many days the law gives. Each of these laws names a number."""
    return person.facts.laws[law].days or 0
