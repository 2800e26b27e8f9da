"""The content desk: find a piece, write it, see it, publish it, and carry the library in and out as files."""

from __future__ import annotations

from flask import Blueprint

from saas.library.admin import checks, editor, exchange, listing, publishing

staff_library = Blueprint("staff_library", __name__)
for _part in (listing.listing, checks.checks, exchange.exchange, editor.editor, publishing.publishing):
    staff_library.register_blueprint(_part)

__all__ = ["staff_library"]
