"""The spine: for each slot that belongs to a person's plan, the step that says it best for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from saas.facts.slots import Slot
from saas.planner.person import Profile
from saas.planner.steps.choosing import Candidate, count_personal_points

# A destination they chose says more about a resume than the work they leave.
OWN_WORK_KEYS = ("pivot_to", "role", "family")


def fill_slots(person: Profile, candidates: Sequence[Candidate], slots: Mapping[str, Slot]) -> tuple[Candidate, ...]:
    """The candidates a plan is made of: those that fill a slot, marked with it, and the extras, in the order given.

    Of several that serve a slot the most specific one fills it, and the others say the same act less well: they are left
    out. A slot that is not this person's makes extras of its steps.
    """
    chosen: dict[str, Slot] = {}
    left_out: set[str] = set()
    for slot in slots.values():
        if not slot.condition.holds(person.known):
            continue
        serving = [candidate for candidate in candidates if candidate.step.content.serves == slot.key]
        best = sorted(serving, key=_specificity)
        for candidate in best[: slot.count]:
            # What has to come before it belongs to the spine as well, or a slot would wait for an extra. A claim that other
            # slots wait for keeps the sooner slot, its own.
            for slug in (candidate.slug, *candidate.step.content.after):
                chosen[slug] = min(chosen.get(slug, slot), slot, key=_by_urgency)
        left_out.update(candidate.slug for candidate in best[slot.count :])
    kept = (candidate for candidate in candidates if candidate.slug not in left_out)
    return tuple(replace(candidate, slot=chosen.get(candidate.slug)) for candidate in kept)


def _by_urgency(slot: Slot) -> tuple[int, int]:
    return slot.by_days, slot.rank


def _specificity(candidate: Candidate) -> tuple[int, int, int, str]:
    """A sort key: the most specific first. The destination they chose, their own role, their field, then how rare the
    answers are that it asks for, then its weight."""
    named = {atom.key for atom in candidate.condition.atoms if atom.word in ("is", "in", "includes")}
    work = next((place for place, key in enumerate(OWN_WORK_KEYS) if key in named), len(OWN_WORK_KEYS))
    return work, -count_personal_points(candidate.condition), -candidate.step.content.weight, candidate.slug
