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

from saas.accounts.guards import ask_for_password
from saas.facts.loading import load_facts
from saas.facts.sources import list_data_files
from saas.kernel import clock
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.tokens import find_tokens
from saas.library.checks.similarity import MAX_SIMILARITY, find_similar_pages
from saas.library.editor import form_data, import_export
from saas.library.editor.checks import find_all_faults
from saas.library.editor.context import current_author, format_revision, get_kind
from saas.library.editor.controls import build_controls
from saas.library.editor.diff import diff_texts
from saas.library.editor.queries import (
    Filters,
    PieceRow,
    filter_pieces,
    get_piece,
    get_revision,
    list_changes,
    list_pieces,
    take_page,
)
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import is_slug
from saas.library.kinds.spec import KINDS, Kind, page_href
from saas.library.kinds.text import iter_prose, page_text
from saas.library.pieces import actions, queries
from saas.library.pieces.actions import Conflict
from saas.library.pieces.queries import Library
from saas.library.seed.loading import SeedError
from saas.web.forms import to_whole_number
from saas.web.session import db

staff_library = Blueprint("staff_library", __name__)
STATES = ("draft", "scheduled", "published", "changed", "withdrawn")


@staff_library.get("/library/checks")
def show_checks() -> ResponseReturnValue:
    pages = queries.load_library(db()).pages
    texts = {f"{kind}/{slug}": page_text(page) for (kind, slug), page in pages.items()}
    similar_pages = find_similar_pages(texts, MAX_SIMILARITY)
    return render_template("library/editor/checks.html", faults=find_all_faults(db()), similar_pages=similar_pages)


@staff_library.get("/library/facts")
def show_facts() -> ResponseReturnValue:
    """Every figure that a page cites with the pages that would change with it, and every data file: the oldest first."""
    citations = _list_citations(queries.load_library(db()))
    figures = [load_facts().figure(key) for key in citations]
    return render_template(
        "library/editor/facts.html",
        figures=sorted(figures, key=lambda figure: (figure.source.checked_on, figure.key)),
        citations=citations,
        files=sorted(list_data_files(), key=lambda file: (file.oldest.checked_on, file.name)),
        today=clock.today(),
    )


def _list_citations(library: Library) -> dict[str, list[tuple[str, str]]]:
    """Title and address of the pages that cite a figure, by the figure's key."""
    pieces: list[tuple[str, str, Content]] = [
        *((page.title, page_href(kind, slug), page) for (kind, slug), page in library.pages.items()),
        *((step.content.title, "", step.content) for step in library.catalogue.steps),
    ]
    citations: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for title, href, content in pieces:
        for _, text in iter_prose(content):
            for token in find_tokens(text):
                if token.kind == "fact":
                    citations[token.value][title, href] = None
    return {key: list(pages) for key, pages in citations.items()}


@staff_library.get("/library")
def index() -> ResponseReturnValue:
    """Every piece, filtered by the address."""
    args = request.args
    filters = Filters(
        kind=get_kind(args["kind"]) if args.get("kind") else "",
        state=args.get("state", ""),
        find=args.get("find", "").strip(),
        is_stale="stale" in args,
        is_faulty="faulty" in args,
        after=args.get("after", ""),
    )
    faulty = frozenset(find_all_faults(db())) if filters.is_faulty else frozenset()
    rows = filter_pieces(list_pieces(db(), filters.kind), filters, clock.today(), faulty)
    page, after = take_page(rows, filters.after)
    return render_template(
        "library/editor/index.html",
        rows=page,
        count=len(rows),
        filters=filters,
        after=after,
        labels={kind: spec.label for kind, spec in KINDS.items()},
        states=STATES,
        today=clock.today(),
    )


@staff_library.get("/library/<kind>/new")
def new(kind: str) -> ResponseReturnValue:
    return _render_form(get_kind(kind), "", {}, base=0)


@staff_library.get("/library/<kind>/<slug>")
def edit(kind: str, slug: str) -> ResponseReturnValue:
    piece = get_piece(db(), get_kind(kind), slug)
    values = piece.content.model_dump(mode="json") if piece.content else {}
    return _render_form(piece.kind, slug, values, base=piece.number, piece=piece)


@staff_library.post("/library/<kind>/revisions")
def save(kind: str) -> ResponseReturnValue:
    """Keep a draft, or only rearrange the rows of the form where a row button was pressed."""
    form, kind = request.form, get_kind(kind)
    slug, base = form.get("slug", "").strip(), form.get("base", 0, to_whole_number)
    values = form_data.parse_form(kind, form_data.content_fields(form))
    if "rows" in form:
        return _render_form(kind, slug, form_data.rearrange_rows(values, form["rows"]), base=base, opened=form["rows"])
    content, faults = form_data.validate_content(kind, values)
    if not is_slug(slug):
        faults |= {"slug": "Small letters, digits and single hyphens, as it stands in the address."}
    if content is None or faults:
        return _render_form(kind, slug, values, base=base, faults=faults), 422
    try:
        actions.write_draft(db(), kind, slug, content, current_author(), base=base)
    except Conflict as conflict:
        return _render_conflict(kind, slug, values, base, conflict.newest)
    return redirect(url_for("staff.staff_library.edit", kind=kind, slug=slug, saved=1), 303)


