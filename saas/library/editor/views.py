"""`/admin/library`: find a piece, write it, publish it, check all of them, and carry the library in and out as files.

What was typed is never lost: not by a fault, a row button or a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.facts.loading import load_facts
from saas.facts.sources import list_data_files
from saas.kernel import clock
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.tokens import find_tokens
from saas.library.checks import similarity
from saas.library.checks.similarity import MAX_SIMILARITY
from saas.library.editor import form_data, import_export
from saas.library.editor import queries as desk
from saas.library.editor.checks import find_all_faults
from saas.library.editor.context import current_author, get_kind, revision_text
from saas.library.editor.controls import build_controls
from saas.library.editor.diff import diff_texts
from saas.library.editor.queries import Filters, PieceRow
from saas.library.kinds.parts import is_slug
from saas.library.kinds.spec import KINDS, Kind, page_href
from saas.library.kinds.text import iter_prose, page_text
from saas.library.pieces import actions, queries
from saas.library.pieces.actions import Conflict
from saas.library.pieces.queries import Library
from saas.library.seed.loading import SeedError
from saas.web.session import db

staff_library = Blueprint("staff_library", __name__)
STATES = ("draft", "scheduled", "published", "changed", "withdrawn")


@staff_library.get("/library/checks")
def show_checks() -> ResponseReturnValue:
    library = queries.load_library(db())
    texts = {f"{kind}/{slug}": page_text(page) for (kind, slug), page in library.pages.items()}
    return render_template(
        "library/editor/checks.html",
        faults=find_all_faults(db()),
        alike=similarity.find_similar_pages(texts, MAX_SIMILARITY),
    )


@staff_library.get("/library/facts")
def show_figures() -> ResponseReturnValue:
    """Every figure that a page cites with the pages that would change with it, and every data file: the oldest first."""
    used = _uses(queries.load_library(db()))
    cited = sorted(
        (load_facts().figure(key) for key in used), key=lambda figure: (figure.source.checked_on, figure.key)
    )
    files = sorted(list_data_files(), key=lambda file: (file.oldest.checked_on, file.name))
    return render_template("library/editor/facts.html", figures=cited, used=used, files=files, today=clock.today())


def _uses(library: Library) -> dict[str, list[tuple[str, str]]]:
    """Title and address of the pages that cite a figure, by the figure's key."""
    found: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    pieces: list[tuple[Kind, str, str, str]] = []
    for (kind, slug), page in library.pages.items():
        pieces += [(kind, slug, page.title, text) for _, text in iter_prose(page)]
    for step in library.catalogue.steps:
        pieces += [("step", step.slug, step.piece.title, text) for _, text in iter_prose(step.piece)]
    for kind, slug, title, text in pieces:
        for token in find_tokens(text):
            if token.kind == "fact":
                found[token.value][title, page_href(kind, slug)] = None
    return {key: list(places) for key, places in found.items()}


@staff_library.get("/library/<kind>/new")
def new(kind: str) -> ResponseReturnValue:
    return _form(get_kind(kind), "", {}, base=0)


@staff_library.get("/library/<kind>/<slug>")
def edit(kind: str, slug: str) -> ResponseReturnValue:
    held = desk.get_piece(db(), get_kind(kind), slug)
    values = held.content.model_dump(mode="json") if held.content else {}
    return _form(held.kind, slug, values, base=held.number, held=held)


@staff_library.post("/library/<kind>/revisions")
def save(kind: str) -> ResponseReturnValue:
    """Keep a draft, or only rearrange the rows of the form where a row button was pressed."""
    sent = request.form
    of_kind, slug, base = get_kind(kind), sent.get("slug", "").strip(), sent.get("base", 0, int)
    values = form_data.parse_form(of_kind, form_data.content_fields(sent))
    if "rows" in sent:
        return _form(of_kind, slug, form_data.rearrange_rows(values, sent["rows"]), base=base, opened=sent["rows"])
    return _save(of_kind, slug, values, base)


def _save(kind: Kind, slug: str, values: dict[str, Any], base: int) -> ResponseReturnValue:
    content, faults = form_data.validate_content(kind, values)
    if not is_slug(slug):
        faults |= {"slug": "Small letters, digits and single hyphens, as it stands in the address."}
    if content is None or faults:
        return _form(kind, slug, values, base=base, faults=faults), 422
    try:
        actions.write_draft(db(), kind, slug, content, current_author(), base=base)
    except Conflict as conflict:
        return _conflict(kind, slug, values, base, conflict.newest)
    return redirect(url_for("staff.staff_library.edit", kind=kind, slug=slug, saved=1), 303)


def _conflict(kind: Kind, slug: str, values: dict[str, Any], base: int, newest: int) -> ResponseReturnValue:
    """Theirs beside ours. Saving once more writes ours on top of theirs, knowingly."""
    theirs = desk.get_revision(db(), kind, slug, newest)
    before = revision_text(db(), kind, slug, base) if base else ""
    changed = diff_texts(before, revision_text(db(), kind, slug, newest))
    return _form(kind, slug, values, base=newest, theirs=theirs, changed=changed), 409


def _form(
    kind: Kind, slug: str, values: dict[str, Any], *, base: int, held: PieceRow | None = None, **more: Any
) -> str:
    if base and held is None:
        held = desk.get_piece(db(), kind, slug)
    content, _ = form_data.validate_content(kind, values) if values else (None, {})
    advice = queries.find_piece_faults(db(), kind, slug, content) if content else []
    return render_template(
        "library/editor/edit.html", kind=kind, slug=slug, base=base, held=held, controls=build_controls(KINDS[kind].content, values),
        spec=KINDS[kind], advice=advice, **{"faults": {}, "theirs": None, "changed": [], "opened": ""} | more,
    )  # fmt: skip


