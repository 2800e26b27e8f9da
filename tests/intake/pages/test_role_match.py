"""What was read into a title is shown on its own page, and can be changed there without a script."""

from __future__ import annotations

import pytest

from saas.facts.loading import load_facts
from saas.intake.answers.roles import RoleLookup

LOOKUP = RoleLookup(load_facts())


def test_a_title_that_was_read_comes_back_to_be_checked(visitor) -> None:
    answer = visitor.send("/start/role", role="MIG welder")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/start/role?read=MIG+welder")
    page = visitor.get("/start/role?read=MIG+welder")
    assert "Read as: <b>Welder</b>, from “MIG welder”." in page and '<a href="#role">Change</a>' in page
    assert 'name="role" value="Welding Machine Operator"' in page


def test_going_on_or_choosing_another_leads_to_the_next_question(visitor) -> None:
    visitor.send("/start/role", role="MIG welder")
    assert visitor.send("/start/role", role="Welder").headers["Location"] == "/start/employment"
    assert visitor.send("/start/role", role="Welding Machine Operator").headers["Location"] == "/start/employment"
    assert 'value="Welding Machine Operator"' in visitor.get("/start/role")


@pytest.mark.parametrize("text", ["RN", "Registered nurse", "welder", "Barista", "registered-nurse"])
def test_a_title_as_we_write_it_needs_no_checking(visitor, text: str) -> None:
    assert visitor.send("/start/role", role=text).headers["Location"] == "/start/employment"


def test_work_without_a_page_of_ours_is_said_to_have_none(visitor) -> None:
    visitor.send("/start/role", role="welder")
    assert "There is no page of ours for this work yet." in visitor.get("/start/role")
    visitor.send("/start/role", role="RN")
    assert "Read as" not in visitor.get("/start/role")


@pytest.mark.parametrize("read", ["<b>x</b>", "plumber", "", "x" * 500])
def test_the_address_cannot_put_words_into_the_page(visitor, read: str) -> None:
    visitor.send("/start/role", role="welder")
    page = visitor.client.get("/start/role", query_string={"read": read}).text
    assert "Read as: <b>Welder</b>." in page and "<b>x</b>" not in page


def test_changing_it_from_the_preview_keeps_the_way_back(visitor) -> None:
    answer = visitor.send("/start/role?back=preview", role="MIG welder")
    assert answer.headers["Location"] == "/start/role?back=preview&read=MIG+welder"


def test_an_autosave_stays_where_it_is(visitor) -> None:
    visitor.send("/start/role", role="RN")
    assert visitor.send("/start/role", role="MIG welder", autosave=True).status_code == 204


def test_at_most_six_others_are_offered_and_never_what_was_read() -> None:
    match = LOOKUP.find_match("bus driver", "school-bus-driver")
    assert match is not None and 1 <= len(match.others) <= 6
    assert match.title not in match.others and "Transit Bus Driver" in match.others


def test_an_occupation_decides_which_questions_follow() -> None:
    assert LOOKUP.derive_answers({"role": "home-health-aide"}) == {"family": "care", "role_title": "Home Health Aide"}
    assert LOOKUP.derive_answers({"role": "optometrist"})["family"] == "clinical"
