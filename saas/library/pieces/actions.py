"""The verbs of the library: write, publish, schedule, withdraw, roll back. Each is one transaction and leaves a note.

Who publishes says which revision they read. Everything that must be true of it is checked inside the transaction, while no
other publication runs, because a text is also checked against the other pieces. Nothing is written where nothing changed.
Revisions are only added, so what a plan was built from stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.kernel import clock
from saas.kernel.db import insert_if_absent, transaction
from saas.kernel.errors import NotFound, Refusal
from saas.library.checks.questions import withdrawal_refusal
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import is_slug
from saas.library.kinds.spec import KINDS, Kind
from saas.library.pieces.models import Piece, PieceChange, Publication, Revision
from saas.library.pieces.queries import find_piece_faults, load_questions
from saas.library.pieces.revisions import parse_content, try_parse_content
from saas.library.pieces.rules import Act
from saas.library.search import indexing
from saas.library.seed.loading import Seed

SEED = "seed"
# Kinds of the log of staff acts.
EVENT_KINDS: dict[Act, str] = {
    "drafted": "draft_saved",
    "scheduled": "piece_scheduled",
    "unscheduled": "schedule_canceled",
    "published": "piece_published",
    "rolled back": "piece_rolled_back",
    "withdrawn": "piece_withdrawn",
}
OLDER_FORM = "This text was written for an older form."


class Conflict(Refusal):
    """Somebody else changed the piece in the meantime. `newest` is the number of its newest revision."""

    def __init__(self, newest: int, sentence: str) -> None:
        super().__init__(sentence)
        self.newest = newest


@dataclass(frozen=True, slots=True)
class RefusedPublication:
    """A revision whose scheduled `moment` came, and that could not be published. `reason` is a sentence."""

    kind: Kind
    slug: str
    number: int
    moment: datetime
    reason: str


def write_draft(session: Session, kind: Kind, slug: str, content: Content, author: str, *, base: int) -> Revision:
    """Add a draft on top of revision number `base` (0 for a new piece). Conflict where that is not the newest revision;
    the same text again returns the revision it already is."""
    with transaction(session):
        piece = session.scalar(_select_piece(kind, slug).with_for_update())
        newest = _newest_revision(session, piece) if piece else None
        number = newest.number if newest else 0
        if number != base:
            raise Conflict(number, "Somebody else saved this page while you were writing. Nothing of yours is lost.")
        if newest is not None and newest.body == content.model_dump_json():
            return newest
        return _add_draft(session, piece or _add_piece(session, kind, slug), newest, content, author)


def import_drafts(session: Session, seeds: Iterable[Seed], author: str) -> list[tuple[Kind, str]]:
    """Add a draft of every piece that differs from its newest text: of all, or of none. Returns their kinds and slugs."""
    written: list[tuple[Kind, str]] = []
    with transaction(session):
        pieces = {(piece.kind, piece.slug): piece for piece in session.scalars(select(Piece).with_for_update())}
        newest_revisions = _newest_revisions(session)
        for seed in seeds:
            piece = pieces.get((seed.kind, seed.slug))
            newest = newest_revisions.get(piece.id) if piece else None
            if newest is None or try_parse_content(seed.kind, newest.body) != seed.content:
                piece = piece or _add_piece(session, seed.kind, seed.slug)
                _add_draft(session, piece, newest, seed.content, author)
                written.append((seed.kind, seed.slug))
    return written


def publish_revision(
    session: Session, kind: Kind, slug: str, author: str, *, number: int, even_if_withdrawn: bool = False
) -> Revision:
    """Publish revision `number` at once. Conflict where it is not the newest, or where the piece was withdrawn and the
    caller does not know; Refusal where the text has faults. Publishing what is published writes nothing."""
    with transaction(session):
        piece, newest = _lock_for_publication(session, kind, slug)
        _require_seen(piece, newest, number, even_if_withdrawn=even_if_withdrawn)
        if piece.published_revision_id != newest.id:
            _require_publishable(session, piece, newest)
            _publish(session, piece, newest, author, "published")
        return newest


def schedule_revision(
    session: Session,
    kind: Kind,
    slug: str,
    moment: datetime,
    author: str,
    *,
    number: int,
    even_if_withdrawn: bool = False,
) -> Revision:
    """Publish revision `number` at a moment to come. Refuses what `publish_revision` refuses now, and `publish_due`
    checks once more at that moment."""
    if moment <= clock.now():
        raise Refusal("That moment has passed. Choose a later one, or publish now.")
    with transaction(session):
        piece, newest = _lock_for_publication(session, kind, slug)
        _require_seen(piece, newest, number, even_if_withdrawn=even_if_withdrawn)
        if piece.published_revision_id == newest.id:
            raise Refusal("This text is published already. Change it first.")
        _require_publishable(session, piece, newest)
        piece.scheduled_revision_id, piece.scheduled_for = newest.id, moment
        _note_change(session, piece, newest, "scheduled", author, f"for {moment:%Y-%m-%d %H:%M} UTC")
        return newest


def cancel_schedule(session: Session, kind: Kind, slug: str, author: str) -> None:
    """Take a scheduled publication back. The draft stays."""
    with transaction(session):
        piece = _lock_piece(session, kind, slug)
        if piece.scheduled_for is not None:
            piece.scheduled_revision_id = piece.scheduled_for = None
            _note_change(session, piece, None, "unscheduled", author)


def withdraw_piece(session: Session, kind: Kind, slug: str, author: str) -> None:
    """Take a piece away from readers. Plans keep the text they were built from. A question that others depend on stays."""
    with transaction(session):
        piece, _ = _lock_for_publication(session, kind, slug)
        if piece.published_revision_id is None:
            return
        refusal = withdrawal_refusal(slug, load_questions(session)) if kind == "question" else ""
        if refusal:
            raise Refusal(f"{refusal} It is still asked.")
        _withdraw(session, piece, author)
        _count_publication(session)


def roll_back(
    session: Session, kind: Kind, slug: str, author: str, *, number: int, even_if_withdrawn: bool = False
) -> Revision:
    """Publish the text of an earlier revision again, as a new revision, so that the history stays one line. It is checked
    like any other: a page it leads to may be gone by now."""
    with transaction(session):
        piece, newest = _lock_for_publication(session, kind, slug)
        earlier = session.scalar(select(Revision).where(Revision.piece_id == piece.id, Revision.number == number))
        if earlier is None:
            raise NotFound("There is no such revision.")
        _require_not_withdrawn(piece, newest, even_if_withdrawn=even_if_withdrawn)
        _require_publishable(session, piece, earlier)
        revision = (
            newest if earlier.body == newest.body else _add_revision(session, piece, newest, earlier.body, author)
        )
        if piece.published_revision_id != revision.id:
            _publish(session, piece, revision, author, "rolled back", f"to revision {number}")
        return revision


def publish_due(
    session: Session, now: datetime, on_refused: Callable[[Session, RefusedPublication], None] = lambda *_: None
) -> int:
    """Publish what was scheduled for a moment that has come; returns how many. Safe to run twice, by two workers.

    A text that no longer passes is not published: its schedule ends, the history says why, and `on_refused` is called
    inside the same transaction, so that whatever tells staff is kept with it. It does not hold up the others.
    """
    due = select(Piece.kind, Piece.slug).where(Piece.scheduled_for <= now).order_by(Piece.scheduled_for, Piece.id)
    names = session.execute(due).all()
    return sum(_publish_scheduled(session, kind, slug, now, on_refused) for kind, slug in names)


def publish_seed(session: Session, seeds: Iterable[Seed]) -> int:
    """Publish the seed files; returns how many pieces changed. Nothing is written where nothing changed, and a piece
    that staff have edited is left alone. A piece whose file was removed is withdrawn: plans keep its text."""
    seeds = tuple(seeds)
    with transaction(session):
        _lock_publications(session)
        pieces = {(piece.kind, piece.slug): piece for piece in session.scalars(select(Piece))}
        newest = _newest_revisions(session)
        changed = sum(_publish_seed_file(session, seed, pieces.get((seed.kind, seed.slug)), newest) for seed in seeds)
        in_files = {(seed.kind, seed.slug) for seed in seeds}
        removed = [
            piece
            for name, piece in pieces.items()
            if name not in in_files and piece.published_revision_id is not None and newest[piece.id].author == SEED
        ]
        for piece in removed:
            _withdraw(session, piece, SEED)
        if changed or removed:
            _count_publication(session)
    return changed + len(removed)


def _publish_seed_file(session: Session, seed: Seed, piece: Piece | None, newest: dict[int, Revision]) -> bool:
    body = seed.content.model_dump_json()
    revision = newest.get(piece.id) if piece else None
    if revision is not None and revision.author != SEED:
        return False
    piece = piece or _add_piece(session, seed.kind, seed.slug)
    if revision is None or revision.body != body:
        revision = _add_revision(session, piece, revision, body, SEED)
    # A withdrawn piece whose file is back needs no new text.
    if piece.published_revision_id == revision.id:
        return False
    _show(session, piece, revision)
    _note_change(session, piece, revision, "published", SEED)
    return True


def _publish_scheduled(
    session: Session, kind: Kind, slug: str, now: datetime, on_refused: Callable[[Session, RefusedPublication], None]
) -> bool:
    with transaction(session):
        piece, _ = _lock_for_publication(session, kind, slug)
        if piece.scheduled_for is None or piece.scheduled_for > now:
            return False  # another worker was here first, or somebody changed their mind
        revision = session.get_one(Revision, piece.scheduled_revision_id)
        reason = _find_reason_against(session, piece, revision)
        if not reason:
            _publish(session, piece, revision, revision.author, "published", "as scheduled")
            return True
        refused = RefusedPublication(kind, slug, revision.number, piece.scheduled_for, reason)
        piece.scheduled_revision_id = piece.scheduled_for = None
        _note_change(session, piece, revision, "unscheduled", revision.author, f"not published: {reason}")
        on_refused(session, refused)
        return False


def _require_seen(piece: Piece, newest: Revision, number: int, *, even_if_withdrawn: bool) -> None:
    """The caller read the newest revision, and knows if readers no longer have the piece."""
    if newest.number != number:
        sentence = (
            f"Revision {newest.number} was saved after you opened this page, so nothing was published. Read it first."
        )
        raise Conflict(newest.number, sentence)
    _require_not_withdrawn(piece, newest, even_if_withdrawn=even_if_withdrawn)


def _require_not_withdrawn(piece: Piece, newest: Revision, *, even_if_withdrawn: bool) -> None:
    is_withdrawn = piece.published_revision_id is None and piece.withdrawn_at is not None
    if is_withdrawn and not even_if_withdrawn:
        raise Conflict(newest.number, "This piece was withdrawn after you opened this page, so nothing was published.")


def _require_publishable(session: Session, piece: Piece, revision: Revision) -> None:
    """Readers get no text with faults, and none that was written for an older form."""
    if reason := _find_reason_against(session, piece, revision):
        raise Refusal(f"{reason} The draft is kept, and readers still see the text before it.")


def _find_reason_against(session: Session, piece: Piece, revision: Revision) -> str:
    """Why the revision must not be published: a sentence, or nothing."""
    content = try_parse_content(piece.kind, revision.body)
    if content is None:
        return OLDER_FORM
    session.flush()
    faults = find_piece_faults(session, piece.kind, piece.slug, content)
    return f"{faults[0].field}: {faults[0].sentence}" if faults else ""


def _select_piece(kind: Kind, slug: str) -> Select[Piece]:
    return select(Piece).where(Piece.kind == kind, Piece.slug == slug)


def _lock_publications(session: Session) -> None:
    """One publication at a time, in the whole library: what is checked against other pieces must still hold when it is
    published. Taken before any piece, so that two publications never wait for each other."""
    insert_if_absent(session, Publication, {"id": 1, "version": 0})
    session.scalar(select(Publication).where(Publication.id == 1).with_for_update())


def _lock_piece(session: Session, kind: Kind, slug: str) -> Piece:
    """As it stands in the database now, whatever the session read before."""
    locked = _select_piece(kind, slug).with_for_update().execution_options(populate_existing=True)
    piece = session.scalar(locked)
    if piece is None:
        raise NotFound("There is no such piece.")
    return piece


def _lock_for_publication(session: Session, kind: Kind, slug: str) -> tuple[Piece, Revision]:
    """The piece and its newest revision, with no other publication running."""
    _lock_publications(session)
    piece = _lock_piece(session, kind, slug)
    return piece, _newest_revision(session, piece)


def _add_piece(session: Session, kind: Kind, slug: str) -> Piece:
    if not is_slug(slug):
        raise Refusal(f"“{slug}” cannot stand in an address: small letters, digits and single hyphens can.")
    piece = Piece(kind=kind, slug=slug)
    session.add(piece)
    session.flush()
    return piece


def _newest_revision(session: Session, piece: Piece) -> Revision:
    of_piece = select(Revision).where(Revision.piece_id == piece.id)
    return session.scalars(of_piece.order_by(Revision.number.desc()).limit(1)).one()


def _newest_revisions(session: Session) -> dict[int, Revision]:
    """The newest revision of every piece, by the piece's id."""
    newest = select(func.max(Revision.id)).group_by(Revision.piece_id)
    return {
        revision.piece_id: revision for revision in session.scalars(select(Revision).where(Revision.id.in_(newest)))
    }


