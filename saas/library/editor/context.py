"""What every page of the editor needs: who writes, the kind named in the address, and the text of a revision."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy.orm import Session

from saas.kernel.errors import NotFound
from saas.library.editor.queries import get_revision
from saas.library.kinds.spec import KINDS, Kind
from saas.library.pieces.revisions import try_parse_content
from saas.library.seed.loading import Seed
from saas.library.seed.writing import format_seed


def current_author() -> str:
    return str(current_user.email)


def get_kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise NotFound("There is no such kind.")
    return kind


def format_revision(session: Session, kind: Kind, slug: str, number: int) -> str:
    """A revision as its seed file would have it; as it is stored where it was written for an older form."""
    body = get_revision(session, kind, slug, number).body
    content = try_parse_content(kind, body)
    return format_seed(Seed(kind, slug, content)) if content else body
