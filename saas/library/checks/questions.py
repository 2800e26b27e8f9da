"""What must be true of a question beside the others, or people could not be asked. Pure.

The program itself reads some answers: a plan begins with the role, and a resume fills the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from saas.kernel.conditions import Atom, parse_condition
from saas.library.kinds.questions import QuestionContent, question_key
from saas.library.kinds.text import FieldPath

CHOSEN = ("choice", "several")
BOUNDED = ("money", "number", "rows", "text")
MEASURED = ("money", "number")
# Kinds that the program builds on: such a question stays where it is.
BUILT_ON = ("role", "rows")
# Concluded from an earlier answer, and the only such key that questions are asked with.
DERIVED_KEY = "family"
# Pages below /intake, where every question has its own.
RESERVED_SLUGS = ("resume", "review", "submission")
MOST_BEFORE_PAYING, LONGEST_KEY = 6, 40
Faults = Iterator[tuple[FieldPath, str]]


def find_question_faults(slug: str, own: QuestionContent, others: Mapping[str, QuestionContent]) -> Faults:
    """Field and sentence of each. `others` are the published questions by slug; this one, as it was, may be among them."""
    before = others.get(slug)
    others = {other: asked for other, asked in others.items() if other != slug}
    yield from _name(slug)
    yield from _parts(own)
    yield from _sayings(own)
    yield from _condition(slug, own, others)
    yield from _followers(slug, own, others)
    if before and (before.kind != own.kind or (own.kind in BUILT_ON and before.stage != own.stage)):
        yield (
            ("kind",),
            "Answers that are kept were given to another kind of question. Withdraw this one and write a new one.",
        )
    if own.stage == "start" and sum(asked.stage == "start" for asked in others.values()) >= MOST_BEFORE_PAYING:
        yield ("stage",), "Six questions at most are asked before paying."


def withdrawal_refusal(slug: str, others: Mapping[str, QuestionContent]) -> str:
    """The sentence that keeps a published question in place; empty where it may go."""
    own = others.get(slug)
    if own is not None and own.kind in BUILT_ON:
        return "Plans are built on this question, so it stays. Its words can be changed."
    follower = next((asked for other, asked in others.items() if other != slug and _names(asked, slug)), None)
    return f"“{follower.text}” is asked depending on this one. Change that question first." if follower else ""


def _name(slug: str) -> Faults:
    if slug in RESERVED_SLUGS or len(slug) > LONGEST_KEY or not slug[:1].isalpha():
        yield (
            ("text",),
            "Its name begins with a letter, has forty letters at most, and is not resume, review or submission.",
        )


def _parts(own: QuestionContent) -> Faults:
    if (own.kind in CHOSEN) != bool(own.options):
        yield ("options",), "A choice has options, and other kinds have none."
    twice = [value for value, count in Counter(option.value for option in own.options).items() if count > 1]
    if twice:
        yield ("options",), f"“{twice[0]}” stands there twice."
    if (own.kind in BOUNDED) != (own.max is not None):
        yield ("max",), "Money, numbers, rows and text have a largest value, and other kinds have none."
    if own.min is not None and own.max is not None and own.min > own.max:
        yield ("min",), "It is larger than the largest value."
    if (own.kind in MEASURED) != bool(own.unit):
        yield ("unit",), "Money and numbers have a unit, and other kinds have none."
    if own.optional != bool(own.skip_effect):
        yield ("skip_effect",), "A question that may be skipped says what that changes, and no other does."


def _sayings(own: QuestionContent) -> Faults:
    if not own.options and not own.said:
        yield ("said",), "Nothing is written here: the plan says it back after “Because you said”."
    for name in ("said", "said_one", "said_zero"):
        if any(brace in getattr(own, name).replace("{value}", "") for brace in "{}"):
            yield (name,), "The only mark here is {value}, the answer in words."


def _condition(slug: str, own: QuestionContent, others: Mapping[str, QuestionContent]) -> Faults:
    earlier = {
        question_key(other): asked for other, asked in others.items() if _order(other, asked) < _order(slug, own)
    }
    known = {question_key(other) for other in others}
    for atom in parse_condition(own.when).atoms:
        if atom.key not in known | {DERIVED_KEY}:
            yield ("when",), f"No question is called “{atom.key}”."
        elif atom.key not in earlier and atom.key != DERIVED_KEY:
            yield ("when",), f"“{atom.key}” is asked later, and a condition looks back."
        elif atom.key in earlier:
            yield from ((("when",), sentence) for sentence in _values(atom, earlier[atom.key]))


def _followers(slug: str, own: QuestionContent, others: Mapping[str, QuestionContent]) -> Faults:
    """Questions that look back to this one, and would no longer find what they look for."""
    for other, asked in others.items():
        if _names(asked, slug) and _order(other, asked) < _order(slug, own):
            yield ("place",), f"“{asked.text}” looks back to this question, and would come before it."
        for atom in parse_condition(asked.when).atoms:
            if atom.key == question_key(slug):
                yield from ((("options",), f"“{asked.text}”: {sentence}") for sentence in _values(atom, own))


def _values(atom: Atom, asked: QuestionContent) -> Iterator[str]:
    offered = {option.value for option in asked.options}
    for value in atom.values if offered else ():
        if value not in offered:
            yield f"“{atom.key}” cannot be answered with “{value}”."


def _names(asked: QuestionContent, slug: str) -> bool:
    return question_key(slug) in parse_condition(asked.when).keys


def _order(slug: str, asked: QuestionContent) -> tuple[int, str]:
    return asked.place, slug
