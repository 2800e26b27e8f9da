"""Texts to write over, and what the library's tables hold of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.library.models import Piece, PieceChange, Publication, Revision
from saas.library.seed import seeds
from saas.library.seed.pieces import Seed
from saas.library.shapes import Kind
from saas.library.shapes.parts import Shape
from saas.library.shapes.work import RolePage, StepPiece

SAM, KIM = "sam@example.com", "kim@example.com"
Some = TypeVar("Some", bound=Shape)


@cache
def everything() -> dict[tuple[Kind, str], Seed]:
    return {(seed.kind, seed.slug): seed for seed in seeds()}


def seeded(kind: Kind, slug: str) -> Seed:
    return everything()[kind, slug]


def role(more: str = "", slug: str = "accountant") -> RolePage:
    """A role page whose opening paragraph goes on with `more`."""
    shape = seeded("role", slug).shape
    assert isinstance(shape, RolePage)
    return changed(shape, lead=f"{shape.lead} {more}") if more else shape


def step(**fields: Any) -> StepPiece:
    shape = seeded("step", "ae-find-the-plan").shape
    assert isinstance(shape, StepPiece)
    return changed(shape, **fields)


def changed(shape: Some, **fields: Any) -> Some:
    return shape.model_copy(update=fields)


def files(*others: Seed) -> list[Seed]:
    """Every seed, some of them in another text."""
    return [*(everything() | {(seed.kind, seed.slug): seed for seed in others}).values()]


def with_shape(seed: Seed, **fields: Any) -> Seed:
    return replace(seed, shape=changed(seed.shape, **fields))


def bodies(session: Session, kind: Kind, slug: str) -> list[str]:
    """The texts of a piece, the first one first."""
    session.rollback()
    of_piece = select(Revision.body).join(Piece, Piece.id == Revision.piece_id)
    return list(session.scalars(of_piece.where(Piece.kind == kind, Piece.slug == slug).order_by(Revision.number)))


def held(session: Session, kind: Kind, slug: str) -> Piece:
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
