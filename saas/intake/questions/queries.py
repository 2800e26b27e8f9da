"""The questionnaire as the library publishes it.

Staff change questions while people answer, so each process looks at the library's version again after a second, and reads
the questions again where it changed. A request in between costs no statement.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from saas.intake.questions.question import Option, Question
from saas.intake.questions.questionnaire import Questionnaire
from saas.kernel.conditions import parse_condition
from saas.library.kinds.questions import QuestionContent, QuestionOption, question_key
from saas.library.pieces import queries as library
from saas.library.seed.loading import load_seed_questions

VERSION_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _CachedQuestionnaire:
    """Replaced as a whole, so that a thread reads one questionnaire or the other. `checked_at` is monotonic seconds."""

    questionnaire: Questionnaire
    library_version: str
    checked_at: float


# By database: one in a server process.
_cached: WeakKeyDictionary[Any, _CachedQuestionnaire] = WeakKeyDictionary()


def current_questionnaire(session: Session) -> Questionnaire:
    """The published questions, at most a second old; those of the seed files where the library has none."""
    database, now = session.get_bind(), time.monotonic()
    cached = _cached.get(database)
    if cached is None or now - cached.checked_at >= VERSION_SECONDS:
        # The version is read first: a piece published in between is read now and once more a second later.
        version = library.library_version(session)
        is_known = cached is not None and cached.library_version == version
        questionnaire = cached.questionnaire if cached and is_known else _load_questionnaire(session, version)
        cached = _cached[database] = _CachedQuestionnaire(questionnaire, version, now)
    return cached.questionnaire


@cache
def seed_questionnaire() -> Questionnaire:
    """The questions of the launch library, for commands without a database and for tests."""
    return build_questionnaire(load_seed_questions())


def build_questionnaire(pieces: Mapping[str, QuestionContent], version: str = "") -> Questionnaire:
    """Pieces by slug as a questionnaire, in the order of their places."""
    in_order = sorted(pieces.items(), key=lambda pair: (pair[1].place, pair[0]))
    return Questionnaire(tuple(_build_question(slug, piece) for slug, piece in in_order), version)


def forget_questionnaires() -> None:
    """Look at the library again at the next request. For tests, which change the database behind a running process."""
    _cached.clear()


def _load_questionnaire(session: Session, version: str) -> Questionnaire:
    pieces = library.load_questions(session)
    return build_questionnaire(pieces, version) if pieces else seed_questionnaire()


def _build_question(slug: str, piece: QuestionContent) -> Question:
    return Question(
        key=question_key(slug),
        stage=piece.stage,
        kind=piece.kind,
        text=piece.text,
        why=piece.why,
        clause=piece.said,
        clause_one=piece.said_one,
        clause_zero=piece.said_zero,
        hint=piece.hint,
        unit=piece.unit,
        min=piece.min,
        max=piece.max,
        range_end=piece.range_end,
        options=tuple(map(_build_option, piece.options)),
        is_optional=piece.optional,
        skip_effect=piece.skip_effect,
        when_lines=piece.when,
        when=parse_condition(piece.when),
    )


def _build_option(choice: QuestionOption) -> Option:
    return Option(
        value=choice.value,
        label=choice.label,
        clause=choice.said,
        hint=choice.hint,
        is_alone=choice.alone,
        is_retired=choice.retired,
        when_lines=choice.when,
        when=parse_condition(choice.when),
    )
