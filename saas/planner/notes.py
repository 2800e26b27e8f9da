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
LEGAL = "Dates are computed from what you typed. Each row links to the official rule, which decides."


def notes(person: Profile, directions: tuple[Direction, ...], is_translated: bool) -> tuple[str, ...]:
    """Disclosures, in a fixed order; only those that apply."""
    lines = (
        _unknown_role(person),
        _no_page(person),
        (person.role.proxy or "") if person.role else "",
        _proxies(person, directions),
        "" if is_translated or person.role is None else FEW_LINES,
        "" if "hours" in person.given else f"Hours a week are open, so the plan assumes {ASSUMED_HOURS}.",
        _warn(person),
        LEGAL,
    )
    return tuple(line for line in lines if line)


def _unknown_role(person: Profile) -> str:
    if person.role:
        return ""
    return "We do not know this work by that name, so directions and pay are left out. Choose the nearest title to add them."


def _no_page(person: Profile) -> str:
    role = person.role
    if person.page or person.pivots or role is None:
        return ""
    if role.is_occupation:
        return NO_PAGE.format(occupation=occupation_phrase(role.occupation), field=category_phrase(role.family))
    return "There is no page of ours for this role yet. The reading is built from occupational data and your answers."


def _proxies(person: Profile, directions: tuple[Direction, ...]) -> str:
    shown = {direction.slug for direction in directions}
    found = [way for way in person.facts.destinations(person.role_slug) if way.slug in shown and way.proxy]
    names = ", ".join(sorted(way.title for way in found))
    return f"Closeness or pay is read from a stand-in occupation for: {names}." if names else ""


def _warn(person: Profile) -> str:
    told, last_day = person.day("told_on"), person.day("last_day")
    is_group = person.choice("employment") == "laid-off" and person.choice("group_program") == "yes"
    law = person.facts.laws.get("warn_notice")
    if not (is_group and told and last_day and law) or not 0 <= (last_day - told).days < 60:
        return ""
    return f"{_notice((last_day - told).days)} {law.rule} {law.if_missed} ({law.source.name})"


def _notice(days: int) -> str:
    if days == 0:
        return "You were told on your last day."
    return f"You had {days} {'day' if days == 1 else 'days'} of notice."
