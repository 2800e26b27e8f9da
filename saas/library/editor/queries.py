"""What the content desk reads: every piece with where it stands, one piece with its history, and a text of any number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from saas.kernel.calendar import is_stale
from saas.kernel.errors import NotFound
from saas.library.kinds.fields import Content
from saas.library.kinds.spec import Kind
from saas.library.pieces.models import Piece, PieceChange, Revision
from saas.library.pieces.revisions import parse_content
from saas.library.pieces.rules import Act, PublicationState, Status

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class PieceRow:
    """`content` is the newest text; None where it no longer fits its content. `written_at` and `author` are of that text."""

    kind: Kind
    slug: str
    number: int
    standing: PublicationState
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
    """One thing done to a piece. `number` is the revision it speaks of; None for a withdrawal."""

    act: Act
    author: str
    at: datetime
    note: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Filters:
    """All empty: everything. `after` is “kind/slug” of the last row of the page before."""

    kind: str = ""
    state: str = ""
    find: str = ""
    is_stale: bool = False
    is_faulty: bool = False
    after: str = ""


def list_pieces(session: Session, kind: str = "", slug: str = "") -> list[PieceRow]:
    """Every piece, or those of a kind, or the one of a kind and slug, by kind and slug. Three revisions at most are looked
    at for each."""
    live, planned, newest = aliased(Revision), aliased(Revision), aliased(Revision)
    last = select(func.max(Revision.id)).group_by(Revision.piece_id)
    statement = (
        select(Piece, newest, live.number, planned.number)
        .join(newest, newest.piece_id == Piece.id)
        .outerjoin(live, live.id == Piece.published_revision_id)
        .outerjoin(planned, planned.id == Piece.scheduled_revision_id)
        .where(newest.id.in_(last))
    )
    asked = [column == value for column, value in ((Piece.kind, kind), (Piece.slug, slug)) if value]
    found = session.execute(statement.where(*asked)).all()
    # Sorted here: `paged` compares names letter by letter, and a collation may pass over their hyphens.
    return sorted((_row(*row) for row in found), key=lambda row: (row.kind, row.slug))


def _row(piece: Piece, newest: Revision, live: int | None, planned: int | None) -> PieceRow:
    standing = PublicationState(newest.number, live, planned, piece.withdrawn_at is not None)
    kind = piece.kind
    return PieceRow(
        kind, piece.slug, newest.number, standing, piece.scheduled_for, newest.author, newest.written_at,
        _shape(kind, newest.body),
    )  # fmt: skip


def _shape(kind: Kind, body: str) -> Content | None:
    try:
        return parse_content(kind, body)
    except ValidationError:
        return None


def filter_pieces(
    found: Sequence[PieceRow], wanted: Filters, today: date, faulty: frozenset[tuple[str, str]]
) -> list[PieceRow]:
    """The rows a filter lets through. `faulty` are the kinds and slugs with faults; asked only where that is wanted."""
    return [row for row in found if _is_wanted(row, wanted, today, faulty)]


def _is_wanted(row: PieceRow, wanted: Filters, today: date, faulty: frozenset[tuple[str, str]]) -> bool:
    words = wanted.find.lower().split()
    return (
        (not wanted.kind or row.kind == wanted.kind)
        and (not wanted.state or wanted.state == (row.standing.state if wanted.state != "changed" else _changed(row)))
        and all(word in f"{row.slug} {row.title}".lower() for word in words)
        and (not wanted.is_stale or row.is_stale(today))
        and (not wanted.is_faulty or (row.kind, row.slug) in faulty)
    )


def _changed(row: PieceRow) -> Status | str:
    return "changed" if row.standing.has_newer_draft else ""


def paginate(found: Sequence[PieceRow], after: str) -> tuple[list[PieceRow], str]:
    """A hundred rows after the one named, and the name to ask for the next page with; empty at the end."""
    rest = [row for row in found if f"{row.kind}/{row.slug}" > after]
    shown = rest[:PAGE_SIZE]
    return shown, f"{shown[-1].kind}/{shown[-1].slug}" if len(rest) > PAGE_SIZE else ""


def get_piece(session: Session, kind: Kind, slug: str) -> PieceRow:
    """One piece. Missing where there is none."""
    found = list_pieces(session, kind, slug)
    if not found:
        raise NotFound("There is no such piece.")
    return found[0]


def get_revision(session: Session, kind: Kind, slug: str, number: int) -> Revision:
    of_piece = select(Revision).join(Piece, Piece.id == Revision.piece_id).where(Piece.kind == kind, Piece.slug == slug)
    found = session.scalar(of_piece.where(Revision.number == number))
    if found is None:
        raise NotFound("There is no such revision.")
    return found


def list_changes(session: Session, kind: Kind, slug: str) -> list[ChangeRow]:
    """What was done to a piece, newest first."""
    noted = (
        select(PieceChange.act, PieceChange.author, PieceChange.at, PieceChange.note, Revision.number)
        .join(Piece, Piece.id == PieceChange.piece_id)
        .outerjoin(Revision, Revision.id == PieceChange.revision_id)
        .where(Piece.kind == kind, Piece.slug == slug)
        .order_by(PieceChange.id.desc())
    )
    return [
        ChangeRow(cast(Act, act), author, at, note, number) for act, author, at, note, number in session.execute(noted)
    ]
