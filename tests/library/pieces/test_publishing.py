"""Publishing, planning, taking down, going back: what readers get, and what is noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas import jobs
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.library.editor import queries as desk
from saas.library.kinds.spec import Kind
from saas.library.pieces import queries
from saas.library.pieces.actions import (
    cancel_schedule,
    publish_due,
    publish_revision,
    roll_back,
    schedule_revision,
    withdraw_piece,
    write_draft,
)
from saas.library.pieces.models import Piece, Revision
from saas.library.search.indexing import ENTRIES
from tests.library.drafts import KIM, SAM, bodies, counts, held, role, version

ACCOUNTANT: tuple[Kind, str] = ("role", "accountant")
SOON = clock.now() + timedelta(hours=2)
LATER = SOON + timedelta(minutes=1)


@pytest.fixture
def draft(session: Session) -> Session:
    """The accountant's page is published, and there is a newer text."""
    write_draft(session, *ACCOUNTANT, role("Zymurgy too."), SAM, base=1)
    return session


def shown(session: Session) -> str | None:
    """What readers are told at the top of the accountant's page."""
    session.rollback()
    page = queries.load_library(session).catalogue.roles.get("accountant")
    return page.lead if page else None


def acts(session: Session) -> list[tuple[str, str, str, int | None]]:
    return [(one.act, one.author, one.note, one.number) for one in desk.list_changes(session, *ACCOUNTANT)]


def is_found(session: Session, word: str) -> bool:
    entry = select(ENTRIES.c.href).where(ENTRIES.c.href == "/roles/accountant", ENTRIES.c.body.contains(word))
    return session.scalar(entry) is not None


def test_publishing_shows_the_newest_text_and_counts_once(draft: Session) -> None:
    before = version(draft)
    assert publish_revision(draft, *ACCOUNTANT, SAM).number == 2
    assert shown(draft) == role("Zymurgy too.").lead
    assert version(draft) == before + 1
    assert acts(draft)[0] == ("published", SAM, "", 2)


def test_publishing_what_is_published_writes_nothing(session: Session) -> None:
    before = counts(session)
    assert publish_revision(session, *ACCOUNTANT, SAM).number == 1
    assert counts(session) == before


def test_a_moment_shows_nothing_before_it_has_come(draft: Session) -> None:
    before = version(draft)
    schedule_revision(draft, *ACCOUNTANT, SOON, KIM)
    assert publish_due(draft, SOON - timedelta(seconds=1)) == 0
    assert (shown(draft), version(draft)) == (role().lead, before)
    assert acts(draft)[0] == ("scheduled", KIM, f"for {SOON:%Y-%m-%d %H:%M} UTC", 2)


def test_what_is_due_is_published_once_however_often_one_looks(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, KIM)
    before = version(draft)
    assert [publish_due(draft, LATER), publish_due(draft, LATER)] == [1, 0]
    assert (shown(draft), version(draft)) == (role("Zymurgy too.").lead, before + 1)
    assert acts(draft)[0] == ("published", SAM, "as scheduled", 2)


def test_a_text_written_after_the_moment_was_chosen_waits(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM)
    write_draft(draft, *ACCOUNTANT, role("Not yet."), SAM, base=2)
    publish_due(draft, LATER)
    assert shown(draft) == role("Zymurgy too.").lead


def test_publishing_at_once_takes_the_moment_away(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM)
    publish_revision(draft, *ACCOUNTANT, SAM)
    assert held(draft, *ACCOUNTANT).scheduled_for is None
    assert publish_due(draft, LATER) == 0


def test_a_moment_can_be_changed(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM)
    schedule_revision(draft, *ACCOUNTANT, SOON + timedelta(days=1), SAM)
    assert publish_due(draft, LATER) == 0
    assert publish_due(draft, LATER + timedelta(days=1)) == 1


@pytest.mark.parametrize("before", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_a_moment_that_has_passed_is_refused(draft: Session, before: timedelta) -> None:
    written = counts(draft)
    with time_machine.travel(SOON, tick=False), pytest.raises(Refusal, match="That moment has passed"):
        schedule_revision(draft, *ACCOUNTANT, SOON - before, SAM)
    assert counts(draft) == written


def test_what_is_published_already_gets_no_moment(session: Session) -> None:
    with pytest.raises(Refusal, match="published already"):
        schedule_revision(session, *ACCOUNTANT, SOON, SAM)


def test_a_planned_publication_is_taken_back_and_the_draft_stays(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM)
    cancel_schedule(draft, *ACCOUNTANT, KIM)
    assert publish_due(draft, LATER) == 0
    assert desk.get_piece(draft, *ACCOUNTANT).standing.has_newer_draft
    assert acts(draft)[0] == ("unscheduled", KIM, "", None)


def test_taking_back_what_was_not_planned_writes_nothing(draft: Session) -> None:
    before = counts(draft)
    cancel_schedule(draft, *ACCOUNTANT, SAM)
    assert counts(draft) == before


def test_the_worker_publishes_what_is_due(draft: Session, engine: Engine) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM)
    jobs.publish_scheduled(engine)
    assert shown(draft) == role().lead
    with time_machine.travel(LATER):
        jobs.publish_scheduled(engine)
    assert shown(draft) == role("Zymurgy too.").lead


