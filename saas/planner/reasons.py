"""Reasons: which answers put a line into the plan, in the person's own terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from saas.kernel.conditions import Answer, Answers, Condition
from saas.kernel.formatting import join_words
from saas.planner.person import Profile
from saas.planner.phrases import answer_clause
from saas.planner.relevance import Relevance, rank_answers, source_questions

# What everybody answers explains little. Later in this list: given as a reason only when nothing better is at hand.
COMMON_KEYS = ("mood", "years", "industry", "hours", "level", "last_day", "employment", "direction", "state", "role")
# What somebody does not have explains a line only where nothing better does.
WEAK_ANSWERS = {("visa", "no"), ("equity", "no"), ("age", "under-40"), ("group_program", "no")}
# The first says the second as well: “your cover ends on …” needs no “your health cover comes from your employer”.
IMPLIES = {
    "insurance_end": "insurance",
    "severance_sign_by": "severance",
    "severance_received": "severance",
    "severance_weeks": "severance",
    "license_renewal": "license",
    "other_license_renewal": "other_license",
    "other_license": "circumstances",
    "severance_paid_as": "severance",
    "claim_weeks_left": "claim",
    "claim_filed_on": "claim",
    "option_window_days": "equity",
    "ending": "employment",
    "keep_license": "license",
    "interviews": "applications",
    "last_day": "employment",
}
MOST_CLAUSES = 2
# Characters of one clause, and of all of them.
LONG_CLAUSE, LONG_SENTENCE = 70, 115
FALLBACK_KEYS = ("employment", "direction", "role")
# A second clause is added only where it is at least as relevant as this, by the relevance of the first.
LEAST_RELEVANCE = {Relevance.DECIDES: Relevance.OWN_WORK, Relevance.OWN_WORK: Relevance.SITUATION}


class Reason(NamedTuple):
    """A clause that follows “Because”, and the question keys it speaks of."""

    because: str
    keys: tuple[str, ...]


def explain_by_answers(
    person: Profile, keys: Iterable[str], most: int = MOST_CLAUSES, narrowed: Answers | None = None
) -> Reason:
    """A reason from the answers to some questions. Always names at least one answer given.

    The rarest answers are chosen, and named in the order they were asked. `narrowed` replaces answers of several
    values by the values that mattered.
    """
    questions = tuple(dict.fromkeys(question for key in keys for question in source_questions(key)))
    strong = [key for key in questions if key in person.given and (key, person.given[key]) not in WEAK_ANSWERS]
    answers = {**person.known, **(narrowed or {})}
    return _reason(person, _clauses_or_fallback(person, sorted(strong or questions, key=_commonness), answers), most)


def explain_by_condition(person: Profile, condition: Condition, counted_from: str = "") -> Reason:
    """Why a condition held: the answer that decided, and a second only where it adds something.

    `counted_from` is the answer a due date starts at. Answers that merely keep nobody out are named last.
    """
    if not condition.lines and not counted_from:
        # A line without a condition stands there for everybody of that work.
        return explain_by_answers(person, ("role",))
    ranked = rank_answers(condition, person.known, counted_from if counted_from in person.given else "")
    least = LEAST_RELEVANCE.get(ranked[0].relevance if ranked else Relevance.DECIDES, Relevance.DECIDES + 1)
    keys = [key for place, answer in enumerate(ranked) if not place or answer.relevance >= least for key in answer.keys]
    answers = {**person.known, **_narrow_answers(condition, person.known)}
    reason = _reason(person, _clauses(person, keys, answers), MOST_CLAUSES)
    if reason.keys:
        return reason
    all_keys = [key for answer in ranked for key in answer.keys]
    return _reason(person, _clauses_or_fallback(person, all_keys, person.known), 1)


def _clauses(person: Profile, keys: Iterable[str], answers: Answers) -> list[tuple[str, str]]:
    """(key, clause) of each question that was answered and gives one."""
    clauses = ((key, answer_clause(person, key, answers)) for key in dict.fromkeys(keys) if key in person.given)
    return [(key, clause) for key, clause in clauses if clause]


def _clauses_or_fallback(person: Profile, keys: Iterable[str], answers: Answers) -> list[tuple[str, str]]:
    return _clauses(person, keys, answers) or _clauses(person, FALLBACK_KEYS, answers)[:1]


def _reason(person: Profile, clauses: Sequence[tuple[str, str]], most: int) -> Reason:
    chosen = _shorten(_without_implied(clauses)[:most])
    order = [question.key for question in person.questionnaire.all_questions]
    chosen.sort(key=lambda clause: order.index(clause[0]))
    return Reason(join_words([words for _, words in chosen]) if chosen else "", tuple(key for key, _ in chosen))


def _without_implied(clauses: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    implied = {IMPLIES[key] for key, _ in clauses if key in IMPLIES}
    return [clause for clause in clauses if clause[0] not in implied]


def _shorten(clauses: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One long clause stands alone: two of them make a sentence nobody finishes."""
    lengths = [len(words) for _, words in clauses]
    is_long = bool(lengths) and (lengths[0] > LONG_CLAUSE or sum(lengths) > LONG_SENTENCE)
    return clauses[:1] if is_long else clauses


def _commonness(key: str) -> int:
    return COMMON_KEYS.index(key) + 1 if key in COMMON_KEYS else 0


def _narrow_answers(condition: Condition, answers: Answers) -> dict[str, Answer]:
    """Of an answer of several values, those that a condition asks for."""
    narrowed: dict[str, Answer] = {}
    for atom in condition.atoms:
        answer = answers.get(atom.key)
        if isinstance(answer, tuple) and atom.word in ("is", "in", "includes"):
            mattered = tuple(value for value in answer if value in atom.values)
            if mattered:
                narrowed[atom.key] = mattered
    return narrowed
