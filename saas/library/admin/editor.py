"""Writing a piece: a form made from its shape. What was typed is never lost: not by a fault, a row button or a conflict."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.library import actions, desk
from saas.library.actions import Conflict
from saas.library.admin.room import author, faults_of, is_slug, kind_of, text_at
from saas.library.cards import DESK_LABELS
from saas.library.desk import PieceRow
from saas.library.editing import reading
from saas.library.editing.difference import difference
from saas.library.editing.fields import controls
from saas.library.shapes import SHAPES, Kind
from saas.web.session import db

editor = Blueprint("editor", __name__)


@editor.get("/library/<kind>/new")
def new(kind: str) -> ResponseReturnValue:
    return _form(kind_of(kind), "", {}, base=0)


@editor.get("/library/<kind>/<slug>")
def edit(kind: str, slug: str) -> ResponseReturnValue:
    held = desk.piece(db(), kind_of(kind), slug)
    values = held.shape.model_dump(mode="json") if held.shape else {}
    return _form(held.kind, slug, values, base=held.number, held=held)


@editor.post("/library/<kind>/revisions")
def save(kind: str) -> ResponseReturnValue:
    """Keep a draft, or only rearrange the rows of the form where a row button was pressed."""
    sent = request.form
    of_kind, slug, base = kind_of(kind), sent.get("slug", "").strip(), sent.get("base", 0, int)
    values = reading.typed(of_kind, reading.fields_of(sent))
    if "rows" in sent:
        return _form(of_kind, slug, reading.moved(values, sent["rows"]), base=base, opened=sent["rows"])
    return _save(of_kind, slug, values, base)


def _save(kind: Kind, slug: str, values: dict[str, Any], base: int) -> ResponseReturnValue:
    shape, faults = reading.shaped(kind, values)
    if not is_slug(slug):
        faults |= {"slug": "Small letters, digits and single hyphens, as it stands in the address."}
    if shape is None or faults:
        return _form(kind, slug, values, base=base, faults=faults), 422
    try:
        actions.write(db(), kind, slug, shape, author(), base=base)
    except Conflict as conflict:
        return _conflict(kind, slug, values, base, conflict.newest)
    return redirect(url_for("backoffice.staff_library.editor.edit", kind=kind, slug=slug, saved=1), 303)


def _conflict(kind: Kind, slug: str, values: dict[str, Any], base: int, newest: int) -> ResponseReturnValue:
    """Theirs beside ours. Saving once more writes ours on top of theirs, knowingly."""
    theirs = desk.revision(db(), kind, slug, newest)
    before = text_at(db(), kind, slug, base) if base else ""
    changed = difference(before, text_at(db(), kind, slug, newest))
    return _form(kind, slug, values, base=newest, theirs=theirs, changed=changed), 409


def _form(
    kind: Kind, slug: str, values: dict[str, Any], *, base: int, held: PieceRow | None = None, **more: Any
) -> str:
    if base and held is None:
        held = desk.piece(db(), kind, slug)
    shape, _ = reading.shaped(kind, values) if values else (None, {})
    advice = faults_of(db(), kind, slug, shape) if shape else []
    return render_template(
        "library/admin/edit.html", kind=kind, slug=slug, base=base, held=held, controls=controls(SHAPES[kind], values),
        label=DESK_LABELS[kind], advice=advice, **{"faults": {}, "theirs": None, "changed": [], "opened": ""} | more,
    )  # fmt: skip
