"""The decision: go, test first, change setting, or stay and plan, with the answer that would flip it.

Clinicians get it unless they want the same work; other people who leave their field get it without the setting.
"""

from __future__ import annotations

from collections.abc import Iterator

from saas.kernel.conditions import Answer
from saas.planner.decision.verdict import Finding, find_verdict, list_findings
from saas.planner.money import monthly_burn
from saas.planner.outline import Decision, Sentence, Verdict
from saas.planner.person import Profile, build_profile
from saas.planner.reasons import explain_by_answers
from saas.planner.situation import Situation, assess_situation

CLINICAL_DIRECTIONS = ("pivot", "unsure", "adjacent")
MOST_REASONS = 4
# Without an active license the work they already do is not open to them.
CLOSED_LICENSES = ("inactive", "lapsed")

# Answers that are tried, in the order a person would want to hear of them: what they mean, what they could change, what is given.
CLINICAL_FLIP_KEYS = ("leaving_what", "keep_license", "training_use", "setting_strain", "employment", "license")
OTHER_FLIP_KEYS = ("employment",)
SAVINGS_MONTHS = (3, 6, 9, 12, 18)
PEOPLE_COUNTS = (20, 10, 2)
NO_FLIP = "No single answer changes this. It rests on several of them together."


def decide(situation: Situation) -> Decision | None:
    """None where there is nothing to decide."""
    person = situation.person
    if not needs_decision(person):
        return None
    findings = list_findings(situation)
    verdict = findings[0].verdict
    flip, flip_answer = find_flip(person, verdict)
    reasons = tuple(_sentence(person, finding) for finding in findings[:MOST_REASONS])
    return Decision(verdict, _title(person, verdict), reasons, flip, flip_answer)


def needs_decision(person: Profile) -> bool:
    direction = person.choice("direction")
    return direction == "pivot" or (person.is_clinical and direction in CLINICAL_DIRECTIONS)


def find_flip(person: Profile, verdict: Verdict) -> tuple[str, tuple[str, str] | None]:
    """The answer that would give another verdict, found by deciding again with each other answer it depends on.

    A sentence, and the (question key, value) it speaks of; None where no single answer does.
    """
    for key, value in _other_answers(person, verdict):
        other = _verdict_with(person, key, value)
        if other != verdict:
            clause = person.questionnaire.answer_clause(key, {**person.known, key: value})
            return f"If {clause}, the verdict becomes “{other}”.", (key, _option_value(value))
    return NO_FLIP, None


def _sentence(person: Profile, finding: Finding) -> Sentence:
    because, keys = explain_by_answers(person, finding.keys)
    return Sentence(finding.text, because, keys)


def _title(person: Profile, verdict: Verdict) -> str:
    if verdict == "change setting":
        return "Change the setting before the field"
    if verdict == "test first":
        return "Test it first, then decide"
    if verdict == "go":
        return "Go: search outside direct care" if person.is_clinical else "Go: search outside your field"
    if person.choice("license") in CLOSED_LICENSES:
        return "Take paying work first, and plan the move"
    if person.choice("employment") == "laid-off":
        return "Take work you already do first, and plan the move"
    return "Stay for now, and plan the move"


def _verdict_with(person: Profile, key: str, value: Answer) -> Verdict:
    changed = build_profile({**person.given, key: value}, person.inputs, person.today)
    return find_verdict(assess_situation(changed))


def _other_answers(person: Profile, verdict: Verdict) -> Iterator[tuple[str, Answer]]:
    """Where money decides, money is tried first."""
    if verdict == "stay and plan":
        yield from _other_savings(person)
    if not person.is_clinical:
        yield from (("network", people) for people in PEOPLE_COUNTS if people != person.number("network"))
    yield from _other_options(person, CLINICAL_FLIP_KEYS if person.is_clinical else OTHER_FLIP_KEYS)
    yield from _other_savings(person)


def _other_options(person: Profile, keys: tuple[str, ...]) -> Iterator[tuple[str, Answer]]:
    for key in keys:
        question = person.questionnaire.find_question(key)
        if question is None or not question.when.holds(person.known):
            continue
        for option in question.options:
            value: Answer = (option.value,) if question.kind == "several" else option.value
            if value != person.given.get(key):
                yield key, value


def _other_savings(person: Profile) -> Iterator[tuple[str, Answer]]:
    """Savings that would last some number of months."""
    burn = monthly_burn(person)
    if burn is None or burn <= 0 or "savings" not in person.given:
        return
    amounts = (round(burn * months) for months in SAVINGS_MONTHS)
    yield from (("savings", amount) for amount in amounts if amount != person.number("savings"))


def _option_value(value: Answer) -> str:
    return value[0] if isinstance(value, tuple) else str(value)
