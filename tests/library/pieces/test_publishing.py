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
from saas.kernel.tenancy import unscoped
from saas.library.editor.queries import get_piece, list_changes
from saas.library.kinds.spec import Kind
from saas.library.pieces import queries
from saas.library.pieces.actions import (
    Conflict,
    RefusedPublication,
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
from saas.shop.alerts.models import Alert
from tests.library.drafts import KIM, SAM, bodies, changed, counts, role, stored_piece, version

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
    return [(change.act, change.author, change.note, change.number) for change in list_changes(session, *ACCOUNTANT)]


def is_found(session: Session, word: str) -> bool:
    entry = select(ENTRIES.c.href).where(ENTRIES.c.href == "/roles/accountant", ENTRIES.c.body.contains(word))
    return session.scalar(entry) is not None


def test_publishing_shows_the_newest_text_and_counts_once(draft: Session) -> None:
    before = version(draft)
    assert publish_revision(draft, *ACCOUNTANT, SAM, number=2).number == 2
    assert shown(draft) == role("Zymurgy too.").lead
    assert version(draft) == before + 1
    assert acts(draft)[0] == ("published", SAM, "", 2)


def test_publishing_what_is_published_writes_nothing(session: Session) -> None:
    before = counts(session)
    assert publish_revision(session, *ACCOUNTANT, SAM, number=1).number == 1
    assert counts(session) == before


def test_a_moment_shows_nothing_before_it_has_come(draft: Session) -> None:
    before = version(draft)
    schedule_revision(draft, *ACCOUNTANT, SOON, KIM, number=2)
    assert publish_due(draft, SOON - timedelta(seconds=1)) == 0
    assert (shown(draft), version(draft)) == (role().lead, before)
    assert acts(draft)[0] == ("scheduled", KIM, f"for {SOON:%Y-%m-%d %H:%M} UTC", 2)


def test_what_is_due_is_published_once_however_often_one_looks(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, KIM, number=2)
    before = version(draft)
    assert [publish_due(draft, LATER), publish_due(draft, LATER)] == [1, 0]
    assert (shown(draft), version(draft)) == (role("Zymurgy too.").lead, before + 1)
    assert acts(draft)[0] == ("published", SAM, "as scheduled", 2)


def test_a_text_written_after_the_moment_was_chosen_waits(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
    write_draft(draft, *ACCOUNTANT, role("Not yet."), SAM, base=2)
    publish_due(draft, LATER)
    assert shown(draft) == role("Zymurgy too.").lead


def test_publishing_at_once_takes_the_moment_away(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
    publish_revision(draft, *ACCOUNTANT, SAM, number=2)
    assert stored_piece(draft, *ACCOUNTANT).scheduled_for is None
    assert publish_due(draft, LATER) == 0


def test_a_moment_can_be_changed(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
    schedule_revision(draft, *ACCOUNTANT, SOON + timedelta(days=1), SAM, number=2)
    assert publish_due(draft, LATER) == 0
    assert publish_due(draft, LATER + timedelta(days=1)) == 1


@pytest.mark.parametrize("before", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_a_moment_that_has_passed_is_refused(draft: Session, before: timedelta) -> None:
    written = counts(draft)
    with time_machine.travel(SOON, tick=False), pytest.raises(Refusal, match="That moment has passed"):
        schedule_revision(draft, *ACCOUNTANT, SOON - before, SAM, number=2)
    assert counts(draft) == written


def test_what_is_published_already_gets_no_moment(session: Session) -> None:
    with pytest.raises(Refusal, match="published already"):
        schedule_revision(session, *ACCOUNTANT, SOON, SAM, number=1)


def test_a_planned_publication_is_taken_back_and_the_draft_stays(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
    cancel_schedule(draft, *ACCOUNTANT, KIM)
    assert publish_due(draft, LATER) == 0
    assert get_piece(draft, *ACCOUNTANT).state.has_newer_draft
    assert acts(draft)[0] == ("unscheduled", KIM, "", None)


def test_taking_back_what_was_not_planned_writes_nothing(draft: Session) -> None:
    before = counts(draft)
    cancel_schedule(draft, *ACCOUNTANT, SAM)
    assert counts(draft) == before


def test_the_worker_publishes_what_is_due(draft: Session, engine: Engine) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
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
    assert stored_piece(session, *ACCOUNTANT).withdrawn_at is not None
    assert acts(session)[0] == ("withdrawn", SAM, "", None)


def test_withdrawing_twice_writes_nothing_more(session: Session) -> None:
    withdraw_piece(session, *ACCOUNTANT, SAM)
    before = counts(session)
    withdraw_piece(session, *ACCOUNTANT, KIM)
    assert counts(session) == before


def test_withdrawing_takes_the_planned_text_along(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
    withdraw_piece(draft, *ACCOUNTANT, SAM)
    assert (publish_due(draft, LATER), shown(draft)) == (0, None)


def test_a_withdrawn_page_can_be_published_again(session: Session) -> None:
    withdraw_piece(session, *ACCOUNTANT, SAM)
    assert publish_revision(session, *ACCOUNTANT, SAM, number=1, even_if_withdrawn=True).number == 1
    assert shown(session) == role().lead


def test_going_back_publishes_the_earlier_text_as_a_new_revision(draft: Session) -> None:
    publish_revision(draft, *ACCOUNTANT, SAM, number=2)
    before = version(draft)
    assert roll_back(draft, *ACCOUNTANT, KIM, number=1).number == 3
    assert (shown(draft), version(draft)) == (role().lead, before + 1)
    assert [body == role().model_dump_json() for body in bodies(draft, *ACCOUNTANT)] == [True, False, True]
    assert acts(draft)[0] == ("rolled back", KIM, "to revision 1", 3)


def test_going_back_to_what_readers_see_writes_nothing(session: Session) -> None:
    before = counts(session)
    assert roll_back(session, *ACCOUNTANT, SAM, number=1).number == 1
    assert counts(session) == before


def test_going_back_takes_a_planned_text_away(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
    roll_back(draft, *ACCOUNTANT, SAM, number=1)
    assert (publish_due(draft, LATER), shown(draft)) == (0, role().lead)


def test_there_is_no_going_back_to_what_never_was(session: Session) -> None:
    before = counts(session)
    with pytest.raises(NotFound, match="no such revision"):
        roll_back(session, *ACCOUNTANT, SAM, number=9)
    assert counts(session) == before


VERBS: dict[str, Callable[[Session], Any]] = {
    "publish": lambda session: publish_revision(session, "role", "none", SAM, number=1),
    "schedule": lambda session: schedule_revision(session, "role", "none", SOON, SAM, number=1),
    "unschedule": lambda session: cancel_schedule(session, "role", "none", SAM),
    "withdraw": lambda session: withdraw_piece(session, "role", "none", SAM),
    "roll back": lambda session: roll_back(session, "role", "none", SAM, number=1),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_nothing_is_done_to_a_piece_that_is_not_there(session: Session, verb: Callable[[Session], Any]) -> None:
    with pytest.raises(NotFound, match="no such piece"):
        verb(session)


def test_a_draft_is_found_by_nobody_before_it_is_published(draft: Session) -> None:
    assert not is_found(draft, "Zymurgy")
    publish_revision(draft, *ACCOUNTANT, SAM, number=2)
    assert is_found(draft, "Zymurgy")


def test_a_page_gone_back_to_is_found_by_its_own_words(draft: Session) -> None:
    publish_revision(draft, *ACCOUNTANT, SAM, number=2)
    roll_back(draft, *ACCOUNTANT, SAM, number=1)
    assert is_found(draft, "") and not is_found(draft, "Zymurgy")


def test_a_withdrawn_page_is_found_by_nobody(session: Session) -> None:
    assert is_found(session, "")
    withdraw_piece(session, *ACCOUNTANT, SAM)
    assert not is_found(session, "")


def test_a_text_of_an_older_form_holds_up_no_other(draft: Session) -> None:
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
    with transaction(draft):
        other = draft.scalars(select(Piece).where(Piece.kind == "role", Piece.slug == "account-executive")).one()
        old = Revision(piece_id=other.id, number=2, body="{}", author=SAM)
        draft.add(old)
        draft.flush()
        other.scheduled_revision_id, other.scheduled_for = old.id, SOON
    assert publish_due(draft, LATER) == 1
    assert (
        list_changes(draft, "role", "account-executive")[0].note
        == "not published: This text was written for an older form."
    )


def test_a_revision_that_is_not_the_newest_is_not_published(draft: Session) -> None:
    """Sam read revision 2, Kim saved 3: what Sam presses publishes neither."""
    write_draft(draft, *ACCOUNTANT, role("Unfinished."), KIM, base=2)
    before = counts(draft)
    with pytest.raises(Conflict, match="Revision 3 was saved") as refused:
        publish_revision(draft, *ACCOUNTANT, SAM, number=2)
    with pytest.raises(Conflict):
        schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2)
    assert (refused.value.newest, refused.value.status) == (3, 409)
    assert (shown(draft), counts(draft)) == (role().lead, before)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_revision_that_was_never_the_newest_is_not_published(draft: Session, number: int) -> None:
    with pytest.raises(Conflict):
        publish_revision(draft, *ACCOUNTANT, SAM, number=number)
    assert shown(draft) == role().lead


def test_a_withdrawn_page_comes_back_only_by_who_knows_that_it_was_withdrawn(draft: Session) -> None:
    withdraw_piece(draft, *ACCOUNTANT, KIM)
    before = counts(draft)
    tries: list[Callable[[], Any]] = [
        lambda: publish_revision(draft, *ACCOUNTANT, SAM, number=2),
        lambda: schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=2),
        lambda: roll_back(draft, *ACCOUNTANT, SAM, number=1),
    ]
    for verb in tries:
        with pytest.raises(Conflict, match="was withdrawn"):
            verb()
    assert (shown(draft), counts(draft)) == (None, before)
    assert roll_back(draft, *ACCOUNTANT, SAM, number=1, even_if_withdrawn=True).number == 3


def test_what_a_session_read_before_is_read_again_under_the_lock(draft: Session, engine: Engine) -> None:
    """Another process withdraws the page between Sam's reading and Sam's publishing, in a session that holds the row."""
    piece = draft.scalars(select(Piece).where(Piece.kind == "role", Piece.slug == "accountant")).one()
    assert piece.published_revision_id is not None
    with unscoped(engine, "tests: another process") as other:
        withdraw_piece(other, *ACCOUNTANT, KIM)
    with pytest.raises(Conflict, match="was withdrawn"):
        publish_revision(draft, *ACCOUNTANT, SAM, number=2)
    assert shown(draft) is None


FAULTY = changed(role(), title=" ")


@pytest.fixture
def faulty(session: Session) -> Session:
    """The newest text of the accountant's page has no title."""
    write_draft(session, *ACCOUNTANT, FAULTY, SAM, base=1)
    return session


def test_a_text_with_faults_is_neither_published_nor_scheduled(faulty: Session) -> None:
    before = counts(faulty)
    with pytest.raises(Refusal, match=r"title: Nothing is written here\. The draft is kept"):
        publish_revision(faulty, *ACCOUNTANT, SAM, number=2)
    with pytest.raises(Refusal, match="title: Nothing is written here"):
        schedule_revision(faulty, *ACCOUNTANT, SOON, SAM, number=2)
    assert (shown(faulty), counts(faulty)) == (role().lead, before)


def test_there_is_no_going_back_to_a_text_with_faults(faulty: Session) -> None:
    write_draft(faulty, *ACCOUNTANT, role("Better."), SAM, base=2)
    with pytest.raises(Refusal, match="title: Nothing is written here"):
        roll_back(faulty, *ACCOUNTANT, SAM, number=2)
    assert shown(faulty) == role().lead


def test_a_question_that_plans_are_built_on_is_not_withdrawn(session: Session) -> None:
    before = counts(session)
    with pytest.raises(Refusal, match=r"Plans are built on this question.* It is still asked\."):
        withdraw_piece(session, "question", "role", SAM)
    assert counts(session) == before


def test_a_question_that_another_depends_on_is_not_withdrawn(session: Session) -> None:
    with pytest.raises(Refusal, match="is asked depending on this one"):
        withdraw_piece(session, "question", "severance", SAM)
    assert "severance" in queries.load_questions(session)


@pytest.fixture
def outdated(draft: Session) -> Session:
    """Scheduled while all was well; then a question that the text asks for was withdrawn."""
    line = role().translation[0].model_copy(update={"when": ("own_words answered",)})
    write_draft(draft, *ACCOUNTANT, changed(role(), translation=(line, *role().translation[1:])), SAM, base=2)
    schedule_revision(draft, *ACCOUNTANT, SOON, SAM, number=3)
    withdraw_piece(draft, "question", "own-words", KIM)
    return draft


NO_QUESTION = "translation.0.when: No question is called “own_words”."


def test_what_no_longer_passes_at_its_moment_is_not_published(outdated: Session) -> None:
    before = version(outdated)
    refused: list[RefusedPublication] = []
    assert publish_due(outdated, LATER, lambda _, refusal: refused.append(refusal)) == 0
    assert refused == [RefusedPublication("role", "accountant", 3, SOON, NO_QUESTION)]
    assert (shown(outdated), version(outdated)) == (role().lead, before)
    assert stored_piece(outdated, *ACCOUNTANT).scheduled_for is None
    assert acts(outdated)[0] == ("unscheduled", SAM, f"not published: {NO_QUESTION}", 3)
    assert publish_due(outdated, LATER, lambda _, refusal: refused.append(refusal)) == 0
    assert len(refused) == 1


def test_what_no_longer_passes_holds_up_no_other(outdated: Session) -> None:
    write_draft(outdated, "role", "account-executive", role("Zymurgy.", "account-executive"), SAM, base=1)
    schedule_revision(outdated, "role", "account-executive", LATER, SAM, number=2)
    assert publish_due(outdated, LATER) == 1


def test_staff_are_told_what_was_not_published_as_scheduled(outdated: Session, engine: Engine) -> None:
    with time_machine.travel(LATER):
        jobs.publish_scheduled(engine)
        jobs.publish_scheduled(engine)
    outdated.rollback()
    [alert] = outdated.scalars(select(Alert)).all()
    assert (
        alert.sentence
        == f"role “accountant”, revision 3, was not published as scheduled: {NO_QUESTION.removesuffix('.')}"
    )


def test_the_schedule_goes_on_where_staff_cannot_be_told(outdated: Session) -> None:
    """What is told is kept with the end of the schedule, or neither is."""

    def failing(_session: Session, _refused: RefusedPublication) -> None:
        raise RuntimeError("the alert could not be kept")

    with pytest.raises(RuntimeError, match="could not be kept"):
        publish_due(outdated, LATER, failing)
    assert stored_piece(outdated, *ACCOUNTANT).scheduled_for == SOON
