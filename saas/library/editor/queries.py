"""What the editor shows: every piece with its state, one piece with its history, and the text of any revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from saas.kernel.calendar import is_stale
from saas.kernel.errors import NotFound
from saas.library.kinds.fields import Content
from saas.library.kinds.spec import Kind
from saas.library.pieces.models import Piece, PieceChange, Revision
from saas.library.pieces.revisions import try_parse_content
from saas.library.pieces.rules import Act, PublicationState

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class PieceRow:
    """`content` is the newest text; None where it was written for an older form of its kind. `number`, `written_at` and
    `author` are of that text."""

    kind: Kind
    slug: str
    number: int
    state: PublicationState
    scheduled_for: datetime | None
    author: str
    written_at: datetime
    content: Content | None

    @property
    def title(self) -> str:
        return str(getattr(self.content, "title", "")) or self.slug

    @property
    def checked_on(self) -> date | None:
        source = getattr(self.content, "source", None)
        return getattr(self.content, "checked_on", None) or (source.checked_on if source else None)

    def is_stale(self, today: date) -> bool:
        return self.checked_on is not None and is_stale(self.checked_on, today)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One thing done to a piece. `number` is the revision it is about; None for a withdrawal."""

    act: Act
    author: str
    at: datetime
    note: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Filters:
    """All empty: every piece. `after` is “kind/slug” of the last row of the page before."""

    kind: str = ""
    state: str = ""
    find: str = ""
    is_stale: bool = False
    is_faulty: bool = False
    after: str = ""


def list_pieces(session: Session, kind: str = "", slug: str = "") -> list[PieceRow]:
    """Every piece, or those of a kind, or the one of a kind and slug, by kind and slug. At most three revisions of each are
    read."""
    published, scheduled, newest = aliased(Revision), aliased(Revision), aliased(Revision)
    newest_ids = select(func.max(Revision.id)).group_by(Revision.piece_id)
    statement = (
        select(Piece, newest, published.number, scheduled.number)
        .join(newest, newest.piece_id == Piece.id)
        .outerjoin(published, published.id == Piece.published_revision_id)
        .outerjoin(scheduled, scheduled.id == Piece.scheduled_revision_id)
        .where(newest.id.in_(newest_ids))
    )
    filters = [column == value for column, value in ((Piece.kind, kind), (Piece.slug, slug)) if value]
    rows = [_build_row(*row) for row in session.execute(statement.where(*filters))]
    # Sorted here: `take_page` compares names letter by letter, and a collation may pass over their hyphens.
    return sorted(rows, key=lambda row: (row.kind, row.slug))


def _build_row(piece: Piece, newest: Revision, published: int | None, scheduled: int | None) -> PieceRow:
    return PieceRow(
        kind=piece.kind,
        slug=piece.slug,
        number=newest.number,
        state=PublicationState(newest.number, published, scheduled, piece.withdrawn_at is not None),
        scheduled_for=piece.scheduled_for,
        author=newest.author,
        written_at=newest.written_at,
        content=try_parse_content(piece.kind, newest.body),
    )


def filter_pieces(
    rows: Iterable[PieceRow], filters: Filters, today: date, faulty: frozenset[tuple[str, str]]
) -> list[PieceRow]:
    """The rows that pass the filters. `faulty` are the kinds and slugs with faults; needed only where those are filtered."""
    return [row for row in rows if _passes(row, filters, today, faulty)]


def _passes(row: PieceRow, filters: Filters, today: date, faulty: frozenset[tuple[str, str]]) -> bool:
    return (
        (not filters.kind or row.kind == filters.kind)
        and (not filters.state or _is_in_state(row, filters.state))
        and all(word in f"{row.slug} {row.title}".lower() for word in filters.find.lower().split())
        and (not filters.is_stale or row.is_stale(today))
        and (not filters.is_faulty or (row.kind, row.slug) in faulty)
    )


def _is_in_state(row: PieceRow, state: str) -> bool:
    """“changed” is published, with a newer draft."""
    return row.state.has_newer_draft if state == "changed" else row.state.status == state


def take_page(rows: Iterable[PieceRow], after: str) -> tuple[list[PieceRow], str]:
    """A hundred rows after the one named, and the name to ask for the next page with; empty at the end."""
    rest = [row for row in rows if f"{row.kind}/{row.slug}" > after]
    page = rest[:PAGE_SIZE]
    return page, f"{page[-1].kind}/{page[-1].slug}" if len(rest) > PAGE_SIZE else ""


def get_piece(session: Session, kind: Kind, slug: str) -> PieceRow:
    rows = list_pieces(session, kind, slug)
    if not rows:
        raise NotFound("There is no such piece.")
    return rows[0]


def get_revision(session: Session, kind: Kind, slug: str, number: int) -> Revision:
    of_piece = select(Revision).join(Piece, Piece.id == Revision.piece_id).where(Piece.kind == kind, Piece.slug == slug)
    revision = session.scalar(of_piece.where(Revision.number == number))
    if revision is None:
        raise NotFound("There is no such revision.")
    return revision


def list_changes(session: Session, kind: Kind, slug: str) -> list[ChangeRow]:
    """What was done to a piece, newest first."""
    statement = (
        select(PieceChange.act, PieceChange.author, PieceChange.at, PieceChange.note, Revision.number)
        .join(Piece, Piece.id == PieceChange.piece_id)
        .outerjoin(Revision, Revision.id == PieceChange.revision_id)
        .where(Piece.kind == kind, Piece.slug == slug)
        .order_by(PieceChange.id.desc())
    )
    rows = session.execute(statement)
    return [ChangeRow(cast(Act, act), author, at, note, number) for act, author, at, note, number in rows]
