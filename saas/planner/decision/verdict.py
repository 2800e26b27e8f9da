"""The verdict as a list of findings: the first one decides, the others are its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saas.kernel.calendar import format_date
from saas.planner.outline import Verdict
from saas.planner.situation import Situation

# What wears somebody down in any setting.
FOLLOWS_YOU = ("patients", "body")
# Months of runway: below the first a move has to be built up to; from the second on there is time to choose.
SHORT_RUNWAY_MONTHS = {"leaving": 4, "laid-off": 3, "at-risk": 3}
EASY_RUNWAY_MONTHS = 6
# People who would take a call.
FEW_PEOPLE, MANY_PEOPLE = 5, 10
RUNWAY_KEYS = ("savings", "spending")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one part of the situation says for a verdict. `keys` are the questions it rests on."""

    verdict: Verdict
    text: str
    keys: tuple[str, ...]


def list_findings(situation: Situation) -> tuple[Finding, ...]:
    """At least one. The first gives the verdict; those after it are the next most relevant, whatever they point to."""
    is_clinical = situation.person.is_clinical
    doubts = (
        *(_care_findings(situation) if is_clinical else ()),
        *_money_findings(situation),
        *(_license_findings(situation) if is_clinical else _people_findings(situation)),
    )
    return (*doubts, *_findings_for_going(situation, has_doubts=bool(doubts)))


def find_verdict(situation: Situation) -> Verdict:
    return list_findings(situation)[0].verdict


def _care_findings(situation: Situation) -> Iterator[Finding]:
    leaving, strain = situation.person.choice("leaving_what"), situation.person.choices("setting_strain")
    follows = any(option in FOLLOWS_YOU for option in strain)
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


def _money_findings(situation: Situation) -> Iterator[Finding]:
    runway, employment = situation.runway_months, situation.person.choice("employment")
    if runway is not None and not situation.is_covered and runway < SHORT_RUNWAY_MONTHS.get(employment, 3):
        yield Finding(
            "stay and plan",
            f"{_runway_words(situation, runway)}, and most moves out of a field take longer than that to close.",
            (*RUNWAY_KEYS, "employment"),
        )
    new_work = [
        way for way in situation.directions if way.slug != situation.person.role_slug and way.below_floor is not None
    ]
    if new_work and all(way.below_floor for way in new_work):
        yield Finding(
            "stay and plan",
            "The middle pay of every direction shown is below what your household needs, so the move has to be built up to.",
            ("spending", "other_income", "current_pay"),
        )


def _runway_words(situation: Situation, months: float) -> str:
    """ "Counted from April 30, 2027, the money lasts about 17.1 months"."""
    start = situation.money.starts_on
    since = f"Counted from {format_date(start)}, the" if start and start > situation.person.today else "The"
    return f"{since} money lasts about {months:g} months{'' if since != 'The' else ' from today'}"


def _license_findings(situation: Situation) -> Iterator[Finding]:
    if situation.person.choice("training_use") == "no":
        yield Finding(
            "test first",
            "Work that does not use your training starts you as a beginner, so see a week of it before you pay for it.",
            ("training_use",),
        )
    if situation.person.choice("keep_license") == "no":
        yield Finding(
            "test first",
            "Without clinical shifts a license can become hard to bring back, which makes this a one-way door.",
            ("keep_license", "license"),
        )


def _people_findings(situation: Situation) -> Iterator[Finding]:
    people, runway = situation.person.number("network"), situation.runway_months
    if people is None or people < FEW_PEOPLE:
        yield Finding(
            "test first",
            "A new field is entered through people, and few of them are at hand yet. Ten conversations come before a decision.",
            ("network", "direction"),
        )
    elif people < MANY_PEOPLE or not (situation.is_covered or (runway is not None and runway >= EASY_RUNWAY_MONTHS)):
        yield Finding(
            "test first",
            "The people are there; the time is not yet certain. Test the move beside a search in your own field.",
            ("network", *RUNWAY_KEYS),
        )


def _findings_for_going(situation: Situation, *, has_doubts: bool) -> Iterator[Finding]:
    """What speaks for going: the verdict where nothing speaks against it, a supporting reason otherwise."""
    clinical = situation.person.is_clinical
    if not has_doubts:
        text = (
            "You have named care itself, and nothing you told us about money, training or license stands against the move."
            if clinical
            else "You have people to ask and the months to do it in, which is what a change of field is made of."
        )
        yield Finding(
            "go", text, ("leaving_what", "training_use") if clinical else ("network", "direction", *RUNWAY_KEYS)
        )
    runway = situation.runway_months
    if runway is not None and runway >= EASY_RUNWAY_MONTHS:
        yield Finding("go", f"{_runway_words(situation, runway)}, enough to choose rather than take.", RUNWAY_KEYS)
    elif situation.is_covered:
        yield Finding(
            "go", "Other income covers what a month costs, so no date forces the choice.", ("other_income", "spending")
        )
    if situation.person.choice("keep_license") in ("yes", "maybe"):
        yield Finding(
            "go",
            "Clinical shifts keep the license live and the door open while you change.",
            ("keep_license", "license"),
        )
    if not has_doubts and situation.directions:
        yield Finding(
            "go", f"The direction that ranks first for you is {situation.directions[0].title}.", ("direction", "role")
        )