def _add_draft(session: Session, piece: Piece, newest: Revision | None, content: Content, author: str) -> Revision:
    if not isinstance(content, KINDS[piece.kind].content):
        raise TypeError(f"A {piece.kind} cannot hold a {type(content).__name__}.")
    revision = _add_revision(session, piece, newest, content.model_dump_json(), author)
    _note_change(session, piece, revision, "drafted", author)
    return revision


def _add_revision(session: Session, piece: Piece, newest: Revision | None, body: str, author: str) -> Revision:
    revision = Revision(piece_id=piece.id, number=newest.number + 1 if newest else 1, body=body, author=author)
    session.add(revision)
    session.flush()
    return revision


def _publish(session: Session, piece: Piece, revision: Revision, author: str, act: Act, note: str = "") -> None:
    readers_had = _published_number(session, piece)
    _show(session, piece, revision)
    _note_change(session, piece, revision, act, author, note, readers_had=readers_had)
    _count_publication(session)


def _show(session: Session, piece: Piece, revision: Revision) -> None:
    """Readers get this text from now on, and search finds it."""
    piece.published_revision_id = revision.id
    piece.scheduled_revision_id = piece.scheduled_for = None
    indexing.index_piece(session, piece.id, piece.kind, piece.slug, parse_content(piece.kind, revision.body))


