"""What is published now. The whole library is small; it is read once per version and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from saas.library.catalogue import Catalogue, CatalogueStep
from saas.library.models import Piece, Publication, Revision
from saas.library.rules.glossary import Terms, terms_of
from saas.library.search.entries import entries
from saas.library.search.spelling import vocabulary
from saas.library.shapes import PAGELESS, Kind
from saas.library.shapes.asking import QuestionPiece
from saas.library.shapes.parts import Page, Shape
from saas.library.shapes.work import PivotPage, RolePage, StepPiece
from saas.library.stored import shape_of


@dataclass(frozen=True)
class Library:
    """Everything published: what plans are composed from, and every page by kind and slug."""

    catalogue: Catalogue
    pages: Mapping[tuple[Kind, str], Page]

    def of(self, kind: Kind) -> dict[str, Page]:
        """Pages of a kind by slug, in the order of their slugs."""
        return {slug: page for (of_kind, slug), page in self.pages.items() if of_kind == kind}

    @cached_property
    def terms(self) -> Terms:
        """The glossary's words, to be linked where a page first uses one."""
        return terms_of(self.of("term").items())

    @cached_property
    def words(self) -> Mapping[str, int]:
        """Every word that can be searched for, and how often it stands."""
        found = (entry for (kind, slug), page in self.pages.items() for entry in entries(kind, slug, page))
        return vocabulary(f"{entry.title} {entry.words} {entry.summary} {entry.body}" for entry in found)


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


def everything(session: Session) -> list[tuple[Kind, str, Shape]]:
    """Kind, slug and published text of every piece, in that order."""
    return [(cast(Kind, row.kind), row.slug, shape_of(row.kind, row.body)) for row in _rows(session)]


def newest(session: Session) -> list[tuple[Kind, str, datetime]]:
    """Kind, slug and when the published text was written, newest first."""
    rows = session.execute(
        select(Piece.kind, Piece.slug, Revision.written_at)
        .join(Revision, Revision.id == Piece.published_revision_id)
        .where(Piece.kind.not_in(PAGELESS))
        .order_by(Revision.written_at.desc(), Revision.id.desc())
    ).all()
    return [(cast(Kind, kind), slug, at) for kind, slug, at in rows]


def questions(session: Session) -> dict[str, QuestionPiece]:
    """The published questions by slug, in one statement."""
    found = [
        (row.slug, shape_of(row.kind, row.body)) for row in session.execute(_PUBLISHED.where(Piece.kind == "question"))
    ]
    return {slug: shape for slug, shape in found if isinstance(shape, QuestionPiece)}


_kept: dict[str, Library] = {}
_PUBLISHED = (
    select(Piece.kind, Piece.slug, Revision.id, Revision.body)
    .join(Revision, Revision.id == Piece.published_revision_id)
    .order_by(Piece.kind, Piece.slug)
)


def _read(session: Session, now: str) -> Library:
    steps, pages = [], {}
    for row in _rows(session):
        shape = shape_of(row.kind, row.body)
        if isinstance(shape, StepPiece):
            steps.append(CatalogueStep(row.slug, row.id, shape))
        elif isinstance(shape, Page):
            pages[(cast(Kind, row.kind), row.slug)] = shape
    return Library(catalogue_of(steps, pages, now), pages)


def catalogue_of(steps: Sequence[CatalogueStep], pages: Mapping[tuple[Kind, str], Page], version: str) -> Catalogue:
    roles = {slug: page for (_, slug), page in pages.items() if isinstance(page, RolePage)}
    pivots = {slug: page for (_, slug), page in pages.items() if isinstance(page, PivotPage)}
    return Catalogue(tuple(steps), roles, pivots, version)


def _rows(session: Session) -> Sequence[Row[str, str, int, str]]:
    return session.execute(_PUBLISHED).all()
