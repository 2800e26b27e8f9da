"""What is published now. The whole library is small; it is read once per version and cached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from saas.library.catalogue import Catalogue, CatalogueStep, build_catalogue
from saas.library.checks.content import Fault, find_faults
from saas.library.checks.link_targets import build_link_targets
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import Page
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.spec import KINDS, Kind
from saas.library.kinds.steps import StepContent
from saas.library.pieces.models import Piece, Publication, Revision
from saas.library.pieces.revisions import parse_content
from saas.library.search.entries import build_entries
from saas.library.search.parsing import count_vocabulary

PUBLISHED = (
    select(Piece.kind, Piece.slug, Revision.id, Revision.body)
    .join(Revision, Revision.id == Piece.published_revision_id)
    .order_by(Piece.kind, Piece.slug)
)
_cache: dict[str, Library] = {}


@dataclass(frozen=True, eq=False)
class Library:
    """Everything published: what plans are composed from, and every page by kind and slug."""

    catalogue: Catalogue
    pages: Mapping[tuple[Kind, str], Page]

    def pages_of(self, kind: Kind) -> dict[str, Page]:
        """Pages of a kind by slug, in the order of their slugs."""
        return {slug: page for (page_kind, slug), page in self.pages.items() if page_kind == kind}

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """Every word that can be searched for, and how often it stands in the library."""
        entries = (entry for (kind, slug), page in self.pages.items() for entry in build_entries(kind, slug, page))
        return count_vocabulary(f"{entry.title} {entry.words} {entry.summary} {entry.body}" for entry in entries)


def library_version(session: Session) -> str:
    """Changes with every publication."""
    return str(session.scalar(select(Publication.version).where(Publication.id == 1)) or 0)


def load_library(session: Session) -> Library:
    """Read in one statement when the version changed, from memory otherwise."""
    version = library_version(session)
    library = _cache.get(version)
    if library is None:
        library = _read_library(session, version)
        _cache.clear()  # another thread may be doing the same; each returns the library it read itself
        _cache[version] = library
    return library


def load_catalogue(session: Session) -> Catalogue:
    return load_library(session).catalogue


def list_published(session: Session) -> list[tuple[Kind, str, Content]]:
    """Kind, slug and published text of every piece, in that order."""
    return [(row.kind, row.slug, parse_content(row.kind, row.body)) for row in _list_rows(session)]


def list_newest_pages(session: Session) -> list[tuple[Kind, str, datetime]]:
    """Kind, slug and when the published text was written, newest first."""
    rows = session.execute(
        select(Piece.kind, Piece.slug, Revision.written_at)
        .join(Revision, Revision.id == Piece.published_revision_id)
        .where(Piece.kind.in_(kind for kind, spec in KINDS.items() if spec.has_page))
        .order_by(Revision.written_at.desc(), Revision.id.desc())
    ).all()
    return [(kind, slug, written_at) for kind, slug, written_at in rows]


def load_questions(session: Session) -> dict[str, QuestionContent]:
    """The published questions by slug, in one statement."""
    rows = session.execute(PUBLISHED.where(Piece.kind == "question"))
    contents = {row.slug: parse_content(row.kind, row.body) for row in rows}
    return {slug: content for slug, content in contents.items() if isinstance(content, QuestionContent)}


def list_piece_names(session: Session) -> list[tuple[Kind, str]]:
    """Kind and slug of every piece, published or not, without its text."""
    return [(kind, slug) for kind, slug in session.execute(select(Piece.kind, Piece.slug))]


def find_piece_faults(session: Session, kind: Kind, slug: str, content: Content) -> list[Fault]:
    """What keeps a text from being published, checked against what is published now."""
    targets = build_link_targets([*list_piece_names(session), (kind, slug)], load_questions(session))
    return find_faults(kind, content, targets, slug)


def newest_revision_id(session: Session) -> int:
    """A number that grows with every text written."""
    return session.scalar(select(func.max(Revision.id))) or 0


def _read_library(session: Session, version: str) -> Library:
    steps, pages = [], {}
    for row in _list_rows(session):
        content = parse_content(row.kind, row.body)
        if isinstance(content, StepContent):
            steps.append(CatalogueStep(row.slug, row.id, content))
        elif isinstance(content, Page):
            pages[(row.kind, row.slug)] = content
    return Library(build_catalogue(steps, pages, version), pages)


def _list_rows(session: Session) -> Sequence[Row[str, str, int, str]]:
    return session.execute(PUBLISHED).all()
