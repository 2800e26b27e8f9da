"""What the next job must respect, checked against what is usual in a destination. Editorial, and said as such."""

from __future__ import annotations

from saas.facts.destinations import Destination
from saas.planner.directions.fields import HANDS_ON
from saas.planner.outline import ConstraintMark
from saas.planner.person import Profile

TRAVELS = frozenset({
    "medical-science-liaison", "medical-device-sales", "healthcare-consultant", "management-consultant", "sales-engineer",
    "event-planner", "construction-manager", "auditor", "emergency-manager", "pilot",
})  # fmt: skip
ON_SITE = frozenset({
    "nursing-instructor", "health-professor", "clinical-ops-leader", "clinical-research-coordinator", "retail-manager",
    "occupational-health-specialist", "ergonomist", "rehab-counselor", "emergency-manager", "security-manager",
    "event-planner", "principal", "elementary-teacher", "high-school-teacher", "special-ed-teacher", "school-counselor",
    "librarian", "professor", "education-admin-postsec", "hotel-manager", "restaurant-manager", "chef", "office-manager",
    "research-scientist", "chemist", "supply-chain-manager", "firefighter", "police-officer", "real-estate-agent",
})  # fmt: skip
OFTEN_REMOTE = frozenset({
    "utilization-review-nurse", "medical-writer", "technical-writer", "copywriter", "claims-examiner", "software-engineer",
    "frontend-developer", "data-engineer", "data-scientist", "data-analyst", "customer-success-manager", "ux-researcher",
    "ux-designer", "solutions-architect", "security-analyst", "instructional-designer", "digital-marketer", "bookkeeper",
    "clinical-data-manager", "product-manager", "health-tech-product-manager", "market-research-analyst", "qa-engineer",
})  # fmt: skip
LONG_HOURS = frozenset({
    "management-consultant", "healthcare-consultant", "investment-banker", "lawyer", "sales-manager", "operations-manager",
    "retail-manager", "chef", "restaurant-manager", "engineering-manager", "finance-manager", "event-planner",
})  # fmt: skip
MORE_STUDY = frozenset({
    "health-professor", "nursing-instructor", "epidemiologist", "professor", "lawyer", "school-counselor", "librarian",
    "rehab-counselor", "psychologist", "actuary", "education-admin-postsec", "research-scientist", "ml-researcher",
    "elementary-teacher", "high-school-teacher", "special-ed-teacher", "principal", "registered-nurse", "architect",
})  # fmt: skip
LEADS_PEOPLE = frozenset({
    "engineering-manager", "sales-manager", "finance-manager", "hr-manager", "marketing-manager", "communications-manager",
    "training-manager", "operations-manager", "retail-manager", "restaurant-manager", "hotel-manager", "controller",
    "construction-manager", "supply-chain-manager", "procurement-manager", "clinical-ops-leader", "nonprofit-director",
    "principal", "education-admin-postsec", "healthcare-administrator", "security-manager", "office-manager",
    "regulatory-affairs-manager",
})  # fmt: skip
BROKEN = {
    "remote": (ON_SITE, "Remote: this work is usually done on site."),
    "no-travel": (TRAVELS, "Little travel: this work usually travels."),
    "hours": (LONG_HOURS, "Fixed hours: long or shifting hours are usual there."),
    "no-study": (MORE_STUDY, "No new degree: many employers ask for one more."),
}
MET = {
    "remote": (OFTEN_REMOTE, "Remote: this work is often done from home."),
    "stay": (OFTEN_REMOTE, "No move: this work is often done from home."),
    "no-travel": (OFTEN_REMOTE, "Little travel: this work asks for little of it."),
}
ASK = {
    "remote": "Remote: it depends on the employer. Ask in the first call.",
    "stay": "No move: it depends on who hires near you.",
    "hours": "Fixed hours: it depends on the team. Ask before the second call.",
    "no-travel": "Little travel: ask how many nights a month.",
}
MORE_PREPARATION = "No new degree: this work usually asks for more preparation than yours."
NO_DEGREE = "No new degree: usually none is asked for beyond what you have."


def marks(person: Profile, way: Destination) -> tuple[ConstraintMark, ...]:
    """One mark for each thing they asked for, in the order they gave it."""
    return tuple(
        _mark(person, way, wanted) for wanted in person.several("constraints") if wanted in ASK or wanted == "no-study"
    )


def _mark(person: Profile, way: Destination, wanted: str) -> ConstraintMark:
    if way.kind == "same work" and way.slug == person.role_slug:
        return _own_work(person, wanted)
    broken, met = BROKEN.get(wanted), MET.get(wanted)
    if broken and way.slug in broken[0]:
        return ConstraintMark(broken[1], False)
    if met and way.slug in met[0]:
        return ConstraintMark(met[1], True)
    return _by_occupation(person, way, wanted) or _usual(wanted)


def _by_occupation(person: Profile, way: Destination, wanted: str) -> ConstraintMark | None:
    """What the published tables say of work that we have not judged ourselves."""
    there, own = person.facts.role(way.slug), person.role
    if there is None or own is None or not (there.is_occupation or own.is_occupation):
        return None
    if wanted == "remote" and there.family in HANDS_ON:
        return ConstraintMark(BROKEN["remote"][1], False)
    is_higher = there.job_zone and own.job_zone and there.job_zone > own.job_zone
    return ConstraintMark(MORE_PREPARATION, False) if wanted == "no-study" and is_higher else None


def _usual(wanted: str) -> ConstraintMark:
    return ConstraintMark(NO_DEGREE, True) if wanted == "no-study" else ConstraintMark(ASK[wanted], None)


def _own_work(person: Profile, wanted: str) -> ConstraintMark:
    if wanted == "no-study":
        return ConstraintMark("No new degree: you already have what it asks for.", True)
    if wanted == "remote" and person.family in HANDS_ON:
        return ConstraintMark(BROKEN["remote"][1], False)
    if wanted == "remote" and person.is_clinical:
        return ConstraintMark("Remote: most direct care is done on site.", False)
    return ConstraintMark(ASK[wanted], None)
