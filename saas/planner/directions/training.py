"""How much of the training and the license a direction uses, in words."""

from __future__ import annotations

from saas.facts.destinations import Destination
from saas.planner.person import Profile

LICENSE_WORDS = {
    "needs": "Asks for an active license.",
    "values": "A license counts in your favor.",
    "indifferent": "Does not ask for a license.",
}
TRAINING_WORDS = {
    "carries": "Your {what} carries this work from the first day.",
    "helps": "Your {what} helps, beside things to learn.",
    "little": "Little of your {what} is used directly.",
}


def training_use_on_page(person: Profile, way: Destination) -> str:
    """carries | helps | little where a pivot page has judged it; empty where none has."""
    uses = (entry.training for page in person.pivot_pages for entry in page.destinations if entry.slug == way.slug)
    return next(uses, "")


def training_use(person: Profile, way: Destination) -> str:
    """carries | helps | little: what the pivot page says, else what license and closeness say."""
    on_page = training_use_on_page(person, way)
    if on_page:
        return on_page
    if way.kind == "same work" or way.uses_license == "needs":
        return "carries"
    bounds = person.facts.direction_scoring.training_use
    if person.role and person.role.is_occupation and (person.role.job_zone or 0) < bounds.professional_zone:
        return _by_bounds(way.fit or 0, bounds.carries_fit, bounds.helps_fit)
    use = _by_bounds(way.percentile or 0, bounds.carries_percentile, bounds.helps_percentile)
    return "helps" if use == "little" and way.uses_license == "values" else use


def is_license_waived(person: Profile, way: Destination) -> bool:
    """Their own work, which they have done and hold no license for: it cannot ask for one."""
    return way.slug == person.role_slug and person.choice("license") == "none"


def describe_training_use(person: Profile, way: Destination) -> str:
    return TRAINING_WORDS[training_use(person, way)].format(what="training" if person.is_clinical else "experience")


def describe_license_use(person: Profile, way: Destination) -> str:
    """Empty for people whose work has no license in question."""
    if is_license_waived(person, way):
        return ""
    return LICENSE_WORDS[way.uses_license] if person.is_clinical or way.uses_license != "indifferent" else ""


def _by_bounds(closeness: float, carries: float, helps: float) -> str:
    return "carries" if closeness >= carries else "helps" if closeness >= helps else "little"
