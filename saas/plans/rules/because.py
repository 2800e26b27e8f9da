"""Reasons: which answers put a line into the plan, in the person's own terms."""

from __future__ import annotations

from collections.abc import Iterable

from saas.intake.rules.words import listed
from saas.kernel.conditions import Answer, Answers, Condition
from saas.plans.rules.profile import Profile

# What everybody answers explains little. Later in this list means said only when nothing better is at hand.
COMMON = ("mood", "years", "industry", "hours", "level", "last_day", "employment", "direction", "state", "role")
# What somebody does not have explains a step only where nothing better does.
UNTELLING = {("visa", "no"), ("equity", "no"), ("age_40", "no"), ("group_program", "no")}
FOLLOWS_FROM = {
    "family": ("role",),
    "days_since_last_day": ("last_day",),
    "days_since_told": ("told_on",),
    "runway_months": ("savings", "spending"),
}
REASONS = 2
LONG = 70
FALLBACK = ("role",)

Reason = tuple[str, tuple[str, ...]]


def reason(person: Profile, keys: Iterable[str], count: int = REASONS, narrowed: Answers | None = None) -> Reason:
    """A clause for “Because …” and the question keys it speaks of. Always names at least one answer given.

    `narrowed` replaces answers of several values by the values that mattered.
    """
    asked = tuple(dict.fromkeys(real for key in keys for real in FOLLOWS_FROM.get(key, (key,))))
    heard = {**person.known, **(narrowed or {})}
    said = _said(person, asked, heard) or _said(person, FALLBACK, heard)
    chosen = _shortest(sorted(said, key=lambda pair: _rank(person, pair[0]))[:count])
    return listed([clause for _, clause in chosen]), tuple(key for key, _ in chosen)


def reason_for(person: Profile, condition: Condition) -> Reason:
    """The reason a condition held, naming only the chosen values it looked at."""
    return reason(person, condition.because(person.known), narrowed=_narrowed(condition, person.known))


def _said(person: Profile, keys: Iterable[str], heard: Answers) -> list[tuple[str, str]]:
    clauses = ((key, person.questionnaire.said(key, heard)) for key in keys if key in person.given)
    return [(key, clause) for key, clause in clauses if clause]


def _shortest(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One long clause stands alone: two of them make a sentence nobody finishes."""
    return pairs[:1] if pairs and len(pairs[0][1]) > LONG else pairs


def _rank(person: Profile, key: str) -> int:
    if (key, person.given.get(key)) in UNTELLING:
        return COMMON.index("state")
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
