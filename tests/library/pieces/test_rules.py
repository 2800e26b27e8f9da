"""Where a piece stands, and what may be done to it there."""

from __future__ import annotations

from itertools import product

import pytest

from saas.library.pieces.rules import ACTS, Act, PublicationState, Status

# Newest, published and scheduled revision, whether it was taken down: where that is, and the acts beside writing.
TABLE: dict[str, tuple[PublicationState, Status, set[Act]]] = {
    "nothing written": (PublicationState(0), "draft", set()),
    "a first draft": (PublicationState(1), "draft", {"published", "scheduled"}),
    "a second draft": (PublicationState(2), "draft", {"published", "scheduled", "rolled back"}),
    "a draft with a moment": (PublicationState(1, scheduled=1), "scheduled", {"published", "scheduled", "unscheduled"}),
    "published": (PublicationState(1, 1), "published", {"withdrawn"}),
    "published for the second time": (PublicationState(2, 2), "published", {"withdrawn", "rolled back"}),
    "published, and written on": (
        PublicationState(2, 1),
        "published",
        {"published", "scheduled", "withdrawn", "rolled back"},
    ),
    "published, and the next with a moment": (
        PublicationState(2, 1, 2),
        "published",
        {"published", "scheduled", "unscheduled", "withdrawn", "rolled back"},
    ),
    "withdrawn": (PublicationState(1, was_withdrawn=True), "withdrawn", {"published", "scheduled"}),
    "withdrawn, with a moment to come back": (
        PublicationState(1, scheduled=1, was_withdrawn=True),
        "scheduled",
        {"published", "scheduled", "unscheduled"},
    ),
    "published again after it was withdrawn": (PublicationState(1, 1, was_withdrawn=True), "published", {"withdrawn"}),
}


@pytest.mark.parametrize(("state", "status", "acts"), TABLE.values(), ids=TABLE)
def test_a_state_allows_its_acts_and_no_others(state: PublicationState, status: Status, acts: set[Act]) -> None:
    assert state.status == status
    assert state.allowed_acts == {"drafted", *acts}


@pytest.mark.parametrize(
    ("state", "is_newer"),
    [
        (PublicationState(2, 1), True),
        (PublicationState(2, 2), False),
        (PublicationState(2), False),
        (PublicationState(2, was_withdrawn=True), False),
    ],
)
def test_a_newer_draft_is_one_that_readers_do_not_see_yet(state: PublicationState, *, is_newer: bool) -> None:
    assert state.has_newer_draft is is_newer


EVERY = [
    PublicationState(newest, published, scheduled, was_withdrawn)
    for newest, published, scheduled, was_withdrawn in product((1, 2, 3), (None, 1, 2), (None, 2, 3), (False, True))
    if (published or 0) <= newest and (scheduled or 0) <= newest
]


def test_text_can_be_written_wherever_a_piece_stands() -> None:
    assert all("drafted" in state.allowed_acts <= set(ACTS) for state in EVERY)


def test_nothing_is_taken_down_that_is_not_up_and_nothing_taken_back_that_is_not_planned() -> None:
    assert all(("withdrawn" in state.allowed_acts) == (state.status == "published") for state in EVERY)
    assert all(("unscheduled" in state.allowed_acts) == (state.scheduled is not None) for state in EVERY)


def test_what_readers_see_already_is_not_published_again() -> None:
    assert all(
        "published" not in state.allowed_acts and "scheduled" not in state.allowed_acts
        for state in EVERY
        if state.newest == state.published
    )
