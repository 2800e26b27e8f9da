"""The dates of a severance agreement: their own sign-by date, and the federal review and revocation periods from 40."""

from __future__ import annotations

from collections.abc import Iterator

from saas.kernel.calendar import format_date
from saas.planner.deadlines.draft import Draft, after, counted
from saas.planner.person import Profile
from saas.planner.sources import SEVERANCE_AGREEMENTS

FORGOTTEN_DAYS = 60


def severance_drafts(person: Profile) -> Iterator[Draft]:
    state = person.choice("severance")
    if state == "unsigned":
        yield _sign_by(person)
    if person.choice("age_40") != "yes":
        return
    if state == "unsigned":
        yield _review(person)
    if state == "unsigned" or (state == "signed" and not _is_long_ago(person)):
        yield _revoke(state)


def _is_long_ago(person: Profile) -> bool:
    """Told, or gone, so long ago that seven days from a signature are surely over."""
    days = (person.known.get(name) for name in ("days_since_told", "days_since_last_day"))
    return any(isinstance(since, int | float) and since > FORGOTTEN_DAYS for since in days)


def _sign_by(person: Profile) -> Draft:
    on = person.day("severance_sign_by")
    return Draft(
        key="severance_sign_by",
        law="severance_sign_by",
        on=on,
        formula=f"the date in the letter: {format_date(on)}" if on else "the date in the letter",
        keys=("severance_sign_by", "severance"),
        title="Answer the severance offer",
        rule="The employer’s letter sets this day. You may ask, in writing, for more time or for other terms before it.",
        if_missed="The offer may lapse, and whether it comes back is up to the employer.",
        source=SEVERANCE_AGREEMENTS,
    )


def _review(person: Profile) -> Draft:
    key = "owbpa_review_group" if person.choice("group_program") == "yes" else "owbpa_review_individual"
    law = person.facts.laws.get(key)
    days = (law.days if law else None) or (45 if key == "owbpa_review_group" else 21)
    received = person.day("severance_received")
    on = after(received, days)
    return Draft(
        key="severance_review",
        law=key,
        on=on,
        formula=counted("written offer", received, f"{days} days", on),
        keys=("age_40", "group_program", "severance_received"),
        also="A sign-by date in the letter that comes sooner does not shorten this period.",
    )


def _revoke(state: str) -> Draft:
    return Draft(
        key="severance_revoke",
        law="owbpa_revoke",
        on=None,
        formula="the day you signed + 7 days" if state == "signed" else "the day you sign + 7 days",
        keys=("age_40", "severance"),
    )