def _render_conflict(kind: Kind, slug: str, values: dict[str, Any], base: int, newest: int) -> ResponseReturnValue:
    """Theirs beside ours. Saving once more writes ours on top of theirs, knowingly."""
    theirs = get_revision(db(), kind, slug, newest)
    before = format_revision(db(), kind, slug, base) if base else ""
    changes = diff_texts(before, format_revision(db(), kind, slug, newest))
    return _render_form(kind, slug, values, base=newest, theirs=theirs, their_changes=changes), 409


def _render_form(
    kind: Kind, slug: str, values: dict[str, Any], *, base: int, piece: PieceRow | None = None, **context: Any
) -> str:
    if base and piece is None:
        piece = get_piece(db(), kind, slug)
    content, _ = form_data.validate_content(kind, values) if values else (None, {})
    defaults: dict[str, Any] = {"faults": {}, "theirs": None, "their_changes": [], "opened": ""}
    return render_template(
        "library/editor/edit.html",
        kind=kind,
        slug=slug,
        base=base,
        piece=piece,
        spec=KINDS[kind],
        controls=build_controls(KINDS[kind].content, values),
        advice=queries.find_piece_faults(db(), kind, slug, content) if content else [],
        **defaults | context,
    )


@staff_library.get("/library/<kind>/<slug>/history")
def history(kind: str, slug: str) -> ResponseReturnValue:
    piece = get_piece(db(), get_kind(kind), slug)
    newer = request.args.get("to", piece.number, to_whole_number)
    older = request.args.get("from", max(1, newer - 1), to_whole_number)
    before, after = (format_revision(db(), piece.kind, slug, number) for number in (older, newer))
    return render_template(
        "library/editor/history.html",
        piece=piece,
        changes=list_changes(db(), piece.kind, slug),
        difference=diff_texts(before, after),
        older=older,
        newer=newer,
    )


@staff_library.post("/library/<kind>/<slug>/publication")
def publish(kind: str, slug: str) -> ResponseReturnValue:
    """The revision on the button, at once or at the moment that was typed. What readers are shown of money and deadlines
    changes here, and in a rollback and a withdrawal, so a browser that somebody left open is not enough for it: the
    password is asked for. Drafts are seen by staff alone, and need none."""
    kind, moment = get_kind(kind), request.form.get("moment", "").strip()
    onward = url_for("staff.staff_library.edit", kind=kind, slug=slug, moment=moment or None)
    if (question := ask_for_password(onward)) is not None:
        return question
    seen: dict[str, Any] = {
        "number": request.form.get("number", 0, to_whole_number),
        "even_if_withdrawn": "withdrawn" in request.form,
    }
    with _way_back(kind, slug, "Back to the draft"):
        if moment:
            actions.schedule_revision(db(), kind, slug, _parse_moment(moment), current_author(), **seen)
        else:
            actions.publish_revision(db(), kind, slug, current_author(), **seen)
    return _redirect_to_editor(kind, slug)


@staff_library.post("/library/<kind>/<slug>/publication/cancellation")
def cancel_schedule(kind: str, slug: str) -> ResponseReturnValue:
    actions.cancel_schedule(db(), get_kind(kind), slug, current_author())
    return _redirect_to_editor(get_kind(kind), slug)


@staff_library.post("/library/<kind>/<slug>/withdrawal")
def withdraw(kind: str, slug: str) -> ResponseReturnValue:
    onward = url_for("staff.staff_library.edit", kind=get_kind(kind), slug=slug)
    if (question := ask_for_password(onward)) is not None:
        return question
    with _way_back(get_kind(kind), slug, "Back to the question" if kind == "question" else "Back to the draft"):
        actions.withdraw_piece(db(), get_kind(kind), slug, current_author())
    return _redirect_to_editor(get_kind(kind), slug)


@staff_library.post("/library/<kind>/<slug>/rollback")
def roll_back(kind: str, slug: str) -> ResponseReturnValue:
    onward = url_for("staff.staff_library.history", kind=get_kind(kind), slug=slug)
    if (question := ask_for_password(onward)) is not None:
        return question
    number, is_withdrawn = request.form.get("number", 0, to_whole_number), "withdrawn" in request.form
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
