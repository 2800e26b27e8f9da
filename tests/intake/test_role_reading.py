"""What was read into a title is shown on its own page, and can be changed there without a script."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts
from saas.intake.trades import Trades

TRADES = Trades(load_facts())


def test_a_title_that_was_read_comes_back_to_be_checked(stranger) -> None:
    answer = stranger.send("/start/role", role="MIG welder")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/start/role?read=MIG+welder")
    page = stranger.get("/start/role?read=MIG+welder")
    assert "Read as: <b>Welder</b>, from “MIG welder”." in page and '<a href="#role">Change</a>' in page
    assert 'name="role" value="Welding Machine Operator"' in page


def test_going_on_or_choosing_another_leads_to_the_next_question(stranger) -> None:
    stranger.send("/start/role", role="MIG welder")
    assert stranger.send("/start/role", role="Welder").headers["Location"] == "/start/employment"
    assert stranger.send("/start/role", role="Welding Machine Operator").headers["Location"] == "/start/employment"
    assert 'value="Welding Machine Operator"' in stranger.get("/start/role")


@pytest.mark.parametrize("text", ["RN", "Registered nurse", "welder", "Barista", "registered-nurse"])
def test_a_title_as_we_write_it_needs_no_checking(stranger, text: str) -> None:
    assert stranger.send("/start/role", role=text).headers["Location"] == "/start/employment"


def test_work_without_a_page_of_ours_is_said_to_have_none(stranger) -> None:
    stranger.send("/start/role", role="welder")
    assert "There is no page of ours for this work yet." in stranger.get("/start/role")
    stranger.send("/start/role", role="RN")
    assert "Read as" not in stranger.get("/start/role")


@pytest.mark.parametrize("read", ["<b>x</b>", "plumber", "", "x" * 500])
def test_the_address_cannot_put_words_into_the_page(stranger, read: str) -> None:
    stranger.send("/start/role", role="welder")
    page = stranger.client.get("/start/role", query_string={"read": read}).text
    assert "Read as: <b>Welder</b>." in page and "<b>x</b>" not in page


def test_changing_it_from_the_preview_keeps_the_way_back(stranger) -> None:
    answer = stranger.send("/start/role?back=preview", role="MIG welder")
    assert answer.headers["Location"] == "/start/role?back=preview&read=MIG+welder"


def test_an_autosave_stays_where_it_is(stranger) -> None:
    stranger.send("/start/role", role="RN")
    assert stranger.send("/start/role", role="MIG welder", autosave=True).status_code == 204


def test_at_most_six_others_are_offered_and_never_what_was_read() -> None:
    seen = TRADES.understood("bus driver", "school-bus-driver")
    assert seen is not None and 1 <= len(seen.others) <= 6
    assert seen.title not in seen.others and "Transit Bus Driver" in seen.others


def test_an_occupation_decides_which_questions_follow() -> None:
    assert TRADES.derived({"role": "home-health-aide"}) == {"family": "care", "role_title": "Home Health Aide"}
    assert TRADES.derived({"role": "optometrist"})["family"] == "clinical"
