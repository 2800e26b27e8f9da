"""How much of the training and the license a way on uses, in words."""

from __future__ import annotations

from saas.facts.destinations import Destination
from saas.planner.person import Profile

LICENSE = {
    "needs": "Asks for an active license.",
    "values": "A license counts in your favor.",
    "indifferent": "Does not ask for a license.",
}
TRAINING = {
    "carries": "Your {what} carries this work from the first day.",
    "helps": "Your {what} helps, beside things to learn.",
    "little": "Little of your {what} is used directly.",
}
CLOSE, NEAR = 80, 60
# Ranked among professional occupations, everything near a trade is near; there the fit itself has to tell them apart.
PROFESSIONAL_ZONE = 4
CLOSE_FIT, NEAR_FIT = 0.8, 0.5


def judged_use(person: Profile, way: Destination) -> str:
    """carries | helps | little where a pivot page has judged it; empty where none has."""
    told = (one.training for page in person.pivots for one in page.destinations if one.slug == way.slug)
    return next(told, "")


def use_of_training(person: Profile, way: Destination) -> str:
    """carries | helps | little: what the pivot page says, else what license and closeness say."""
    judged = judged_use(person, way)
    if judged:
        return judged
    if way.kind == "same work" or way.uses_license == "needs":
        return "carries"
    if person.role and person.role.is_occupation and (person.role.job_zone or 0) < PROFESSIONAL_ZONE:
        fit = way.fit or 0
        return "carries" if fit >= CLOSE_FIT else "helps" if fit >= NEAR_FIT else "little"
    percentile = way.percentile or 0
    return (
        "carries"
        if percentile >= CLOSE
        else "helps"
        if percentile >= NEAR or way.uses_license == "values"
        else "little"
    )


def does_without(person: Profile, way: Destination) -> bool:
    """Their own work, which they have done and hold no license for: it cannot ask for one."""
    return way.slug == person.role_slug and person.choice("license") == "none"


def training_words(person: Profile, way: Destination) -> str:
    return TRAINING[use_of_training(person, way)].format(what="training" if person.is_clinical else "experience")


def license_words(person: Profile, way: Destination) -> str:
    """Empty for people whose work has no license in question."""
    if does_without(person, way):
        return ""
    return LICENSE[way.uses_license] if person.is_clinical or way.uses_license != "indifferent" else ""
