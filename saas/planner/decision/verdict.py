"""The verdict as a list of findings: the first one decides, the others stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saas.kernel.calendar import format_date
from saas.planner.outline import Verdict
from saas.planner.situation import Circumstances

FOLLOWS_YOU = ("patients", "body")
SHORT_MONTHS = {"leaving": 4, "laid-off": 3, "at-risk": 3}
EASY_MONTHS = 6
FEW_PEOPLE, MANY_PEOPLE = 5, 10
RUNWAY_KEYS = ("savings", "spending")


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    text: str
    keys: tuple[str, ...]


def findings(now: Circumstances) -> tuple[Finding, ...]:
    """At least one. The first gives the verdict; those after it are the next most telling, whatever they point to."""
    found = (*(_about_care(now) if now.person.is_clinical else ()), *_about_money(now))
    found += tuple(_about_license(now)) if now.person.is_clinical else tuple(_about_people(now))
    return (*found, *_ready(now, bool(found)))


def verdict(now: Circumstances) -> Verdict:
    return findings(now)[0].verdict


def _about_care(now: Circumstances) -> Iterator[Finding]:
    leaving, strain = now.person.choice("leaving_what"), now.person.several("setting_strain")
    follows = any(one in FOLLOWS_YOU for one in strain)
    keys = ("leaving_what", "setting_strain") if strain else ("leaving_what",)
    if leaving == "setting" and not follows:
        yield Finding(
            "change setting",
            "Another employer, schedule or care model answers what you named, and it keeps your pay and your training.",
            keys,
        )
    elif leaving == "setting":
        yield Finding(
            "test first",
            "Part of what wears you down follows you to the next employer, so try a different setting before you count on it.",
            keys,
        )
    elif leaving != "care":
        yield Finding(
            "test first",
            "Whether it is care or only this setting is open, and twenty conversations answer it more cheaply than a resignation.",
            ("leaving_what", "direction"),
        )


def _about_money(now: Circumstances) -> Iterator[Finding]:
    runway, employment = now.runway_months, now.person.choice("employment")
    if runway is not None and not now.is_covered and runway < SHORT_MONTHS.get(employment, 3):
        yield Finding(
            "stay and plan",
            f"{_lasts(now, runway)}, and most moves out of a field take longer than that to close.",
            (*RUNWAY_KEYS, "employment"),
        )
    new_work = [way for way in now.directions if way.slug != now.person.role_slug and way.below_floor is not None]
    if new_work and all(way.below_floor for way in new_work):
        yield Finding(
            "stay and plan",
            "The middle pay of every direction shown is below what your household needs, so the move has to be built up to.",
            ("spending", "other_income", "current_pay"),
        )


def _lasts(now: Circumstances, months: float) -> str:
    """ "Counted from April 30, 2027, the money lasts about 17.1 months"."""
    start = now.money.starts_on
    since = f"Counted from {format_date(start)}, the" if start and start > now.person.today else "The"
    return f"{since} money lasts about {months:g} months{'' if since != 'The' else ' from today'}"


def _about_license(now: Circumstances) -> Iterator[Finding]:
    if now.person.choice("training_use") == "no":
        yield Finding(
            "test first",
            "Work that does not use your training starts you as a beginner, so see a week of it before you pay for it.",
            ("training_use",),
        )
    if now.person.choice("keep_license") == "no":
        yield Finding(
            "test first",
            "Without clinical shifts a license can become hard to bring back, which makes this a one-way door.",
            ("keep_license", "license"),
        )


def _about_people(now: Circumstances) -> Iterator[Finding]:
    people, runway = now.person.number("network"), now.runway_months
    if people is None or people < FEW_PEOPLE:
        yield Finding(
            "test first",
            "A new field is entered through people, and few of them are at hand yet. Ten conversations come before a decision.",
            ("network", "direction"),
        )
    elif people < MANY_PEOPLE or not (now.is_covered or (runway is not None and runway >= EASY_MONTHS)):
        yield Finding(
            "test first",
            "The people are there; the time is not yet certain. Test the move beside a search in your own field.",
            ("network", *RUNWAY_KEYS),
        )


def _ready(now: Circumstances, has_doubts: bool) -> Iterator[Finding]:
    """What speaks for going: the verdict where nothing speaks against it, a supporting reason otherwise."""
    clinical = now.person.is_clinical
    if not has_doubts:
        text = (
            "You have named care itself, and nothing you told us about money, training or license stands against the move."
            if clinical
            else "You have people to ask and the months to do it in, which is what a change of field is made of."
        )
        yield Finding(
            "go", text, ("leaving_what", "training_use") if clinical else ("network", "direction", *RUNWAY_KEYS)
        )
    runway = now.runway_months
    if runway is not None and runway >= EASY_MONTHS:
        yield Finding("go", f"{_lasts(now, runway)}, enough to choose rather than take.", RUNWAY_KEYS)
    elif now.is_covered:
        yield Finding(
            "go", "Other income covers what a month costs, so no date forces the choice.", ("other_income", "spending")
        )
    if now.person.choice("keep_license") in ("yes", "maybe"):
        yield Finding(
            "go",
            "Clinical shifts keep the license live and the door open while you change.",
            ("keep_license", "license"),
        )
    if not has_doubts and now.directions:
        yield Finding(
            "go", f"The direction that ranks first for you is {now.directions[0].title}.", ("direction", "role")
        )
