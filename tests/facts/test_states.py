"""States by name, and their unemployment insurance."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts
from saas.facts.states import STATE_NAMES, find_state_code, state_phrase

STATES = load_facts().states()


def test_there_are_fifty_states_the_district_and_two_territories() -> None:
    assert len(STATES) == 53
    assert {"DC", "PR", "VI"} <= {state.state for state in STATES}
    assert [state.name for state in STATES] == sorted(state.name for state in STATES)


def test_every_state_has_bounds_weeks_a_link_and_a_source() -> None:
    assert [s.state for s in STATES if not 0 < s.min_weekly_dollars < s.max_weekly_dollars < 1500] == []
    assert [s.state for s in STATES if not 12 <= s.weeks <= 26] == []
    assert [s.state for s in STATES if not s.url.startswith("https://")] == []
    assert [s.state for s in STATES if not s.source.name.startswith("U.S. Department of Labor")] == []
    assert [s.state for s in STATES if s.source.checked_on.year != 2026] == []


def test_a_figure_we_doubt_asks_the_reader_to_check() -> None:
    assert [s.state for s in STATES if (s.confidence == "high") == ("Check it with the state." in s.note)] == []


def test_names_are_by_postal_code_in_the_order_of_names() -> None:
    assert len(STATE_NAMES) == 53
    assert list(STATE_NAMES.values()) == sorted(STATE_NAMES.values())
    assert (STATE_NAMES["VI"], STATE_NAMES["DC"]) == ("U.S. Virgin Islands", "District of Columbia")


@pytest.mark.parametrize(
    ("text", "code"), [("CA", "CA"), ("ca", "CA"), (" new  york ", "NY"), ("XX", None), ("", None), ("Ontario", None)]
)
def test_a_code_is_found_by_code_or_name(text: str, code: str | None) -> None:
    assert find_state_code(text) == code


def test_some_states_take_an_article_in_a_sentence() -> None:
    assert [state_phrase(code, STATE_NAMES[code]) for code in ("OH", "DC", "VI")] == [
        "Ohio",
        "the District of Columbia",
        "the U.S. Virgin Islands",
    ]


@pytest.mark.parametrize(
    ("code", "dollars", "weeks"),
    [("NY", 869, 26), ("FL", 275, 12), ("ca", 450, 26), (" wa ", 1152, 26), ("MA", 1105, 26), ("NC", 450, 12)],
)
def test_a_state_is_found_by_its_letters(code: str, dollars: int, weeks: int) -> None:
    state = load_facts().state(code)
    assert state is not None
    assert (state.max_weekly_dollars, state.weeks) == (dollars, weeks)


def test_a_later_maximum_is_not_dated_to_the_older_table() -> None:
    state = load_facts().state("NY")
    assert state is not None
    assert state.source.edition == "July 2025, maximum from 2026"


def test_a_waiting_week_we_could_not_find_out_is_unknown_and_never_guessed() -> None:
    assert {state.state for state in STATES if state.waiting_week is None} == {
        "CO",
        "DC",
        "DE",
        "GA",
        "LA",
        "MD",
        "MI",
        "NH",
        "PR",
        "SC",
        "VI",
    }


@pytest.mark.parametrize(
    ("code", "index"), [("NY", 1.21), ("MA", 1.25), ("MS", 0.72), ("dc", 1.23), ("ZZ", 1.0), ("", 1.0)]
)
def test_the_wage_index_compares_a_state_with_the_nation(code: str, index: float) -> None:
    assert load_facts().wage_index(code) == pytest.approx(index, abs=0.005)


@pytest.mark.parametrize("code", ["ZZ", "", "New York"])
def test_an_unknown_state_is_none(code: str) -> None:
    assert load_facts().state(code) is None
