"""How much of the training and the license a way on uses, in words."""

from __future__ import annotations

from saas.facts.shapes import Destination
from saas.plans.rules.profile import Profile

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


def use_of_training(person: Profile, way: Destination) -> str:
    """carries | helps | little: what the pivot page says, else what license and closeness say."""
    for page in person.pivots:
        for destination in page.destinations:
            if destination.slug == way.slug:
                return destination.training
    if way.kind == "same work" or way.uses_license == "needs":
        return "carries"
    percentile = way.percentile or 0
    return (
        "carries"
        if percentile >= CLOSE
        else "helps"
        if percentile >= NEAR or way.uses_license == "values"
        else "little"
    )


def training_words(person: Profile, way: Destination) -> str:
    return TRAINING[use_of_training(person, way)].format(what="training" if person.is_clinical else "experience")


def license_words(person: Profile, way: Destination) -> str:
    """Empty for people whose work has no license in question."""
    return LICENSE[way.uses_license] if person.is_clinical or way.uses_license != "indifferent" else ""