def _withdraw(session: Session, piece: Piece, author: str) -> None:
    readers_had = _published_number(session, piece)
    piece.published_revision_id = piece.scheduled_revision_id = piece.scheduled_for = None
    piece.withdrawn_at = clock.now()
    indexing.remove_piece(session, piece.id)
    _note_change(session, piece, None, "withdrawn", author, readers_had=readers_had)


def _published_number(session: Session, piece: Piece) -> int | None:
    """The number of the revision that readers have, if any."""
    return session.scalar(select(Revision.number).where(Revision.id == piece.published_revision_id))


def _note_change(
    session: Session,
    piece: Piece,
    revision: Revision | None,
    act: Act,
    author: str,
    note: str = "",
    *,
    readers_had: int | None = None,
) -> None:
    revision_id = revision.id if revision else None
    session.add(PieceChange(piece_id=piece.id, revision_id=revision_id, act=act, author=author, note=note))
    if author != SEED:
        before = {"revision": readers_had} if readers_had else None
        after = {"revision": revision.number} if revision else None
        record_event(session, EVENT_KINDS[act], subject=f"{piece.kind}/{piece.slug}", before=before, after=after)


def _count_publication(session: Session) -> None:
    """`_lock_publications` holds the row."""
    session.execute(update(Publication).where(Publication.id == 1).values(version=Publication.version + 1))
