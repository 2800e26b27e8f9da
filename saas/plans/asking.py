"""From the library to the questionnaire: published questions become what people are asked. The two know nothing of each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from saas.intake.rules import questionnaire
from saas.intake.rules.questionnaire import asked_version, install
from saas.kernel.tenancy import unowned_session
from saas.library.kinds.questions import QuestionPiece, question_key
from saas.library.pieces import queries
from saas.library.seed.loading import load_seed_questions as of_files

Table = dict[str, Any]


def supply() -> None:
    """Ask the questions of the seed files, read when the first is needed. Called where a program starts."""
    questionnaire.supply(lambda: tables(of_files()))


def follow(version: str, engine: Engine) -> None:
    """Ask what is published, where the library is no longer at the version that was read. A library without questions
    leaves those of the files."""
    if version and version != asked_version():
        with unowned_session(engine) as reader:
            published = queries.load_questions(reader)
        install(tables(published or of_files()), version)


def tables(pieces: Mapping[str, QuestionPiece]) -> list[Table]:
    """Questions by slug as intake takes them, in the order asked."""
    in_order = sorted(pieces.items(), key=lambda pair: (pair[1].place, pair[0]))
    return [{"key": question_key(slug), **piece.model_dump(exclude={"place"})} for slug, piece in in_order]
