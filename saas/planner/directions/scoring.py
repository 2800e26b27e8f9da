"""The factors of a direction's rank: points, and the words for each. Points can be compared; they measure nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saas.facts.destinations import Destination
from saas.facts.direction_scoring import DirectionScoring
from saas.kernel.money import format_usd
from saas.planner.directions.constraints import check_constraints
from saas.planner.directions.pay import PayComparison
from saas.planner.directions.training import is_license_waived, training_use, training_use_on_page
from saas.planner.person import Profile

USE_WORDS = {
    "carries": "Your {what} counts from the first day.",
    "helps": "Part of your {what} counts.",
    "little": "Little of your {what} is used.",
}


@dataclass(frozen=True, slots=True)
class Factor:
    """`kind` names what was scored, so that directions can be told apart by what sets them apart."""

    kind: str
    points: float
    text: str


def score_direction(
    person: Profile, way: Destination, pay: PayComparison, *, is_forced: bool = False
) -> tuple[Factor, ...]:
    """Every factor that applies, in a fixed order. `is_forced`: no way out of the field clears the offer floor."""
    scoring = person.facts.direction_scoring
    is_own_stand_in = pay.is_stand_in and way.slug == person.role_slug
    is_forced_here = is_forced and is_near_field(person, way) and not pay.is_below_floor
    factors = (
        _closeness(scoring, way),
        _named(person, way),
        _own_pay() if is_own_stand_in else _pay(scoring, pay),
        _floor(scoring, pay),
        _forced(scoring) if is_forced_here else _leaning(person, way),
        *_training(person, way),
        *_license(person, way),
        _employer(person, way),
        _study(person, way),
        _time(person, way),
        *_constraints(person, way),
    )
    return tuple(factor for factor in factors if factor is not None)


def is_near_field(person: Profile, way: Destination) -> bool:
    """Still in the field: the same work, or a neighbor in the same family. Another family is another field."""
    destination = person.facts.role(way.slug)
    is_related = way.slug == person.role_slug or destination is None or destination.family == person.family
    return is_related and way.kind != "pivot" and not _leaves_care(person, way)


def _leaves_care(person: Profile, way: Destination) -> bool:
    """A clinician who leaves means direct care; clinical review has left it, another bedside has not.

    What people leave is an origin among the facts, and what exists only as a way out is not.
    """
    destination = person.facts.role(way.slug)
    return person.is_clinical and way.slug != person.role_slug and (destination is None or not destination.is_origin)


def _closeness(scoring: DirectionScoring, way: Destination) -> Factor:
    closeness = scoring.closeness
    if way.percentile is None and way.kind == "same work":
        is_own = way.slug == way.origin
        text = "It is the work you already do." if is_own else "It is counted with your own work."
        return Factor("closeness", closeness.weight * closeness.same_work, text)
    if way.percentile is None:
        return Factor("closeness", closeness.weight * (closeness.unrated_percentile - 50) / 100, "")
    points = closeness.weight * (way.percentile - 50) / 100
    if way.percentile >= closeness.close_percentile:
        return Factor("closeness", points, "The daily work is close to yours.")
    is_new = way.percentile < closeness.distant_percentile
    return Factor(
        "closeness", points, "The daily work is new to you." if is_new else "The daily work overlaps in part."
    )


def _named(person: Profile, way: Destination) -> Factor | None:
    """Where people of their work are placed, in our judgment, comes before what the tasks alone make near. Their own work is
    such a place for whoever has not turned from it."""
    is_own = way.slug == person.role_slug and person.choice("direction") in ("same", "unsure")
    if not is_own and not person.facts.judgments.is_named(person.role_slug, way.slug):
        return None
    return Factor("named", person.facts.direction_scoring.named["placed"], "")


def _pay(scoring: DirectionScoring, pay: PayComparison) -> Factor | None:
    if pay.change_pct is None:
        return None
    points = max(scoring.pay.least, min(scoring.pay.most, pay.change_pct / 100 * scoring.pay.weight))
    if pay.is_stand_in and points > 0:
        # Marketing managers' pay is no promise to a nurse who becomes a product manager.
        return Factor("pay", 0.0, "The pay figure is a stand-in’s, so it does not count in its favor.")
    size = abs(round(pay.change_pct))
    if size < scoring.pay.level_pct:
        return Factor("pay", scoring.pay.level, f"Pay is about level with {pay.benchmark}.")
    side = "above" if pay.change_pct > 0 else "below"
    return Factor("pay", points, f"{pay.word} pay is about {size}% {side} {pay.benchmark}.")


def _own_pay() -> Factor:
    return Factor("pay", 0.0, "What it pays you know yourself: the published figure is a stand-in’s.")


def _floor(scoring: DirectionScoring, pay: PayComparison) -> Factor | None:
    if not pay.is_below_floor or pay.middle is None:
        return None
    if pay.change_pct is None and pay.is_stand_in:
        return Factor("floor", scoring.pay.below_floor, "What you were paid for it is below your offer floor.")
    text = f"{pay.word} pay of {format_usd(pay.middle)} is below your offer floor."
    return Factor("floor", scoring.pay.below_floor, text)


def _leaning(person: Profile, way: Destination) -> Factor | None:
    leaning, scoring = person.choice("direction"), person.facts.direction_scoring
    if leaning in ("", "unsure"):
        return None
    if way.slug == person.role_slug and person.choice("leaving_what") == "setting":
        points = scoring.leaning["exceptions"]["changes_setting"]
        return Factor("leaning", points, "It keeps the work and changes the setting you want to leave.")
    points = scoring.leaning[leaning][way.kind if leaning != "pivot" or is_near_field(person, way) else "pivot"]
    clause = person.questionnaire.answer_clause("direction", person.known) or ""
    if points == 0:
        return None
    return Factor("leaning", points, f"It fits the way you lean: {clause}." if points > 0 else _off_course(person, way))


def _forced(scoring: DirectionScoring) -> Factor:
    text = "It stays near the field you want to leave, and it clears your offer floor, which the ways out of it do not."
    return Factor("leaning", scoring.leaning["exceptions"]["forced"], text)


def _off_course(person: Profile, way: Destination) -> str:
    if way.slug == person.role_slug and person.choice("direction") == "adjacent":
        return "You lean to something close to your work."
    if person.choice("direction") == "pivot":
        return "It stays near the field you want to leave."
    return "It is a larger change than the one you lean to."


def _training(person: Profile, way: Destination) -> Iterator[Factor]:
    scoring, use = person.facts.direction_scoring, training_use(person, way)
    desired = person.choice("training_use")
    if desired:
        yield Factor("training", scoring.training[desired][use], USE_WORDS[use].format(what="training"))
    elif not person.is_clinical and training_use_on_page(person, way):
        yield Factor("training", scoring.experience[use], USE_WORDS[use].format(what="experience"))


def _license(person: Profile, way: Destination) -> Iterator[Factor]:
    points, state = person.facts.direction_scoring.license, person.choice("license")
    if is_license_waived(person, way):
        return
    if way.uses_license == "needs" and state in ("inactive", "lapsed", "none"):
        clause = person.questionnaire.answer_clause("license", person.known)
        yield Factor("license", points["inactive"], f"It asks for an active license, and {clause}.")
    elif way.uses_license != "indifferent" and state == "active":
        yield Factor("license", points["active"], "It uses the license you keep active.")


def _employer(person: Profile, way: Destination) -> Factor | None:
    """What else they would change with the work."""
    points, goals = person.facts.direction_scoring.employer, person.choices("pivot_to")
    destination = person.facts.role(way.slug)
    if "public-sector" in goals and destination is not None and destination.family == "public-sector":
        return Factor(
            "employer", points["public_sector"], "It is mostly found with public employers, where you may go."
        )
    if "individual-contributor" in goals and way.slug in person.facts.work_conditions.leads_people:
        return Factor("employer", points["leads_people"], "It leads people, and you may give up managing them.")
    return None


def _study(person: Profile, way: Destination) -> Factor | None:
    """A degree more than their own work asks for. Whoever rules that out has it as a broken constraint already."""
    origin, destination = person.role, person.facts.role(way.slug)
    is_ruled_out = "no-study" in person.choices("constraints")
    if way.slug not in person.facts.work_conditions.more_study or origin is None or destination is None or is_ruled_out:
        return None
    if (destination.job_zone or 0) <= (origin.job_zone or 0):
        return None
    return Factor("study", person.facts.direction_scoring.study["more"], "Many employers there ask for another degree.")


def _time(person: Profile, way: Destination) -> Factor | None:
    time, runway = person.facts.direction_scoring.time, person.known.get("runway_months")
    is_short = isinstance(runway, int | float) and runway < time.short_runway_months
    if not is_short or not isinstance(runway, int | float) or way.months_to_land[0] <= runway:
        return None
    return Factor("time", time.too_long, "It usually takes longer to land than your money lasts.")


def _constraints(person: Profile, way: Destination) -> Iterator[Factor]:
    points = person.facts.direction_scoring.constraint
    for check in check_constraints(person, way):
        if check.is_met is not None:
            yield Factor(check.text.partition(":")[0], points["met" if check.is_met else "broken"], check.text)
