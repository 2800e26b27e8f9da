"""`write`: a draft on top of the newest text, or a conflict; nothing where the text is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.errors import Refusal
from saas.library.editor.queries import list_changes
from saas.library.pieces import queries
from saas.library.pieces.actions import Conflict, import_drafts, publish_revision, write_draft
from tests.library.drafts import KIM, SAM, bodies, counts, role, seeded, stored_piece, version, with_content
from tests.library.examples import pivot


def test_a_new_piece_begins_with_revision_1_and_is_not_published(session: Session) -> None:
    revision = write_draft(session, "role", "keeper-of-bees", role(), SAM, base=0)
    assert revision.number == 1
    assert stored_piece(session, "role", "keeper-of-bees").published_revision_id is None
    assert "keeper-of-bees" not in queries.load_catalogue(session).roles


def test_a_draft_is_the_next_revision_and_the_text_before_stays(session: Session) -> None:
    revision = write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    assert revision.number == 2
    assert bodies(session, "role", "accountant") == [role().model_dump_json(), role("More.").model_dump_json()]


def test_readers_see_the_text_before_the_draft(session: Session) -> None:
    before = version(session)
    write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    assert version(session) == before
    assert queries.load_catalogue(session).roles["accountant"] == role()


def test_the_same_text_writes_nothing_and_gives_the_revision_it_is(session: Session) -> None:
    before = counts(session)
    assert write_draft(session, "role", "accountant", role(), SAM, base=1).number == 1
    assert counts(session) == before


def test_a_text_that_was_there_before_the_newest_is_a_revision_of_its_own(session: Session) -> None:
    write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    assert write_draft(session, "role", "accountant", role(), SAM, base=2).number == 3


def test_who_wrote_it_and_when_are_noted(session: Session) -> None:
    before = clock.now()
    revision = write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    noted = list_changes(session, "role", "accountant")[0]
    assert (revision.author, noted.act, noted.author, noted.number) == (SAM, "drafted", SAM, 2)
    assert before <= revision.written_at <= clock.now()
    assert before - timedelta(seconds=1) <= noted.at <= clock.now()


@pytest.mark.parametrize("base", [0, 1, 3])
def test_a_text_written_on_another_base_is_a_conflict_and_nothing_is_written(session: Session, base: int) -> None:
    write_draft(session, "role", "accountant", role("Theirs."), KIM, base=1)
    before = counts(session)
    with pytest.raises(Conflict) as refused:
        write_draft(session, "role", "accountant", role("Mine."), SAM, base=base)
    assert refused.value.newest == 2
    assert counts(session) == before


def test_a_new_piece_under_a_name_that_is_taken_is_a_conflict(session: Session) -> None:
    with pytest.raises(Conflict, match="Nothing of yours is lost") as refused:
        write_draft(session, "role", "accountant", role("Mine."), SAM, base=0)
    assert (refused.value.newest, refused.value.status) == (1, 409)


def test_a_text_for_a_piece_that_is_not_there_is_a_conflict_with_number_0(session: Session) -> None:
    with pytest.raises(Conflict) as refused:
        write_draft(session, "role", "keeper-of-bees", role(), SAM, base=4)
    assert refused.value.newest == 0


def test_after_a_conflict_the_text_is_written_on_the_newest(session: Session) -> None:
    write_draft(session, "role", "accountant", role("Theirs."), KIM, base=1)
    with pytest.raises(Conflict) as refused:
        write_draft(session, "role", "accountant", role("Mine."), SAM, base=1)
    assert write_draft(session, "role", "accountant", role("Mine."), SAM, base=refused.value.newest).number == 3


def test_two_kinds_may_share_a_name(session: Session) -> None:
    assert write_draft(session, "pivot", "accountant", pivot(), SAM, base=0).number == 1
    assert bodies(session, "role", "accountant") == [role().model_dump_json()]


def test_a_kind_holds_no_text_of_another(session: Session) -> None:
    before = counts(session)
    with pytest.raises(TypeError, match="A pivot cannot hold a RolePage"):
        write_draft(session, "pivot", "accountant", role(), SAM, base=0)
    assert counts(session) == before


@pytest.mark.parametrize("slug", ["", "Bees", "of bees", "of--bees", "-bees", "b/ees", "b" * 81])
def test_a_name_that_cannot_stand_in_an_address_is_refused(session: Session, slug: str) -> None:
    before = counts(session)
    with pytest.raises(Refusal, match="cannot stand in an address"):
        write_draft(session, "role", slug, role(), SAM, base=0)
    assert counts(session) == before


def test_publishing_does_not_change_the_number_of_a_text(session: Session) -> None:
    write_draft(session, "role", "accountant", role("More."), SAM, base=1)
    assert publish_revision(session, "role", "accountant", SAM, number=2).number == 2
    assert write_draft(session, "role", "accountant", role("More."), SAM, base=2).number == 2


def test_files_become_drafts_where_they_differ(session: Session) -> None:
    other = with_content(seeded("role", "accountant"), lead="Another first sentence.")
    assert import_drafts(session, [other, seeded("role", "account-executive")], SAM) == [("role", "accountant")]
    assert list_changes(session, "role", "accountant")[0].act == "drafted"
    assert queries.load_catalogue(session).roles["accountant"] == role()


def test_of_files_that_do_not_all_fit_none_is_written(session: Session) -> None:
    before = counts(session)
    other = with_content(seeded("role", "accountant"), lead="Another first sentence.")
    with pytest.raises(Refusal):
        import_drafts(session, [other, replace(other, slug="No slug")], SAM)
    assert counts(session) == before
