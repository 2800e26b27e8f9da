"""What the next job must respect, checked against what is usual in a destination. Editorial, and marked as such."""

from __future__ import annotations

from saas.facts.destinations import Destination
from saas.facts.work_conditions import WorkConditions
from saas.planner.outline import ConstraintCheck
from saas.planner.person import Profile

# By the constraint they named: the list of roles in `facts.work_conditions` that breaks or meets it, and the words.
BROKEN = {
    "remote": ("on_site", "Remote: this work is usually done on site."),
    "no-travel": ("travels", "Little travel: this work usually travels."),
    "hours": ("long_hours", "Fixed hours: long or shifting hours are usual there."),
    "no-study": ("more_study", "No new degree: many employers ask for one more."),
}
MET = {
    "remote": ("often_remote", "Remote: this work is often done from home."),
    "stay": ("often_remote", "No move: this work is often done from home."),
    "no-travel": ("often_remote", "Little travel: this work asks for little of it."),
}
ASK = {
    "remote": "Remote: it depends on the employer. Ask in the first call.",
    "stay": "No move: it depends on who hires near you.",
    "hours": "Fixed hours: it depends on the team. Ask before the second call.",
    "no-travel": "Little travel: ask how many nights a month.",
}
MORE_PREPARATION = "No new degree: this work usually asks for more preparation than yours."
NO_DEGREE = "No new degree: usually none is asked for beyond what you have."


def check_constraints(person: Profile, way: Destination) -> tuple[ConstraintCheck, ...]:
    """One check for each thing they asked for, in the order they gave it."""
    return tuple(
        _check(person, way, constraint)
        for constraint in person.choices("constraints")
        if constraint in ASK or constraint == "no-study"
    )


def _check(person: Profile, way: Destination, constraint: str) -> ConstraintCheck:
    if way.kind == "same work" and way.slug == person.role_slug:
        return _check_own_work(person, constraint)
    conditions = person.facts.work_conditions
    broken, met = BROKEN.get(constraint), MET.get(constraint)
    if broken and way.slug in _roles(conditions, broken[0]):
        return ConstraintCheck(broken[1], False)
    if met and way.slug in _roles(conditions, met[0]):
        return ConstraintCheck(met[1], True)
    return _check_occupation(person, way, constraint) or _usual(constraint)


def _roles(conditions: WorkConditions, name: str) -> frozenset[str]:
    roles: frozenset[str] = getattr(conditions, name)
    return roles


def _check_occupation(person: Profile, way: Destination, constraint: str) -> ConstraintCheck | None:
    """What the published tables say of work that we have not judged ourselves."""
    destination, origin = person.facts.role(way.slug), person.role
    if destination is None or origin is None or not (destination.is_occupation or origin.is_occupation):
        return None
    if constraint == "remote" and destination.family in person.facts.work_conditions.hands_on_categories:
        return ConstraintCheck(BROKEN["remote"][1], False)
    needs_more = destination.job_zone and origin.job_zone and destination.job_zone > origin.job_zone
    return ConstraintCheck(MORE_PREPARATION, False) if constraint == "no-study" and needs_more else None


def _usual(constraint: str) -> ConstraintCheck:
    return ConstraintCheck(NO_DEGREE, True) if constraint == "no-study" else ConstraintCheck(ASK[constraint], None)


def _check_own_work(person: Profile, constraint: str) -> ConstraintCheck:
    if constraint == "no-study":
        return ConstraintCheck("No new degree: you already have what it asks for.", True)
    if constraint == "remote" and person.family in person.facts.work_conditions.hands_on_categories:
        return ConstraintCheck(BROKEN["remote"][1], False)
    if constraint == "remote" and person.is_clinical:
        return ConstraintCheck("Remote: most direct care is done on site.", False)
    return ConstraintCheck(ASK[constraint], None)
