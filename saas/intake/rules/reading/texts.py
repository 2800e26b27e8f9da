"""Words of their own: kept as written, within a stated room."""

from __future__ import annotations

import re
from collections.abc import Sequence

from saas.intake.rules.faults import AnswerError
from saas.intake.rules.shapes import Question

TEXT_ROOM = 2000
ROW_ROOM = 300

# A NUL cannot be stored by PostgreSQL, a lone surrogate by nobody; neither was typed on purpose.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def tidy(text: str) -> str:
    """Without the characters nobody types, with one kind of line end, and without space around."""
    return UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_text(question: Question, sent: Sequence[str]) -> str | None:
    """Up to `max` characters."""
    if not sent:
        if question.is_optional:
            return None
        raise AnswerError("Write an answer in your own words.")
    _fits(sent[0], question.max or TEXT_ROOM)
    return sent[0]


def read_rows(question: Question, sent: Sequence[str]) -> tuple[str, ...] | None:
    """Up to `max` rows of up to 300 characters, each on one line; empty rows are left out."""
    room = question.max or 1
    if len(sent) > room:
        raise AnswerError(f"You wrote {len(sent)}. There is room for {room}, so keep the ones that count most.")
    rows = tuple(" ".join(row.split()) for row in sent)
    for row in rows:
        _fits(row, ROW_ROOM)
    if not rows and not question.is_optional:
        raise AnswerError("Write at least one.")
    return rows or None


def joined(question: Question, written: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """The rows that are there and then the new ones, each once. Raises AnswerError where there is no room for all."""
    new = [row for row in dict.fromkeys(" ".join(tidy(row).split()) for row in more) if row and row not in written]
    room = (question.max or 1) - len(written)
    if len(new) > room:
        left = f"room for {room} more" if written else f"room for {room}"
        raise AnswerError(f"You ticked {len(new)} and there is {left}. Keep the ones that count most.")
    return read_rows(question, [*written, *new]) or ()


def _fits(text: str, room: int) -> None:
    if len(text) > room:
        raise AnswerError(f"This has {len(text):,} characters. There is room for {room:,}, so shorten it a little.")
