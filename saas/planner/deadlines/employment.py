"""Dates counted from the last paid day: the claim, the right to stay, options. And the license."""

from __future__ import annotations

from collections.abc import Iterator

from saas.facts.sources import Source
from saas.kernel.calendar import format_date
from saas.planner.deadlines.draft import Draft, after, counted, months_after
from saas.planner.person import Profile
from saas.planner.sources import OPT_UNEMPLOYMENT

LAST_DAY = "last paid day"
GRACE_DAYS, OPT_DAYS, ISO_MONTHS = 60, 90, 3
ASK_FIRST = {
    "employer-visa": "On a work visa, ask an immigration attorney before you file.",
    "student": "On OPT, ask your school’s international office before you file.",
}


def work_drafts(person: Profile) -> Iterator[Draft]:
    if person.is_losing_job:
        yield _claim(person)
    if person.choice("visa") == "employer-visa":
        yield _grace(person)
    if person.choice("visa") == "student":
        yield _opt(person)
    if person.choice("equity") == "yes":
        yield _options(person)
    if person.choice("license") == "active":
        yield _license(person)


def _claim(person: Profile) -> Draft:
    last_day = person.day("last_day")
    on = after(last_day, 1)
    formula = counted(LAST_DAY, last_day, "1 day", on)
    keys = ("last_day" if last_day else "employment", "state")
    ask = ASK_FIRST.get(person.choice("visa"), "")
    rest = "If today is too much, file tomorrow. The weeks still ahead are not affected." if person.is_hard_day else ""
    return Draft(
        "unemployment_claim",
        "unemployment_claim",
        on,
        formula,
        keys,
        also=ask,
        still_open=ask or rest,
        source=_agency(person),
    )


def _agency(person: Profile) -> Source | None:
    state = person.facts.state(person.choice("state"))
    if state is None or not state.url:
        return None
    return Source(f"{state.name}: unemployment insurance", state.url, state.source.edition, state.source.checked_on)


def _grace(person: Profile) -> Draft:
    last_day = person.day("last_day")
    on = after(last_day, GRACE_DAYS)
    return Draft(
        "visa_grace", "visa_grace", on, counted(LAST_DAY, last_day, "60 days", on), ("visa", "last_day"),
        also="The date on your I-94 comes first if it is sooner.",
    )  # fmt: skip


def _opt(person: Profile) -> Draft:
    last_day = person.day("last_day")
    on = after(last_day, OPT_DAYS)
    return Draft(
        "visa_opt_days", "visa_opt_days", on, counted(LAST_DAY, last_day, "90 days", on), ("visa", "last_day"),
        title="Days without work on OPT",
        rule="Post-completion OPT allows 90 days without work in all, and a STEM extension adds 60. Days already used count.",
        if_missed="Status can end. Your school’s international office keeps the record and is the first call.",
        source=OPT_UNEMPLOYMENT,
    )  # fmt: skip


def _options(person: Profile) -> Draft:
    last_day = person.day("last_day")
    on = months_after(last_day, ISO_MONTHS) if last_day else None
    return Draft(
        "option_exercise",
        "option_exercise_iso",
        on,
        counted(LAST_DAY, last_day, "3 months", on),
        ("equity", "last_day"),
    )


def _license(person: Profile) -> Draft:
    on = person.day("license_renewal")
    formula = f"the renewal date you gave: {format_date(on)}" if on else "the date on your license"
    return Draft("license_renewal", "license_renewal", on, formula, ("license_renewal", "license"))
