"""Texts to write over, and what the library's tables hold of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.library.kinds.fields import Content
from saas.library.kinds.roles import RolePage
from saas.library.kinds.spec import Kind
from saas.library.kinds.steps import StepContent
from saas.library.pieces.models import Piece, PieceChange, Publication, Revision
from saas.library.seed.loading import Seed, load_seeds

SAM, KIM = "sam@example.com", "kim@example.com"
Some = TypeVar("Some", bound=Content)


@cache
def all_seeds_by_name() -> dict[tuple[Kind, str], Seed]:
    return {(seed.kind, seed.slug): seed for seed in load_seeds()}


def seeded(kind: Kind, slug: str) -> Seed:
    return all_seeds_by_name()[kind, slug]


def role(more: str = "", slug: str = "accountant") -> RolePage:
    """A role page whose opening paragraph goes on with `more`."""
    content = seeded("role", slug).content
    assert isinstance(content, RolePage)
    return changed(content, lead=f"{content.lead} {more}") if more else content


def step(**fields: Any) -> StepContent:
    content = seeded("step", "ae-find-the-plan").content
    assert isinstance(content, StepContent)
    return changed(content, **fields)


def changed(content: Some, **fields: Any) -> Some:
    return content.model_copy(update=fields)


def files(*others: Seed) -> list[Seed]:
    """Every seed, some of them in another text."""
    return [*(all_seeds_by_name() | {(seed.kind, seed.slug): seed for seed in others}).values()]


def with_content(seed: Seed, **fields: Any) -> Seed:
    return replace(seed, content=changed(seed.content, **fields))


def bodies(session: Session, kind: Kind, slug: str) -> list[str]:
    """The texts of a piece, the first one first."""
    session.rollback()
    of_piece = select(Revision.body).join(Piece, Piece.id == Revision.piece_id)
    return list(session.scalars(of_piece.where(Piece.kind == kind, Piece.slug == slug).order_by(Revision.number)))


def stored_piece(session: Session, kind: Kind, slug: str) -> Piece:
    session.rollback()
    return session.scalars(select(Piece).where(Piece.kind == kind, Piece.slug == slug)).one()


def version(session: Session) -> int:
    session.rollback()
    return session.scalars(select(Publication.version)).one()


def counts(session: Session) -> tuple[int, int | None, int | None, int | None]:
    """Version, pieces, revisions and changes: the same again where nothing was written."""
    number = version(session)
    tables = (Piece, Revision, PieceChange)
    pieces, revisions, changes = (session.scalar(select(func.count()).select_from(table)) for table in tables)
    return number, pieces, revisions, changes
