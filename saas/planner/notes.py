"""Notes beside the plan: what was assumed, what stands in for what, and one law that gives no date of its own."""

from __future__ import annotations

from saas.facts.categories import category_phrase
from saas.facts.occupations import occupation_phrase
from saas.planner.outline import Direction
from saas.planner.person import ASSUMED_HOURS, Profile

FEW_LINES = (
    "We have no translated lines of this role’s own yet. Those shown are typical of the field. Your own accomplishments make "
    "better ones."
)
NO_PAGE = (
    "There is no page of ours for this work yet. This plan rests on what is published for its occupation, {occupation}, on "
    "its field, {field}, and on your answers."
)
NO_ROLE = (
    "We do not know this work by that name, so directions and pay are left out. Choose the nearest title to add them."
)
# What nobody is asked, so that nothing in a plan follows from it.
NOT_WEIGHED = (
    "This plan does not weigh a non-compete or non-solicit, a leave, a pension, federal service, loan forgiveness, or a license "
    "outside of health care. Where one of them is yours, its rule comes before a line here."
)
AGE_LAWS = {"55-64": ("separation_at_55",), "65-plus": ("medicare_enrollment",)}
LEGAL = "Dates are computed from what you typed. Each row links to the official rule, which decides."


def write_notes(person: Profile, directions: tuple[Direction, ...]) -> tuple[str, ...]:
    """Disclosures, in a fixed order; only those that apply."""
    notes = (
        "" if person.role else NO_ROLE,
        _no_page(person),
        (person.role.proxy or "") if person.role else "",
        _stand_ins(person, directions),
        "" if person.pages or person.role is None else FEW_LINES,
        "" if "hours" in person.given else f"Hours a week are open, so the plan assumes {ASSUMED_HOURS}.",
        _warn_notice(person),
        *_age_rules(person),
        NOT_WEIGHED,
        LEGAL,
    )
    return tuple(note for note in notes if note)


def _no_page(person: Profile) -> str:
    role = person.role
    if person.pages or role is None:
        return ""
    if role.is_occupation:
        return NO_PAGE.format(occupation=occupation_phrase(role.occupation), field=category_phrase(role.family))
    return "There is no page of ours for this role yet. The reading is built from occupational data and your answers."


def _stand_ins(person: Profile, directions: tuple[Direction, ...]) -> str:
    shown = {direction.slug for direction in directions}
    proxied = [way for way in person.facts.destinations(person.role_slug) if way.slug in shown and way.proxy]
    names = ", ".join(sorted(way.title for way in proxied))
    return f"Closeness or pay is read from a stand-in occupation for: {names}." if names else ""


def _age_rules(person: Profile) -> tuple[str, ...]:
    """Rules that begin at an age, for those who said that they have it."""
    laws = (person.facts.laws[key] for key in AGE_LAWS.get(person.choice("age"), ()))
    return tuple(f"{law.title}: {law.rule} {law.if_missed} ({law.source.name})" for law in laws)


def _warn_notice(person: Profile) -> str:
    """The WARN Act, where a group was laid off with less notice than it asks for."""
    told_on, last_day = person.day("told_on"), person.day("last_day")
    law = person.facts.laws["warn_notice"]
    is_group = person.choice("employment") == "laid-off" and person.choice("group_program") == "yes"
    is_small = person.choice("employer_size") in ("under-20", "20-99")
    if is_small or not (is_group and told_on and last_day) or not 0 <= (last_day - told_on).days < (law.days or 0):
        return ""
    return f"{_notice_given((last_day - told_on).days)} {law.rule} {law.if_missed} ({law.source.name})"


def _notice_given(days: int) -> str:
    if days == 0:
        return "You were told on your last day."
    return f"You had {days} {'day' if days == 1 else 'days'} of notice."
