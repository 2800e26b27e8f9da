"""The verbs of the library: write, publish, schedule, withdraw, roll back. Each is one transaction, and each is noted.

Nothing is written where nothing changed. Revisions are only added, so what a plan was built from stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.library.kinds.parts import Content
from saas.library.kinds.spec import Kind
from saas.library.pieces.models import Piece, PieceChange, Publication, Revision
from saas.library.pieces.revisions import parse_content
from saas.library.pieces.rules import Act
from saas.library.search import indexing
from saas.library.seed.loading import Seed

SEED = "seed"


class Conflict(Refusal):
    """Somebody else saved in the meantime. `newest` is the number of their revision."""

    def __init__(self, newest: int) -> None:
        super().__init__("Somebody else saved this page while you were writing. Nothing of yours is lost.")
        self.newest = newest


def write_draft(session: Session, kind: Kind, slug: str, content: Content, author: str, *, base: int) -> Revision:
    """A new draft, written on top of revision number `base` (0 for a new piece). Conflict where that is not the newest;
    the same text again gives the revision it already is."""
    with transaction(session):
        piece = session.scalar(_of(kind, slug).with_for_update())
        newest = _newest(session, piece) if piece else None
        if (newest.number if newest else 0) != base:
            raise Conflict(newest.number if newest else 0)
        body = content.model_dump_json()
        if newest is not None and newest.body == body:
            return newest
        piece = piece or _new_piece(session, kind, slug)
        return _write(session, piece, newest, body, author)


def publish_revision(session: Session, kind: Kind, slug: str, author: str) -> Revision:
    """Publish the newest text at once. Publishing what is published writes nothing."""
    with transaction(session):
        piece = _held(session, kind, slug)
        newest = _newest(session, piece)
        if piece.published_revision_id != newest.id:
            _publish(session, piece, newest, author, "published")
        return newest


def schedule_revision(session: Session, kind: Kind, slug: str, moment: datetime, author: str) -> Revision:
    """Publish the newest text at a moment to come."""
    if moment <= clock.now():
        raise Refusal("That moment has passed. Choose a later one, or publish now.")
    with transaction(session):
        piece = _held(session, kind, slug)
        newest = _newest(session, piece)
        if piece.published_revision_id == newest.id:
            raise Refusal("This text is published already. Change it first.")
        piece.scheduled_revision_id, piece.scheduled_for = newest.id, moment
        _note(session, piece, newest, "scheduled", author, f"for {moment:%Y-%m-%d %H:%M} UTC")
        return newest


def cancel_schedule(session: Session, kind: Kind, slug: str, author: str) -> None:
    """Take a planned publication back. The draft stays."""
    with transaction(session):
        piece = _held(session, kind, slug)
        if piece.scheduled_for is not None:
            piece.scheduled_revision_id = piece.scheduled_for = None
            _note(session, piece, None, "unscheduled", author)


def withdraw_piece(session: Session, kind: Kind, slug: str, author: str) -> None:
    """Take a page down. Plans keep the text they were built from."""
    with transaction(session):
        piece = _held(session, kind, slug)
        if piece.published_revision_id is not None:
            _withdraw(session, piece, author)
            _count_publication(session)


def roll_back(session: Session, kind: Kind, slug: str, number: int, author: str) -> Revision:
    """Publish an earlier text again, as a new revision, so that the history stays one line."""
    with transaction(session):
        piece = _held(session, kind, slug)
        newest = _newest(session, piece)
        wanted = session.scalar(select(Revision).where(Revision.piece_id == piece.id, Revision.number == number))
        if wanted is None:
            raise NotFound("There is no such revision.")
        revision = newest if wanted.body == newest.body else _add(session, piece, newest, wanted.body, author)
        if piece.published_revision_id != revision.id:
            _publish(session, piece, revision, author, "rolled back", f"to revision {number}")
        return revision


def publish_due(session: Session, now: datetime) -> int:
    """Publish what was scheduled for a moment that has come; returns how many. Safe to run twice, by two workers."""
    with transaction(session):
        due = session.scalars(select(Piece).where(Piece.scheduled_for <= now).with_for_update(skip_locked=True)).all()
        revisions = [(piece, session.get_one(Revision, piece.scheduled_revision_id)) for piece in due]
        ready = [(piece, revision) for piece, revision in revisions if _still_fits(piece, revision)]
        for piece, revision in ready:
            _publish(session, piece, revision, revision.author, "published", "as scheduled")
        for piece, revision in (pair for pair in revisions if pair not in ready):
            # One text written for an older content must not hold up the others.
            piece.scheduled_revision_id = piece.scheduled_for = None
            _note(session, piece, revision, "unscheduled", revision.author, "the text no longer fits its content")
        return len(ready)


def _still_fits(piece: Piece, revision: Revision) -> bool:
    try:
        parse_content(piece.kind, revision.body)
    except ValidationError:
        return False
    return True


def publish_seed(session: Session, seeds: Iterable[Seed]) -> int:
    """Publish the seed files; returns how many pieces changed. Nothing is written where nothing changed, and a piece
    that staff have edited is left alone. A piece whose file is gone is withdrawn: plans keep its text."""
    seeds = tuple(seeds)
    with transaction(session):
        pieces = {(piece.kind, piece.slug): piece for piece in session.scalars(select(Piece))}
        latest = _latest(session)
        changed = sum(_plant(session, seed, pieces.get((seed.kind, seed.slug)), latest) for seed in seeds)
        kept = {(seed.kind, seed.slug) for seed in seeds}
        gone = [piece for name, piece in pieces.items() if name not in kept and _is_seeds(piece, latest)]
        for piece in gone:
            _withdraw(session, piece, SEED)
        if changed or gone:
            _count_publication(session)
    return changed + len(gone)


def _plant(session: Session, seed: Seed, piece: Piece | None, latest: dict[int, Revision]) -> bool:
    body = seed.content.model_dump_json()
    held = latest.get(piece.id) if piece else None
    if held is not None and held.author != SEED:
        return False
    piece = piece or _new_piece(session, seed.kind, seed.slug)
    if held is None or held.body != body:
        held = _add(session, piece, held, body, SEED)
    # A withdrawn piece whose file is back needs no new text.
    if piece.published_revision_id == held.id:
        return False
    _show(session, piece, held)
    _note(session, piece, held, "published", SEED)
    return True


def _is_seeds(piece: Piece, latest: dict[int, Revision]) -> bool:
    return piece.published_revision_id is not None and latest[piece.id].author == SEED


def _of(kind: Kind, slug: str) -> Select[Piece]:
    return select(Piece).where(Piece.kind == kind, Piece.slug == slug)


def _held(session: Session, kind: Kind, slug: str) -> Piece:
    piece = session.scalar(_of(kind, slug).with_for_update())
    if piece is None:
        raise NotFound("There is no such piece.")
    return piece


def _new_piece(session: Session, kind: Kind, slug: str) -> Piece:
    piece = Piece(kind=kind, slug=slug)
    session.add(piece)
    session.flush()
    return piece


def _newest(session: Session, piece: Piece) -> Revision:
    of_piece = select(Revision).where(Revision.piece_id == piece.id)
    return session.scalars(of_piece.order_by(Revision.number.desc()).limit(1)).one()


def _latest(session: Session) -> dict[int, Revision]:
    newest = select(func.max(Revision.id)).group_by(Revision.piece_id)
    return {
        revision.piece_id: revision for revision in session.scalars(select(Revision).where(Revision.id.in_(newest)))
    }


def _write(session: Session, piece: Piece, newest: Revision | None, body: str, author: str) -> Revision:
    revision = _add(session, piece, newest, body, author)
    _note(session, piece, revision, "drafted", author)
    return revision


def _add(session: Session, piece: Piece, newest: Revision | None, body: str, author: str) -> Revision:
    revision = Revision(piece_id=piece.id, number=newest.number + 1 if newest else 1, body=body, author=author)
    session.add(revision)
    session.flush()
    return revision


def _publish(session: Session, piece: Piece, revision: Revision, author: str, act: Act, note: str = "") -> None:
    _show(session, piece, revision)
    _note(session, piece, revision, act, author, note)
    _count_publication(session)


def _show(session: Session, piece: Piece, revision: Revision) -> None:
    """Readers get this text from now on, and search finds it."""
    piece.published_revision_id = revision.id
    piece.scheduled_revision_id = piece.scheduled_for = None
    indexing.index_piece(session, piece, parse_content(piece.kind, revision.body))


def _withdraw(session: Session, piece: Piece, author: str) -> None:
    piece.published_revision_id = piece.scheduled_revision_id = piece.scheduled_for = None
    piece.withdrawn_at = clock.now()
    indexing.remove_piece(session, piece)
    _note(session, piece, None, "withdrawn", author)


def _note(session: Session, piece: Piece, revision: Revision | None, act: Act, author: str, note: str = "") -> None:
    number = revision.id if revision else None
    session.add(PieceChange(piece_id=piece.id, revision_id=number, act=act, author=author, note=note))


def _count_publication(session: Session) -> None:
    row = session.get(Publication, 1, with_for_update=True) or Publication(id=1, version=0)
    row.version += 1
    session.add(row)
