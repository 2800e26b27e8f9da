"""`/start`: six questions, no account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from saas.intake.pages.guards import START_COOKIE

ANSWERS = (
    ("role", {"role": "RN"}),
    ("employment", {"employment": "laid-off"}),
    ("last_day", {"last_day__month": "11", "last_day__day": "20", "last_day__year": "2026"}),
    ("state", {"state": "CA"}),
    ("direction", {"direction": "pivot"}),
    ("mood", {"skip": "yes"}),
)


def answer_all(browser) -> str:
    for key, fields in ANSWERS:
        answer = browser.send(f"/start/{key}", **fields)
        assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_start_leads_to_the_first_open_question(visitor) -> None:
    assert visitor.goes("/start") == "/start/role"


def test_every_answer_leads_to_the_next_question_and_the_last_to_the_preview(visitor) -> None:
    assert visitor.send("/start/role", role="RN").headers["Location"] == "/start/employment"
    assert answer_all(visitor) == "/start/preview"
    assert visitor.goes("/start") == "/start/preview"


def test_leaving_and_coming_back_resumes_with_what_was_answered(visitor) -> None:
    visitor.send("/start/role", role="RN")
    assert visitor.goes("/start") == "/start/employment"
    assert 'value="Registered Nurse"' in visitor.get("/start/role")


def test_a_page_has_one_heading_the_reason_and_the_way_back(visitor) -> None:
    visitor.send("/start/role", role="RN")
    page = visitor.get("/start/employment")
    assert page.count("<h1") == 1
    assert "Why we ask" in page
    assert 'href="/start/role">Back' in page
    assert "2 of 6" in page


def test_an_optional_question_says_what_skipping_changes(visitor) -> None:
    assert "If you skip this: The plan assumes a steady day." in visitor.get("/start/mood")
    visitor.send("/start/mood", skip="yes")
    assert "You skipped this. The plan assumes a steady day." in visitor.get("/start/mood")


def test_a_refused_answer_stays_typed_with_a_sentence_on_top_and_beside_the_field(visitor) -> None:
    answer = visitor.send("/start/last_day", last_day__month="2", last_day__day="30", last_day__year="2026")
    assert answer.status_code == 422
    assert answer.text.count("February 30 does not exist") == 2
    assert 'href="#last_day"' in answer.text
    assert 'value="30"' in answer.text


def test_an_unknown_role_offers_what_may_be_meant(visitor) -> None:
    page = visitor.send("/start/role", role="nurse something").text
    assert "We do not know “nurse something” yet" in page
    assert "Did you mean one of these?" in page
    assert 'name="role" value="Registered Nurse"' in page


def test_what_a_person_types_is_shown_and_never_run(visitor) -> None:
    page = visitor.send("/start/role", role="<script>alert(1)</script>").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_required_question_cannot_be_skipped_by_its_buttons_name(visitor) -> None:
    assert visitor.send("/start/state", skip="yes").status_code == 422


@pytest.mark.parametrize("key", ["shoe_size", "x" * 300])
def test_a_question_that_does_not_exist_is_not_found(visitor, key: str) -> None:
    assert visitor.client.get(f"/start/{key}").status_code == 404


def test_a_later_question_is_not_asked_before_an_account(visitor) -> None:
    assert visitor.goes("/start/savings") == "/start/role"


def test_changing_one_answer_comes_straight_back(visitor) -> None:
    answer_all(visitor)
    answer = visitor.send("/start/direction?back=preview", direction="same")
    assert answer.headers["Location"] == "/start/preview"


def test_the_cookie_is_signed_hidden_from_scripts_and_holds_no_answer(visitor) -> None:
    header = visitor.send("/start/role", role="RN").headers["Set-Cookie"]
    assert header.startswith(f"{START_COOKIE}=") and "HttpOnly" in header and "SameSite=Lax" in header
    assert "nurse" not in header


def test_a_forged_cookie_opens_nothing_and_begins_anew(visitor) -> None:
    visitor.send("/start/role", role="RN")
    visitor.client.set_cookie(START_COOKIE, visitor.client.get_cookie(START_COOKIE).value[:-2] + "xx")
    assert visitor.goes("/start") == "/start/role"


def test_nothing_is_kept_of_somebody_who_only_looks(visitor) -> None:
    visitor.get("/start")
    assert visitor.client.get_cookie(START_COOKIE) is None


def test_a_form_without_its_token_is_refused(visitor) -> None:
    assert visitor.client.post("/start/role", data={"role": "RN"}).status_code == 400
    assert visitor.goes("/start") == "/start/role"


def test_two_visitors_never_see_each_others_answers(visitor, app) -> None:
    visitor.send("/start/role", role="RN")
    assert app.test_client().get("/start").headers["Location"] == "/start/role"


def test_whoever_signs_in_takes_the_answers_along_once(visitor, sign_in: Callable[..., Any]) -> None:
    answer_all(visitor)
    ann = sign_in("ann", visitor)
    assert ann.goes("/intake") == "/intake/level"
    assert ann.client.get_cookie(START_COOKIE) is None


def test_the_old_cookie_opens_nothing_after_an_account_has_claimed_it(
    visitor, sign_in: Callable[..., Any], app
) -> None:
    answer_all(visitor)
    old = visitor.client.get_cookie(START_COOKIE).value
    sign_in("ann", visitor).get("/intake")
    thief = app.test_client()
    thief.set_cookie(START_COOKIE, old)
    assert thief.get("/start").headers["Location"] == "/start/role"
    assert thief.get("/intake").headers["Location"].startswith("/sign-in")


def test_signed_in_people_answer_as_themselves(ann) -> None:
    ann.send("/start/role", role="RN")
    assert ann.client.get_cookie(START_COOKIE) is None
    assert "Registered Nurse" in ann.get("/intake/role")
