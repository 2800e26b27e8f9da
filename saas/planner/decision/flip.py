"""The answer that would flip the verdict, found by deciding again with each other answer it depends on."""

from __future__ import annotations

from collections.abc import Iterator

from saas.kernel.conditions import Answer
from saas.planner.decision.verdict import verdict
from saas.planner.money import monthly_burn
from saas.planner.outline import Verdict
from saas.planner.person import Profile, profile
from saas.planner.situation import Circumstances, circumstances

# In the order a person would want to hear of them: what they mean, what they could change, what is given.
CLINICAL_KEYS = ("leaving_what", "keep_license", "training_use", "setting_strain", "employment", "license")
OTHER_KEYS = ("employment",)
MONTHS = (3, 6, 9, 12, 18)
PEOPLE = (20, 10, 2)
NO_FLIP = "No single answer changes this. It rests on several of them together."

Flip = tuple[str, tuple[str, str] | None]


def flip(now: Circumstances, stands: Verdict) -> Flip:
    """A sentence, and the (question key, value) it speaks of."""
    for key, value in _others(now.person, stands):
        other = _again(now.person, key, value)
        if other != stands:
            said = now.person.questionnaire.answer_clause(key, {**now.person.known, key: value})
            return f"If {said}, the verdict becomes “{other}”.", (key, _plain(value))
    return NO_FLIP, None


def _again(person: Profile, key: str, value: Answer) -> Verdict:
    answers = {**person.given, key: value}
    return verdict(circumstances(profile(answers, person.catalogue, person.facts, person.questionnaire, person.today)))


def _others(person: Profile, stands: Verdict) -> Iterator[tuple[str, Answer]]:
    """Where money decides, money is asked about first."""
    if stands == "stay and plan":
        yield from _savings(person)
    if not person.is_clinical:
        yield from (("network", people) for people in PEOPLE if people != person.number("network"))
    yield from _options(person, CLINICAL_KEYS if person.is_clinical else OTHER_KEYS)
    yield from _savings(person)


def _options(person: Profile, keys: tuple[str, ...]) -> Iterator[tuple[str, Answer]]:
    for key in keys:
        question = person.questionnaire.find_question(key)
        if question is None or not question.when.holds(person.known):
            continue
        for option in question.options:
            value: Answer = (option.value,) if question.kind == "several" else option.value
            if value != person.given.get(key):
                yield key, value


def _savings(person: Profile) -> Iterator[tuple[str, Answer]]:
    burn = monthly_burn(person)
    if burn is None or burn <= 0 or "savings" not in person.given:
        return
    yield from (
        ("savings", round(burn * months)) for months in MONTHS if round(burn * months) != person.number("savings")
    )


def _plain(value: Answer) -> str:
    return value[0] if isinstance(value, tuple) else str(value)