@staff_library.get("/library")
def index() -> ResponseReturnValue:
    wanted = _filters()
    faulty = frozenset(find_all_faults(db())) if wanted.is_faulty else frozenset()
    found = desk.filter_pieces(desk.list_pieces(db(), wanted.kind), wanted, clock.today(), faulty)
    shown, after = desk.paginate(found, wanted.after)
    return render_template(
        "library/editor/index.html", rows=shown, count=len(found), wanted=wanted, after=after, labels={kind: spec.label for kind, spec in KINDS.items()},
        states=STATES, today=clock.today(),
    )  # fmt: skip


def _filters() -> Filters:
    asked = request.args
    return Filters(
        kind=asked.get("kind", ""), state=asked.get("state", ""), find=asked.get("find", "").strip(), is_stale="stale" in asked,
        is_faulty="faulty" in asked, after=asked.get("after", ""),
    )  # fmt: skip


@staff_library.get("/library/<kind>/<slug>/history")
def history(kind: str, slug: str) -> ResponseReturnValue:
    held = desk.get_piece(db(), get_kind(kind), slug)
    newer = request.args.get("to", held.number, int)
    older = request.args.get("from", max(1, newer - 1), int)
    changed = diff_texts(revision_text(db(), held.kind, slug, older), revision_text(db(), held.kind, slug, newer))
    return render_template(
        "library/editor/history.html",
        held=held,
        changes=desk.list_changes(db(), held.kind, slug),
        changed=changed,
        older=older,
        newer=newer,
    )


@staff_library.post("/library/<kind>/<slug>/publication")
def publish(kind: str, slug: str) -> ResponseReturnValue:
    """The revision on the button, at once or at the moment that was typed."""
    of_kind, moment = get_kind(kind), request.form.get("moment", "").strip()
    seen: dict[str, Any] = {
        "number": request.form.get("number", 0, int),
        "even_if_withdrawn": "withdrawn" in request.form,
    }
    with _way_back(of_kind, slug, "Back to the draft"):
        if moment:
            actions.schedule_revision(db(), of_kind, slug, _parse_moment(moment), current_author(), **seen)
        else:
            actions.publish_revision(db(), of_kind, slug, current_author(), **seen)
    return _redirect_to_editor(of_kind, slug)


@staff_library.post("/library/<kind>/<slug>/publication/cancellation")
def cancel_schedule(kind: str, slug: str) -> ResponseReturnValue:
    actions.cancel_schedule(db(), get_kind(kind), slug, current_author())
    return _redirect_to_editor(get_kind(kind), slug)


@staff_library.post("/library/<kind>/<slug>/withdrawal")
def withdraw(kind: str, slug: str) -> ResponseReturnValue:
    with _way_back(get_kind(kind), slug, "Back to the question" if kind == "question" else "Back to the draft"):
        actions.withdraw_piece(db(), get_kind(kind), slug, current_author())
    return _redirect_to_editor(get_kind(kind), slug)


@staff_library.post("/library/<kind>/<slug>/rollback")
def roll_back(kind: str, slug: str) -> ResponseReturnValue:
    number, is_withdrawn = request.form.get("number", 0, int), "withdrawn" in request.form
    with _way_back(get_kind(kind), slug, "Back to the draft"):
        actions.roll_back(db(), get_kind(kind), slug, current_author(), number=number, even_if_withdrawn=is_withdrawn)
    return _redirect_to_editor(get_kind(kind), slug)


def _parse_moment(typed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as error:
        raise Refusal("That is no day and time: write 2026-12-01 09:00, in UTC. The draft is kept.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def _way_back(kind: Kind, slug: str, label: str) -> Iterator[None]:
    """A refusal leads back to the piece it is about."""
    try:
        yield
    except NotFound:
        raise
    except Refusal as refusal:
        refusal.next_label, refusal.next_href = label, url_for("staff.staff_library.edit", kind=kind, slug=slug)
        raise


def _redirect_to_editor(kind: Kind, slug: str) -> ResponseReturnValue:
    return redirect(url_for("staff.staff_library.edit", kind=kind, slug=slug), 303)


@staff_library.url_value_preprocessor
def _allow_large_import(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before anything reads the form: the check against forgery does, and would hold it to the limit of a form.
    if (endpoint or "").endswith(".import_files"):
        request.max_content_length = import_export.MAX_PACKED_BYTES


@staff_library.get("/library/files.zip")
def export_files() -> ResponseReturnValue:
    """What is published, in the form of the seed files."""
    response = Response(import_export.pack_library(db()), mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="library.zip"'
    return response


@staff_library.get("/library/import")
def import_form() -> ResponseReturnValue:
    return render_template("library/editor/import.html", written=None, faults=[])


@staff_library.post("/library/import")
def import_files() -> ResponseReturnValue:
    """Every piece that differs becomes a draft. A file that does not fit is named, and then nothing at all is written."""
    upload = request.files.get("archive")
    try:
        seeds = import_export.unpack_seeds(upload.read() if upload else b"")
    except SeedError as error:
        return render_template("library/editor/import.html", written=None, faults=[str(error)]), 422
    written = actions.import_drafts(db(), seeds, current_author())
    return render_template("library/editor/import.html", written=written, faults=[])
