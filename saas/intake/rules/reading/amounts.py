"""Money in whole dollars, and plain numbers with a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from saas.intake.rules.faults import AnswerError
from saas.intake.rules.shapes import Question
from saas.intake.rules.words import dollars, number

# [0-9] on purpose: \d also takes digits of other scripts, and int() would agree.
WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})"
MONEY = re.compile(rf"\$? ?(?P<whole>{WHOLE})(?P<cents>\.[0-9]{{2}})?(?: dollars)?")
NUMBER = re.compile(rf"(?P<whole>{WHOLE})(?P<part>\.[0-9]{{1,2}})?")
NEGATIVE = re.compile(r"\$? ?[-\u2212\u2013] ?\$? ?[0-9]")

# Time can be halved; people, applications and conversations cannot.
DIVISIBLE = frozenset({"years", "weeks", "hours a week"})


def read_money(question: Question, sent: Sequence[str]) -> int | None:
    """ "4,200", "$4200" and "4200.50" are amounts; the cents are rounded away. "4.2k" is not."""
    if not sent and question.is_optional:
        return None
    if not sent:
        raise AnswerError("Write an amount in whole dollars, such as 4,200.")
    if NEGATIVE.match(sent[0]):
        raise AnswerError("An amount cannot be below zero. Write 0 if there is none.")
    found = MONEY.fullmatch(sent[0])
    if found is None:
        raise AnswerError(f"We cannot read “{_short(sent[0])}” as an amount. Write whole dollars, such as 4,200.")
    exact = Decimal(found["whole"].replace(",", "") + (found["cents"] or ""))
    amount_dollars = int(exact.to_integral_value(ROUND_HALF_UP))
    if not _is_within(question, amount_dollars):
        raise AnswerError(f"Write an amount from {dollars(question.min or 0)} to {dollars(question.max or 0)}.")
    return amount_dollars


def read_number(question: Question, sent: Sequence[str]) -> int | float | None:
    """A number in the question's unit and range; halves only where the unit can be halved."""
    if not sent and question.is_optional:
        return None
    if not sent:
        raise AnswerError(_range(question))
    if NEGATIVE.match(sent[0]):
        raise AnswerError(f"A number of {question.unit} cannot be below zero. {_range(question)}")
    found = NUMBER.fullmatch(_without_unit(question, sent[0]))
    if found is None:
        raise AnswerError(f"We cannot read “{_short(sent[0])}” as a number. {_range(question)}")
    value = float(found["whole"].replace(",", "") + (found["part"] or ""))
    if value != int(value) and question.unit not in DIVISIBLE:
        raise AnswerError(f"Write a whole number of {question.unit}.")
    if not _is_within(question, value):
        raise AnswerError(f"{number(value)} is outside what a plan can use. {_range(question)}")
    return int(value) if value == int(value) else value


def _without_unit(question: Question, text: str) -> str:
    """ "8 weeks" and "8 week" are 8; people repeat the unit they were shown."""
    unit = question.unit.split(" ")[0]
    return re.sub(rf" ?(?:{re.escape(unit)}|{re.escape(unit.removesuffix('s'))})$", "", text, flags=re.IGNORECASE)


def _is_within(question: Question, value: float) -> bool:
    low, high = question.min, question.max
    return (low is None or value >= low) and (high is None or value <= high)


def _range(question: Question) -> str:
    return f"Write a number from {number(question.min or 0)} to {number(question.max or 0)}, in {question.unit}."


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
