"""Publishing, scheduling, withdrawing, rolling back, and the history that shows it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from saas.kernel.errors import Refusal
from saas.library import actions, desk, queries
from saas.library.admin.room import author, faults_of, kind_of, text_at
from saas.library.editing.difference import difference
from saas.library.rules import questions
from saas.library.shapes import Kind
from saas.library.shapes.parts import Shape
from saas.library.stored import shape_of
from saas.web.session import db

publishing = Blueprint("publishing", __name__)


@publishing.get("/library/<kind>/<slug>/history")
def history(kind: str, slug: str) -> ResponseReturnValue:
    held = desk.piece(db(), kind_of(kind), slug)
    newer = request.args.get("to", held.number, int)
    older = request.args.get("from", max(1, newer - 1), int)
    changed = difference(text_at(db(), held.kind, slug, older), text_at(db(), held.kind, slug, newer))
    return render_template(
        "library/admin/history.html",
        held=held,
        changes=desk.history(db(), held.kind, slug),
        changed=changed,
        older=older,
        newer=newer,
    )


@publishing.post("/library/<kind>/<slug>/publication")
def publish(kind: str, slug: str) -> ResponseReturnValue:
    """At once, or at the moment that was typed. A text with faults stays a draft."""
    held = desk.piece(db(), kind_of(kind), slug)
    _refuse_faulty(held.kind, slug, held.shape)
    moment = request.form.get("moment", "").strip()
    if moment:
        actions.schedule(db(), held.kind, slug, _moment(moment), author())
    else:
        actions.publish(db(), held.kind, slug, author())
    return _back(held.kind, slug)


@publishing.post("/library/<kind>/<slug>/publication/cancellation")
def unschedule(kind: str, slug: str) -> ResponseReturnValue:
    actions.unschedule(db(), kind_of(kind), slug, author())
    return _back(kind_of(kind), slug)


@publishing.post("/library/<kind>/<slug>/withdrawal")
def withdraw(kind: str, slug: str) -> ResponseReturnValue:
    _refuse_needed(kind_of(kind), slug)
    actions.withdraw(db(), kind_of(kind), slug, author())
    return _back(kind_of(kind), slug)


@publishing.post("/library/<kind>/<slug>/rollback")
def roll_back(kind: str, slug: str) -> ResponseReturnValue:
    number = request.form.get("number", 0, int)
    _refuse_faulty(kind_of(kind), slug, _shape(kind, desk.revision(db(), kind_of(kind), slug, number).body))
    actions.roll_back(db(), kind_of(kind), slug, number, author())
    return _back(kind_of(kind), slug)


def _moment(typed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as error:
        raise Refusal("That is no day and time: write 2026-12-01 09:00, in UTC. The draft is kept.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _shape(kind: str, body: str) -> Shape | None:
    try:
        return shape_of(kind, body)
    except ValidationError:
        return None


def _refuse_faulty(kind: Kind, slug: str, shape: Shape | None) -> None:
    """Readers get no text with faults, and none that was written for an older shape."""
    wrong = faults_of(db(), kind, slug, shape) if shape else []
    if shape is None or wrong:
        said = f"{wrong[0].field}: {wrong[0].sentence}" if wrong else "This text was written for an older form."
        raise Refusal(
            f"{said} The draft is kept, and readers still see the text before it.",
            next_label="Back to the draft", next_href=url_for("backoffice.staff_library.editor.edit", kind=kind, slug=slug),
        )  # fmt: skip


def _refuse_needed(kind: Kind, slug: str) -> None:
    """Nobody could be asked what depends on a question that is gone."""
    needed = questions.withdrawal(slug, queries.questions(db())) if kind == "question" else ""
    if needed:
        back = url_for("backoffice.staff_library.editor.edit", kind=kind, slug=slug)
        raise Refusal(f"{needed} It is still asked.", next_label="Back to the question", next_href=back)


def _back(kind: Kind, slug: str) -> ResponseReturnValue:
    return redirect(url_for("backoffice.staff_library.editor.edit", kind=kind, slug=slug), 303)
