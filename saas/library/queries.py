"""What is published now. The whole library is small; it is read once per version and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from saas.library.catalogue import Catalogue, CatalogueStep
from saas.library.models import Piece, Publication, Revision
from saas.library.shapes import SHAPES, Kind, PivotPage, RolePage, Shape, SitePage, StepPiece


@dataclass(frozen=True, slots=True)
class Library:
    """Everything published: what plans are composed from, and the site's own pages."""

    catalogue: Catalogue
    pages: Mapping[str, SitePage]


def version(session: Session) -> str:
    return str(session.scalar(select(Publication.version).where(Publication.id == 1)) or 0)


def published(session: Session) -> Library:
    """Read through one statement when the version changed, from memory otherwise."""
    now = version(session)
    kept = _kept.get(now)
    if kept is None:
        kept = _read(session, now)
        _kept.clear()  # another thread may be doing the same; each returns what it holds in its hand
        _kept[now] = kept
    return kept


def catalogue(session: Session) -> Catalogue:
    return published(session).catalogue


_kept: dict[str, Library] = {}


def _read(session: Session, now: str) -> Library:
    rows = session.execute(
        select(Piece.kind, Piece.slug, Revision.id, Revision.body)
        .join(Revision, Revision.id == Piece.published_revision_id)
        .order_by(Piece.kind, Piece.slug)
    ).all()
    shaped = [(row, _shape(row.kind, row.body)) for row in rows]
    steps = tuple(_step(row, shape) for row, shape in shaped if isinstance(shape, StepPiece))
    roles = {row.slug: shape for row, shape in shaped if isinstance(shape, RolePage)}
    pivots = {row.slug: shape for row, shape in shaped if isinstance(shape, PivotPage)}
    pages = {row.slug: shape for row, shape in shaped if isinstance(shape, SitePage)}
    return Library(Catalogue(steps, roles, pivots, now), pages)


@lru_cache(maxsize=2000)
def _shape(kind: str, body: str) -> Shape:
    return SHAPES[cast(Kind, kind)].model_validate_json(body)


def _step(row: Row[str, str, int, str], piece: StepPiece) -> CatalogueStep:
    return CatalogueStep(row.slug, row.id, piece)
