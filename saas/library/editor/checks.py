"""What keeps the newest texts of the library from being published, all of them at once, for staff."""

from __future__ import annotations

from sqlalchemy.orm import Session

from saas.library.checks.content import Fault, find_faults
from saas.library.checks.link_targets import build_link_targets
from saas.library.editor.queries import list_pieces
from saas.library.kinds.spec import Kind
from saas.library.pieces import queries

_cache: dict[str, dict[tuple[Kind, str], list[Fault]]] = {}


def find_all_faults(session: Session) -> dict[tuple[Kind, str], list[Fault]]:
    """Faults of the newest text of every piece that is not withdrawn; only those that have some. Cached by version."""
    key = f"{queries.library_version(session)}:{queries.newest_revision_id(session)}"
    if key not in _cache:
        rows = [row for row in list_pieces(session) if row.state.status != "withdrawn"]
        targets = build_link_targets(((row.kind, row.slug) for row in rows), queries.load_questions(session))
        faults = {
            (row.kind, row.slug): find_faults(row.kind, row.content, targets, row.slug) for row in rows if row.content
        }
        _cache.clear()
        _cache[key] = {name: sentences for name, sentences in faults.items() if sentences}
    return _cache[key]
