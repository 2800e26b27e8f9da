"""What must be true of a question beside the others, so that people can be asked. Pure.

The program itself reads some answers: a plan begins with the role, and a resume fills the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from saas.kernel.conditions import Atom, parse_condition
from saas.library.kinds.questions import QuestionContent, question_key
from saas.library.kinds.text import FieldPath

KINDS_WITH_OPTIONS = ("choice", "several")
KINDS_WITH_BOUNDS = ("money", "number", "rows", "text")
KINDS_WITH_UNIT = ("money", "number")
# Kinds that the program builds on: such a question stays where it is.
FIXED_KINDS = ("role", "rows")
# Concluded from an earlier answer, and the only such key that questions may depend on.
DERIVED_KEY = "family"
# Pages below /intake, where every question has its own.
RESERVED_SLUGS = ("resume", "review", "submission")
MAX_BEFORE_PAYING, MAX_KEY_LENGTH = 6, 40
Questions = Mapping[str, QuestionContent]
Faults = Iterator[tuple[FieldPath, str]]


def find_question_faults(slug: str, question: QuestionContent, published: Questions) -> Faults:
    """Field and sentence of each fault. `published` are the questions by slug; this one, as it was, may be among them."""
    before = published.get(slug)
    others = {other: content for other, content in published.items() if other != slug}
    yield from _check_slug(slug)
    yield from _check_parts(question)
    yield from _check_said_back(question)
    yield from _check_condition(slug, question, others)
    yield from _check_dependents(slug, question, others)
    is_moved = before is not None and question.kind in FIXED_KINDS and before.stage != question.stage
    if before and (before.kind != question.kind or is_moved):
        yield (
            ("kind",),
            "Answers that are kept were given to another kind of question. Withdraw this one and write a new one.",
        )
    if question.stage == "start" and sum(other.stage == "start" for other in others.values()) >= MAX_BEFORE_PAYING:
        yield ("stage",), "Six questions at most are asked before paying."


def withdrawal_refusal(slug: str, published: Questions) -> str:
    """The sentence that keeps a published question in place; empty where it may be withdrawn."""
    question = published.get(slug)
    if question is not None and question.kind in FIXED_KINDS:
        return "Plans are built on this question, so it stays. Its words can be changed."
    dependents = (other for other_slug, other in published.items() if other_slug != slug and _depends_on(other, slug))
    dependent = next(dependents, None)
    return f"“{dependent.text}” is asked depending on this one. Change that question first." if dependent else ""


def _check_slug(slug: str) -> Faults:
    if slug in RESERVED_SLUGS or len(slug) > MAX_KEY_LENGTH or not slug[:1].isalpha():
        yield (
            ("text",),
            "Its name begins with a letter, has forty letters at most, and is not resume, review or submission.",
        )


def _check_parts(question: QuestionContent) -> Faults:
    if (question.kind in KINDS_WITH_OPTIONS) != bool(question.options):
        yield ("options",), "A choice has options, and other kinds have none."
    counts = Counter(option.value for option in question.options)
    duplicates = [value for value, count in counts.items() if count > 1]
    if duplicates:
        yield ("options",), f"“{duplicates[0]}” stands there twice."
    if (question.kind in KINDS_WITH_BOUNDS) != (question.max is not None):
        yield ("max",), "Money, numbers, rows and text have a largest value, and other kinds have none."
    if question.min is not None and question.max is not None and question.min > question.max:
        yield ("min",), "It is larger than the largest value."
    if (question.kind in KINDS_WITH_UNIT) != bool(question.unit):
        yield ("unit",), "Money and numbers have a unit, and other kinds have none."
    if question.optional != bool(question.skip_effect):
        yield ("skip_effect",), "A question that may be skipped says what that changes, and no other does."


def _check_said_back(question: QuestionContent) -> Faults:
    if not question.options and not question.said:
        yield ("said",), "Nothing is written here: the plan says it back after “Because you said”."
    for name in ("said", "said_one", "said_zero"):
        if any(brace in getattr(question, name).replace("{value}", "") for brace in "{}"):
            yield (name,), "The only mark here is {value}, the answer in words."


def _check_condition(slug: str, question: QuestionContent, others: Questions) -> Faults:
    place = _place(slug, question)
    earlier = {question_key(other): content for other, content in others.items() if _place(other, content) < place}
    keys = {question_key(other) for other in others}
    conditions = (("when",), question.when), *((("options",), option.when) for option in question.options)
    for field, atom in ((field, atom) for field, lines in conditions for atom in parse_condition(lines).atoms):
        if atom.key not in keys | {DERIVED_KEY}:
            yield field, f"No question is called “{atom.key}”."
        elif atom.key not in earlier and atom.key != DERIVED_KEY:
            yield field, f"“{atom.key}” is asked later, and a condition looks back."
        elif atom.key in earlier:
            yield from ((field, sentence) for sentence in _check_values(atom, earlier[atom.key]))


def _check_dependents(slug: str, question: QuestionContent, others: Questions) -> Faults:
    """Questions that look back to this one, and would no longer find what they look for."""
    for other_slug, other in others.items():
        if _depends_on(other, slug) and _place(other_slug, other) < _place(slug, question):
            yield ("place",), f"“{other.text}” looks back to this question, and would come before it."
        for atom in parse_condition(_all_lines(other)).atoms:
            if atom.key == question_key(slug):
                yield from ((("options",), f"“{other.text}”: {sentence}") for sentence in _check_values(atom, question))


def _check_values(atom: Atom, question: QuestionContent) -> Iterator[str]:
    options = {option.value for option in question.options}
    for value in atom.values if options else ():
        if value not in options:
            yield f"“{atom.key}” cannot be answered with “{value}”."


def _depends_on(question: QuestionContent, slug: str) -> bool:
    return question_key(slug) in parse_condition(_all_lines(question)).keys


def _all_lines(question: QuestionContent) -> tuple[str, ...]:
    """Its own conditions and those of its options."""
    return (*question.when, *(line for option in question.options for line in option.when))


def _place(slug: str, question: QuestionContent) -> tuple[int, str]:
    """Where it stands in the questionnaire."""
    return question.place, slug
