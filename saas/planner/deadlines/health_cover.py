"""The windows that open when an employer's health cover ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from saas.planner.deadlines.draft import Draft, after, counted, month_end, months_of_cover
from saas.planner.person import Profile

KEYS = ("insurance_end", "insurance")
ELECT_DAYS, FIRST_PAYMENT_DAYS, WINDOW_DAYS, SPOUSE_DAYS, COBRA_MONTHS = 60, 45, 60, 30, 18
NOTICE = "The plan’s notice can arrive later than the cover ends, and the later of the two days counts."
ASSUMED = "The end of cover is assumed to be the last day of the month you leave. Ask for it in writing."


def cover_drafts(person: Profile) -> Iterator[Draft]:
    """Nothing at all for people whose cover does not come from the employer; one row while that is open."""
    if "insurance" not in person.given and person.day("last_day"):
        yield _if_from_the_job(person)
    if person.choice("insurance") != "employer":
        return
    end, also = cover_end(person)
    keys = KEYS if person.day("insurance_end") else ("insurance", "last_day")
    yield _marketplace(end, keys, also)
    yield _elect(end, keys, also)
    yield _first_payment(end, keys)
    yield _duration(end, keys)
    if (person.number("household") or 0) >= 2:
        yield _spouse(end, ("household", *keys))
    elif "household" not in person.given and "partner" in person.several("told"):
        yield _spouse(end, ("told", *keys))


def _if_from_the_job(person: Profile) -> Draft:
    end, also = cover_end(person)
    draft = _marketplace(end, ("last_day",), f"It applies if your health cover comes from this job. {also}")
    return replace(draft, title="Marketplace enrollment, if your cover comes from the job")


def cover_end(person: Profile) -> tuple[date | None, str]:
    """The day cover ends and a sentence where that day is assumed."""
    given, last_day = person.day("insurance_end"), person.day("last_day")
    if given:
        return given, ""
    return (month_end(last_day), ASSUMED) if last_day else (None, "")


def _marketplace(end: date | None, keys: tuple[str, ...], also: str) -> Draft:
    on = after(end, WINDOW_DAYS)
    return Draft("marketplace_sep", "marketplace_sep", on, counted("cover ends", end, "60 days", on), keys, also=also)


def _elect(end: date | None, keys: tuple[str, ...], also: str) -> Draft:
    on = after(end, ELECT_DAYS)
    formula = counted("cover ends", end, "60 days", on)
    return Draft(
        "cobra_elect", "cobra_elect", on, formula, keys, also=" ".join(part for part in (NOTICE, also) if part)
    )


def _first_payment(end: date | None, keys: tuple[str, ...]) -> Draft:
    elected = after(end, ELECT_DAYS)
    on = after(elected, FIRST_PAYMENT_DAYS)
    formula = counted("latest day to elect", elected, "45 days", on)
    also = "This is the latest day. If you elect sooner, the 45 days start sooner."
    return Draft("cobra_first_payment", "cobra_first_payment", on, formula, keys, also=also)


def _duration(end: date | None, keys: tuple[str, ...]) -> Draft:
    on = months_of_cover(end, COBRA_MONTHS) if end else None
    return Draft("cobra_duration", "cobra_duration", on, counted("cover ends", end, "18 months", on), keys)


def _spouse(end: date | None, keys: tuple[str, ...]) -> Draft:
    on = after(end, SPOUSE_DAYS)
    formula = counted("cover ends", end, "30 days", on)
    also = "It applies if a spouse has a plan at work that takes family."
    return Draft("spouse_plan_enrollment", "spouse_plan_enrollment", on, formula, keys, also=also)