def test_a_withdrawn_page_is_gone_and_its_texts_stay(session: Session) -> None:
    before = version(session)
    withdraw_piece(session, *ACCOUNTANT, SAM)
    assert (shown(session), version(session)) == (None, before + 1)
    assert bodies(session, *ACCOUNTANT) == [role().model_dump_json()]
    assert held(session, *ACCOUNTANT).withdrawn_at is not None
    assert acts(session)[0] == ("withdrawn", SAM, "", None)


def test_withdrawing_twice_writes_nothing_more(session: Session) -> None:
    withdraw_piece(session, *ACCOUNTANT, SAM)
    before = counts(session)
    withdraw_piece(session, *ACCOUNTANT, KIM)
    assert counts(session) == before


def test_withdrawing_takes_the_planned_text_along(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM)
    withdraw_piece(draft, *ACCOUNTANT, SAM)
    assert (publish_due(draft, LATER), shown(draft)) == (0, None)


def test_a_withdrawn_page_can_be_published_again(session: Session) -> None:
    withdraw_piece(session, *ACCOUNTANT, SAM)
    assert publish_revision(session, *ACCOUNTANT, SAM).number == 1
    assert shown(session) == role().lead


def test_going_back_publishes_the_earlier_text_as_a_new_revision(draft: Session) -> None:
    publish_revision(draft, *ACCOUNTANT, SAM)
    before = version(draft)
    assert roll_back(draft, *ACCOUNTANT, 1, KIM).number == 3
    assert (shown(draft), version(draft)) == (role().lead, before + 1)
    assert [body == role().model_dump_json() for body in bodies(draft, *ACCOUNTANT)] == [True, False, True]
    assert acts(draft)[0] == ("rolled back", KIM, "to revision 1", 3)


def test_going_back_to_what_readers_see_writes_nothing(session: Session) -> None:
    before = counts(session)
    assert roll_back(session, *ACCOUNTANT, 1, SAM).number == 1
    assert counts(session) == before


def test_going_back_takes_a_planned_text_away(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM)
    roll_back(draft, *ACCOUNTANT, 1, SAM)
    assert (publish_due(draft, LATER), shown(draft)) == (0, role().lead)


def test_there_is_no_going_back_to_what_never_was(session: Session) -> None:
    before = counts(session)
    with pytest.raises(NotFound, match="no such revision"):
        roll_back(session, *ACCOUNTANT, 9, SAM)
    assert counts(session) == before


VERBS: dict[str, Callable[[Session], Any]] = {
    "publish": lambda session: publish_revision(session, "role", "none", SAM),
    "schedule": lambda session: schedule_revision(session, "role", "none", SOON, SAM),
    "unschedule": lambda session: cancel_schedule(session, "role", "none", SAM),
    "withdraw": lambda session: withdraw_piece(session, "role", "none", SAM),
    "roll back": lambda session: roll_back(session, "role", "none", 1, SAM),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_nothing_is_done_to_a_piece_that_is_not_there(session: Session, verb: Callable[[Session], Any]) -> None:
    with pytest.raises(NotFound, match="no such piece"):
        verb(session)


def test_a_draft_is_found_by_nobody_before_it_is_published(draft: Session) -> None:
    assert not is_found(draft, "Zymurgy")
    publish_revision(draft, *ACCOUNTANT, SAM)
    assert is_found(draft, "Zymurgy")


def test_a_page_gone_back_to_is_found_by_its_own_words(draft: Session) -> None:
    publish_revision(draft, *ACCOUNTANT, SAM)
    roll_back(draft, *ACCOUNTANT, 1, SAM)
    assert is_found(draft, "") and not is_found(draft, "Zymurgy")


def test_a_withdrawn_page_is_found_by_nobody(session: Session) -> None:
    assert is_found(session, "")
    withdraw_piece(session, *ACCOUNTANT, SAM)
    assert not is_found(session, "")


def test_a_text_of_an_older_shape_holds_up_no_other(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM)
    with transaction(draft):
        other = draft.scalars(select(Piece).where(Piece.kind == "role", Piece.slug == "account-executive")).one()
        old = Revision(piece_id=other.id, number=2, body="{}", author=SAM)
        draft.add(old)
        draft.flush()
        other.scheduled_revision_id, other.scheduled_for = old.id, SOON
    assert publish_due(draft, LATER) == 1
    assert desk.list_changes(draft, "role", "account-executive")[0].note == "the text no longer fits its content"
