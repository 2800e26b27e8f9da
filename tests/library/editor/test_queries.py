"""What the editor shows: every piece with its state, filtered and by the hundred, and one with its history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.library.editor import queries
from saas.library.editor.queries import PAGE_SIZE, Filters, PieceRow
from saas.library.kinds.fields import Content
from saas.library.kinds.parts import SourceNote
from saas.library.kinds.spec import Kind
from saas.library.pieces.actions import publish_revision, schedule_revision, withdraw_piece, write_draft
from saas.library.pieces.models import Revision
from saas.library.pieces.rules import PublicationState
from tests.library.drafts import KIM, SAM, all_seeds_by_name, changed, role, step, stored_piece

TODAY = date(2026, 11, 23)
UP = PublicationState(1, 1)


def row(slug: str, kind: Kind = "role", standing: PublicationState = UP, content: Content | None = None) -> PieceRow:
    return PieceRow(kind, slug, standing.newest, standing, None, SAM, clock.now(), content)


def filtered(filters: Filters, *rows: PieceRow, faulty: frozenset[tuple[str, str]] = frozenset()) -> list[str]:
    return [row.slug for row in queries.filter_pieces(rows, filters, TODAY, faulty)]


def test_every_piece_has_a_row_in_the_order_of_kind_and_name(session: Session) -> None:
    rows = queries.list_pieces(session)
    assert [(row.kind, row.slug) for row in rows] == sorted(all_seeds_by_name())
    assert {row.state.status for row in rows} == {"published"}
    assert all(row.number == 1 and row.content == all_seeds_by_name()[row.kind, row.slug].content for row in rows)


def test_a_kind_has_its_rows_alone(session: Session) -> None:
    assert {row.kind for row in queries.list_pieces(session, "pivot")} == {"pivot"}
    assert queries.list_pieces(session, "none") == []


def test_names_stand_letter_by_letter_whatever_the_database_thinks_of_hyphens(session: Session) -> None:
    for slug in ("zz-b", "zza", "zz-c", "zz"):
        write_draft(session, "role", slug, role(), SAM, base=0)
    assert [row.slug for row in queries.list_pieces(session, "role")][-4:] == ["zz", "zz-b", "zz-c", "zza"]


def test_a_row_shows_the_newest_text_and_what_readers_see(session: Session) -> None:
    write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    row = queries.get_piece(session, "role", "accountant")
    assert (row.number, row.author, row.content) == (2, SAM, role("More."))
    assert row.state == PublicationState(2, 1)


def test_a_row_names_the_planned_moment(session: Session) -> None:
    moment = clock.now() + timedelta(days=1)
    write_draft(session, "role", "keeper-of-bees", role(), SAM, base=0)
    schedule_revision(session, "role", "keeper-of-bees", moment, SAM, number=1)
    row = queries.get_piece(session, "role", "keeper-of-bees")
    assert (row.state, row.scheduled_for) == (PublicationState(1, None, 1), moment)


def test_a_withdrawn_piece_still_has_its_row(session: Session) -> None:
    withdraw_piece(session, "role", "accountant", SAM)
    assert queries.get_piece(session, "role", "accountant").state == PublicationState(1, was_withdrawn=True)


def test_a_text_of_an_older_form_has_a_row_and_is_called_by_its_name(session: Session) -> None:
    piece = stored_piece(session, "role", "accountant")
    with transaction(session):
        session.add(Revision(piece_id=piece.id, number=2, body="{}", author=SAM))
    row = queries.get_piece(session, "role", "accountant")
    assert (row.content, row.title, row.checked_on) == (None, "accountant", None)


@pytest.mark.parametrize(
    ("filters", "slugs"),
    [
        (Filters(), ["a", "b", "c"]),
        (Filters(kind="role"), ["a", "b"]),
        (Filters(kind="step"), ["c"]),
        (Filters(kind="hub"), []),
    ],
)
def test_rows_are_filtered_by_kind(filters: Filters, slugs: list[str]) -> None:
    assert filtered(filters, row("a"), row("b"), row("c", "step")) == slugs


@pytest.mark.parametrize(
    ("state", "slugs"),
    [
        ("draft", ["new"]),
        ("scheduled", ["planned"]),
        ("published", ["up", "on"]),
        ("changed", ["on"]),
        ("withdrawn", ["down"]),
        ("lost", []),
    ],
)
def test_rows_are_filtered_by_state(state: str, slugs: list[str]) -> None:
    rows = (
        row("new", standing=PublicationState(1)),
        row("planned", standing=PublicationState(1, None, 1)),
        row("up"),
        row("on", standing=PublicationState(2, 1)),
        row("down", standing=PublicationState(1, was_withdrawn=True)),
    )
    assert filtered(Filters(state=state), *rows) == slugs


@pytest.mark.parametrize(
    ("find", "slugs"),
    [("bees", ["keeper-of-bees"]), ("BEES keep", ["keeper-of-bees"]), ("signed Plan", ["plan"]), ("bees plan", [])],
)
def test_a_row_is_found_by_all_words_in_its_name_or_title(find: str, slugs: list[str]) -> None:
    rows = row("keeper-of-bees"), row("plan", "step", content=step(title="Find the signed plan"))
    assert filtered(Filters(find=find), *rows) == slugs


def test_a_row_is_stale_when_nobody_has_checked_it_for_long() -> None:
    old, new = TODAY - timedelta(days=401), TODAY - timedelta(days=400)
    rows = (row("old", content=changed(role(), checked_on=old)), row("new", content=changed(role(), checked_on=new)))
    assert filtered(Filters(is_stale=True), *rows, row("never")) == ["old"]


def test_a_step_is_as_old_as_its_source() -> None:
    source = SourceNote(name="A statute", url="https://example.com", checked_on=date(2024, 1, 2))
    assert row("a", "step", content=step(source=source)).checked_on == date(2024, 1, 2)
    assert row("b", "step", content=step(source=None)).checked_on is None


def test_a_row_is_faulty_when_it_is_named_so_by_kind_and_name() -> None:
    faulty = frozenset({("role", "a"), ("step", "b")})
    assert filtered(Filters(is_faulty=True), row("a"), row("b"), faulty=faulty) == ["a"]
    assert filtered(Filters(), row("a"), row("b"), faulty=faulty) == ["a", "b"]


@pytest.mark.parametrize(
    ("count", "pages"), [(0, [0]), (PAGE_SIZE, [PAGE_SIZE]), (PAGE_SIZE + 1, [PAGE_SIZE, 1]), (250, [100, 100, 50])]
)
def test_rows_come_by_the_hundred_and_none_is_left_out(count: int, pages: list[int]) -> None:
    rows = [row(f"piece-{number:03}", "role" if number < 150 else "step") for number in range(count)]
    shown, after = queries.take_page(rows, "")
    seen, sizes = list(shown), [len(shown)]
    while after:
        shown, after = queries.take_page(rows, after)
        seen, sizes = seen + shown, [*sizes, len(shown)]
    assert (seen, sizes) == (rows, pages)


def test_pages_over_the_whole_library_hold_every_piece_once(session: Session) -> None:
    rows, seen, after = queries.list_pieces(session), list[PieceRow](), "start"
    while after:
        shown, after = queries.take_page(rows, "" if after == "start" else after)
        seen += shown
    assert seen == rows


def test_a_piece_that_is_not_there_is_missing(session: Session) -> None:
    with pytest.raises(NotFound, match="no such piece"):
        queries.get_piece(session, "pivot", "accountant")


@pytest.mark.parametrize(("slug", "number"), [("accountant", 2), ("none", 1)])
def test_a_text_that_is_not_there_is_missing(session: Session, slug: str, number: int) -> None:
    with pytest.raises(NotFound, match="no such revision"):
        queries.get_revision(session, "role", slug, number)


def test_a_text_is_read_by_its_number(session: Session) -> None:
    write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    assert queries.get_revision(session, "role", "accountant", 1).body == role().model_dump_json()
    assert queries.get_revision(session, "role", "accountant", 2).author == SAM


def test_history_tells_what_was_done_the_newest_first(session: Session) -> None:
    write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    publish_revision(session, "role", "accountant", KIM, number=2)
    withdraw_piece(session, "role", "accountant", SAM)
    changes = [(row.act, row.author, row.number) for row in queries.list_changes(session, "role", "accountant")]
    assert changes[:3] == [("withdrawn", SAM, None), ("published", KIM, 2), ("drafted", SAM, 2)]
    assert changes[3:] == [("published", "seed", 1)]
    assert queries.list_changes(session, "role", "none") == []
