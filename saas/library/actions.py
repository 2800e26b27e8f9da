"""Publishing: the seed files become revisions, and the version moves when anything did."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saas.kernel.db import transaction
from saas.library.models import Piece, Publication, Revision
from saas.library.seed import Seed

SEED = "seed"


def plant(session: Session, seeds: Iterable[Seed]) -> int:
    """Publish the seed files; returns how many pieces changed. Nothing is written where nothing changed, and a piece
    that staff have edited is left alone. A piece whose file is gone is withdrawn: plans keep its text."""
    seeds = tuple(seeds)
    with transaction(session):
        pieces = {(piece.kind, piece.slug): piece for piece in session.scalars(select(Piece))}
        latest = _latest(session)
        changed = sum(_plant_one(session, seed, pieces.get((seed.kind, seed.slug)), latest) for seed in seeds)
        kept = {(seed.kind, seed.slug) for seed in seeds}
        changed += sum(_withdraw(piece, latest) for name, piece in pieces.items() if name not in kept)
        if changed:
            _count_publication(session)
    return changed


def _latest(session: Session) -> dict[int, Revision]:
    newest = select(func.max(Revision.id)).group_by(Revision.piece_id)
    return {
        revision.piece_id: revision for revision in session.scalars(select(Revision).where(Revision.id.in_(newest)))
    }


def _plant_one(session: Session, seed: Seed, piece: Piece | None, latest: dict[int, Revision]) -> bool:
    body = seed.shape.model_dump_json()
    held = latest.get(piece.id) if piece else None
    if held is not None and piece is not None and (held.body == body or held.author != SEED):
        return _publish_again(piece, held)
    if piece is None:
        piece = Piece(kind=seed.kind, slug=seed.slug)
        session.add(piece)
        session.flush()
    revision = Revision(piece_id=piece.id, number=held.number + 1 if held else 1, body=body, author=SEED)
    session.add(revision)
    session.flush()
    piece.published_revision_id = revision.id
    return True


def _publish_again(piece: Piece, held: Revision) -> bool:
    """A withdrawn piece whose file is back needs no new text."""
    if held.author != SEED or piece.published_revision_id is not None:
        return False
    piece.published_revision_id = held.id
    return True


def _withdraw(piece: Piece, latest: dict[int, Revision]) -> bool:
    if piece.published_revision_id is None or latest[piece.id].author != SEED:
        return False
    piece.published_revision_id = None
    return True


def _count_publication(session: Session) -> None:
    row = session.get(Publication, 1, with_for_update=True) or Publication(id=1, version=0)
    row.version += 1
    session.add(row)
