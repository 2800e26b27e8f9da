"""Reasons: which answers put a line into the plan, in the person's own terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saas.kernel.conditions import Answer, Answers, Condition
from saas.kernel.formatting import join_words
from saas.planner.person import Profile
from saas.planner.phrases import clause
from saas.planner.relevance import DECIDES, FOLLOWS_FROM, OWN_WORK, tellings

# What everybody answers explains little. Later in this list means said only when nothing better is at hand.
COMMON = ("mood", "years", "industry", "hours", "level", "last_day", "employment", "direction", "state", "role")
# What somebody does not have explains a line only where nothing better does.
UNTELLING = {("visa", "no"), ("equity", "no"), ("age_40", "no"), ("group_program", "no")}
# The first says the second as well: “your cover ends on …” needs no “your health cover comes from your employer”.
IMPLIES = {
    "insurance_end": "insurance",
    "severance_sign_by": "severance",
    "severance_received": "severance",
    "severance_weeks": "severance",
    "license_renewal": "license",
    "keep_license": "license",
    "interviews": "applications",
    "last_day": "employment",
}
REASONS = 2
LONG, TOO_LONG = 70, 115
FALLBACK = ("employment", "direction", "role")
# A line without a condition stands there for everybody of that work.
OF_THE_WORK = ("role",)

Reason = tuple[str, tuple[str, ...]]


def reason(person: Profile, keys: Iterable[str], count: int = REASONS, narrowed: Answers | None = None) -> Reason:
    """A clause for “Because …” and the question keys it speaks of. Always names at least one answer given.

    The rarest answers are chosen, and told in the order they were asked. `narrowed` replaces answers of several
    values by the values that mattered.
    """
    asked = tuple(dict.fromkeys(real for key in keys for real in FOLLOWS_FROM.get(key, (key,))))
    telling = [key for key in asked if key in person.given and (key, person.given[key]) not in UNTELLING]
    return _told(person, sorted(telling or asked, key=_rank), count, narrowed or {})


def reason_for(person: Profile, condition: Condition, counted_from: str = "") -> Reason:
    """Why a condition held: the answer that decided, and a second only where it adds something.

    `counted_from` is the answer a due date starts at. Answers that merely keep nobody out are named last.
    """
    if not condition.lines and not counted_from:
        return reason(person, OF_THE_WORK)
    found = tellings(condition, person.known, counted_from if counted_from in person.given else "")
    best = found[0].level if found else DECIDES
    least = OWN_WORK if best == DECIDES else 1 if best == OWN_WORK else DECIDES + 1
    keys = [key for place, one in enumerate(found) if place == 0 or one.level >= least for key in one.keys]
    spare = [key for one in found for key in one.keys]
    told = _told(person, keys, REASONS, _narrowed(condition, person.known), is_plain=False)
    return told if told[1] else _told(person, spare, 1, {})


def _told(person: Profile, ordered: Sequence[str], count: int, narrowed: Answers, is_plain: bool = True) -> Reason:
    heard = {**person.known, **narrowed}
    said = _said(person, ordered, heard) or (_said(person, FALLBACK, heard)[:1] if is_plain else [])
    chosen = _shortest(_without_implied(said)[:count])
    asked = [question.key for question in person.questionnaire.all_questions]
    chosen.sort(key=lambda pair: asked.index(pair[0]))
    return (join_words([words for _, words in chosen]) if chosen else ""), tuple(key for key, _ in chosen)


def _said(person: Profile, keys: Iterable[str], heard: Answers) -> list[tuple[str, str]]:
    clauses = ((key, clause(person, key, heard)) for key in dict.fromkeys(keys) if key in person.given)
    return [(key, words) for key, words in clauses if words]


def _without_implied(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    implied = {IMPLIES[key] for key, _ in pairs if key in IMPLIES}
    return [pair for pair in pairs if pair[0] not in implied]


def _shortest(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One long clause stands alone: two of them make a sentence nobody finishes."""
    is_long = bool(pairs) and (len(pairs[0][1]) > LONG or sum(len(words) for _, words in pairs) > TOO_LONG)
    return pairs[:1] if is_long else pairs


def _rank(key: str) -> int:
    return COMMON.index(key) + 1 if key in COMMON else 0


def _narrowed(condition: Condition, answers: Answers) -> dict[str, Answer]:
    narrowed: dict[str, Answer] = {}
    for atom in condition.atoms:
        answer = answers.get(atom.key)
        if isinstance(answer, tuple) and atom.word in ("is", "in", "includes"):
            mattered = tuple(value for value in answer if value in atom.values)
            if mattered:
                narrowed[atom.key] = mattered
    return narrowed
