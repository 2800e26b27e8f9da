"""The factors of a direction's place: points, and the words for each. Points are comparable; they are not a measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saas.facts.destinations import Destination
from saas.kernel.money import format_usd
from saas.planner.directions.constraints import LEADS_PEOPLE, MORE_STUDY, marks
from saas.planner.directions.pay import Comparison
from saas.planner.directions.training import does_without, judged_use, use_of_training
from saas.planner.person import Profile

CLOSENESS, FLOOR, BROKEN, MET = 0.35, -0.15, -0.12, 0.04
# A first offer in new work rarely reaches its middle pay, so more money counts for less than less money.
PAY, PAY_LEAST, PAY_MOST = 0.5, -0.25, 0.10
UNRATED = 60.0
FORCED, CHANGES_SETTING = 0.25, 0.20
SHORT_RUNWAY_MONTHS = 6
LEANING = {
    ("same", "same work"): 0.60, ("same", "adjacent"): 0.0, ("same", "pivot"): -0.15,
    ("adjacent", "same work"): -0.10, ("adjacent", "adjacent"): 0.25, ("adjacent", "pivot"): -0.20,
    ("pivot", "same work"): -0.60, ("pivot", "adjacent"): -0.45, ("pivot", "pivot"): 0.20,
}  # fmt: skip
TRAINING = {
    ("must", "carries"): 0.25, ("must", "helps"): 0.05, ("must", "little"): -0.30,
    ("nice", "carries"): 0.08, ("nice", "helps"): 0.05, ("nice", "little"): -0.05,
    ("no", "carries"): -0.10, ("no", "helps"): 0.0, ("no", "little"): 0.10,
}  # fmt: skip
# For other fields, where a page of ours has judged it: closeness of tasks alone puts an officer into sales.
EXPERIENCE = {"carries": 0.06, "helps": 0.0, "little": -0.20}
EXPERIENCE_WORDS = {
    "carries": "Your experience counts from the first day.",
    "helps": "Part of your experience counts.",
    "little": "Little of your experience is used.",
}
PUBLIC, LEADS, STUDY = 0.12, -0.25, -0.20
TRAINING_WORDS = {
    "carries": "Your training counts from the first day.",
    "helps": "Part of your training counts.",
    "little": "Little of your training is used.",
}


@dataclass(frozen=True, slots=True)
class Factor:
    """`kind` names what was weighed, so that ways can be told apart by what sets them apart."""

    kind: str
    points: float
    text: str


def weigh(person: Profile, way: Destination, pay: Comparison, *, is_forced: bool = False) -> tuple[Factor, ...]:
    """Every factor that applies, in a fixed order. `is_forced`: no way out of the field clears the offer floor."""
    found = (
        _closeness(way),
        _own_pay() if pay.is_stand_in and way.slug == person.role_slug else _pay(pay),
        _floor(pay),
        _forced() if is_forced and is_near(person, way) and not pay.is_below_floor else _leaning(person, way),
        *_training(person, way),
        _employer(person, way),
        _schooling(person, way),
        _time(person, way),
    )
    return tuple(factor for factor in (*found, *_constraints(person, way)) if factor is not None)


def _closeness(way: Destination) -> Factor:
    if way.percentile is None:
        same = "It is the work you already do." if way.slug == way.origin else "It is counted with your own work."
        text = same if way.kind == "same work" else ""
        return Factor("closeness", CLOSENESS * (0.35 if way.kind == "same work" else (UNRATED - 50) / 100), text)
    points = CLOSENESS * (way.percentile - 50) / 100
    if way.percentile >= 75:
        return Factor("closeness", points, "The daily work is close to yours.")
    return Factor(
        "closeness",
        points,
        "The daily work is new to you." if way.percentile < 50 else "The daily work overlaps in part.",
    )


def _pay(pay: Comparison) -> Factor | None:
    if pay.change_pct is None:
        return None
    points = max(PAY_LEAST, min(PAY_MOST, pay.change_pct / 100 * PAY))
    if pay.is_stand_in and points > 0:
        # Marketing managers' pay is no promise to a nurse who becomes a product manager.
        return Factor("pay", 0.0, "The pay figure is a stand-in’s, so it does not count in its favor.")
    size = abs(round(pay.change_pct))
    if size < 5:
        return Factor("pay", 0.03, f"Pay is about level with {pay.benchmark}.")
    return Factor(
        "pay", points, f"{pay.word} pay is about {size}% {'above' if pay.change_pct > 0 else 'below'} {pay.benchmark}."
    )


def _own_pay() -> Factor:
    return Factor("pay", 0.0, "What it pays you know yourself: the published figure is a stand-in’s.")


def _floor(pay: Comparison) -> Factor | None:
    if not pay.is_below_floor or pay.middle is None:
        return None
    if pay.change_pct is None and pay.is_stand_in:
        return Factor("floor", FLOOR, "What you were paid for it is below your offer floor.")
    return Factor("floor", FLOOR, f"{pay.word} pay of {format_usd(pay.middle)} is below your offer floor.")


def _leaning(person: Profile, way: Destination) -> Factor | None:
    if person.choice("direction") in ("", "unsure"):
        return None
    if way.slug == person.role_slug and person.choice("leaving_what") == "setting":
        return Factor("leaning", CHANGES_SETTING, "It keeps the work and changes the setting you want to leave.")
    leaning = person.choice("direction")
    points = LEANING[leaning, way.kind if leaning != "pivot" or is_near(person, way) else "pivot"]
    said = person.questionnaire.answer_clause("direction", person.known) or ""
    if points == 0:
        return None
    return Factor("leaning", points, f"It fits the way you lean: {said}." if points > 0 else _away(person, way))


def _forced() -> Factor:
    return Factor(
        "leaning",
        FORCED,
        "It stays near the field you want to leave, and it clears your offer floor, which the ways out of it do not.",
    )


def is_near(person: Profile, way: Destination) -> bool:
    """Still in the field: the same work, or a neighbor in the same family. Another family is another field."""
    there = person.facts.role(way.slug)
    is_kin = way.slug == person.role_slug or there is None or there.family == person.family
    return is_kin and way.kind != "pivot" and not _leaves_care(person, way)


def _leaves_care(person: Profile, way: Destination) -> bool:
    """A clinician who leaves means direct care; clinical review has left it, another bedside has not.

    What people leave is an origin among the facts, and what exists only as a way out is not.
    """
    there = person.facts.role(way.slug)
    return person.is_clinical and way.slug != person.role_slug and (there is None or not there.is_origin)


def _away(person: Profile, way: Destination) -> str:
    if way.slug == person.role_slug and person.choice("direction") == "adjacent":
        return "You lean to something close to your work."
    if person.choice("direction") == "pivot":
        return "It stays near the field you want to leave."
    return "It is a larger change than the one you lean to."


def _training(person: Profile, way: Destination) -> Iterator[Factor]:
    use = use_of_training(person, way)
    wanted = person.choice("training_use")
    if wanted:
        yield Factor("training", TRAINING[wanted, use], TRAINING_WORDS[use])
    elif not person.is_clinical and judged_use(person, way):
        yield Factor("training", EXPERIENCE[use], EXPERIENCE_WORDS[use])
    state = person.choice("license")
    if does_without(person, way):
        return
    if way.uses_license == "needs" and state in ("inactive", "lapsed", "none"):
        yield Factor(
            "license",
            -0.25,
            f"It asks for an active license, and {person.questionnaire.answer_clause('license', person.known)}.",
        )
    elif way.uses_license != "indifferent" and state == "active":
        yield Factor("license", 0.06, "It uses the license you keep active.")


def _employer(person: Profile, way: Destination) -> Factor | None:
    """What else they would change with the work."""
    there, wanted = person.facts.role(way.slug), person.several("pivot_to")
    if "public-sector" in wanted and there is not None and there.family == "public-sector":
        return Factor("employer", PUBLIC, "It is mostly found with public employers, where you may go.")
    if "individual-contributor" in wanted and way.slug in LEADS_PEOPLE:
        return Factor("employer", LEADS, "It leads people, and you may give up managing them.")
    return None


def _schooling(person: Profile, way: Destination) -> Factor | None:
    """A degree more than their own work asks for. Whoever rules that out has it as a broken mark already."""
    own, there = person.role, person.facts.role(way.slug)
    if way.slug not in MORE_STUDY or own is None or there is None or "no-study" in person.several("constraints"):
        return None
    if (there.job_zone or 0) <= (own.job_zone or 0):
        return None
    return Factor("study", STUDY, "Many employers there ask for another degree.")


def _time(person: Profile, way: Destination) -> Factor | None:
    runway = person.known.get("runway_months")
    if not isinstance(runway, int | float) or runway >= SHORT_RUNWAY_MONTHS or way.months_to_land[0] <= runway:
        return None
    return Factor("time", -0.08, "It usually takes longer to land than your money lasts.")


def _constraints(person: Profile, way: Destination) -> Iterator[Factor]:
    for mark in marks(person, way):
        if mark.is_met is not None:
            yield Factor(mark.text.partition(":")[0], MET if mark.is_met else BROKEN, mark.text)
