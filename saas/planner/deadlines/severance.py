"""The dates of a severance agreement: their own sign-by date, and the federal review and revocation periods from 40."""

from __future__ import annotations

from collections.abc import Iterator

from saas.kernel.calendar import format_date
from saas.planner.deadlines.draft import Draft, days_after, write_formula
from saas.planner.person import Profile

# Told, or gone, so long ago that seven days from a signature are surely over.
LONG_AGO_DAYS = 60
# The federal age act reaches employers of twenty people and more.
SMALL_EMPLOYER = "under-20"


def severance_drafts(person: Profile) -> Iterator[Draft]:
    state = person.choice("severance")
    if state == "unsigned":
        yield _sign_by(person)
    if person.known.get("age_40") != "yes" or person.choice("employer_size") == SMALL_EMPLOYER:
        return
    if state == "unsigned":
        yield _review_period(person)
    if state == "unsigned" or (state == "signed" and not _is_long_ago(person)):
        yield _revocation(state)


def _is_long_ago(person: Profile) -> bool:
    days_since = (person.known.get(name) for name in ("days_since_told", "days_since_last_day"))
    return any(isinstance(days, int | float) and days > LONG_AGO_DAYS for days in days_since)


def _sign_by(person: Profile) -> Draft:
    on = person.day("severance_sign_by")
    formula = f"the date in the letter: {format_date(on)}" if on else "the date in the letter"
    return Draft("severance_sign_by", "severance_sign_by", on, formula, ("severance_sign_by", "severance"))


def _review_period(person: Profile) -> Draft:
    law = "owbpa_review_group" if person.choice("group_program") == "yes" else "owbpa_review_individual"
    days, received = person.facts.laws[law].days or 0, person.day("severance_received")
    on = days_after(received, days)
    return Draft(
        "severance_review",
        law,
        on,
        write_formula("written offer", received, f"{days} days", on),
        ("age", "group_program", "severance_received"),
        also=f"A sign-by date in the letter that comes sooner does not shorten this period.{_size_condition(person)}",
    )


def _size_condition(person: Profile) -> str:
    return "" if "employer_size" in person.given else " It holds for employers of 20 people or more."


def _revocation(state: str) -> Draft:
    formula = "the day you signed + 7 days" if state == "signed" else "the day you sign + 7 days"
    return Draft("severance_revoke", "owbpa_revoke", None, formula, ("age", "severance"))
