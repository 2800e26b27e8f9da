"""GET and POST /claim/<token>: the link is the permission."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.shop.seats.models import Claim
from tests.local_stripe import LocalStripe
from tests.people import BEA, SAM, Person
from tests.shop.purchases import buy, claim_path
from tests.web.html_page import Page

As = Callable[[Person], FlaskClient]


@pytest.fixture
def gift(cal: FlaskClient, stripe: LocalStripe) -> str:
    return buy(cal, stripe, "/gift", giver_name="Cal <b>", words="Take\nyour time")


@pytest.fixture
def link(cal: FlaskClient, gift: str) -> str:
    """The path of the gift's link."""
    return claim_path(cal.post(f"{gift}/gift-link").text)


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """With forgery protection, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def test_anybody_can_open_the_page_without_using_the_link_up(client: FlaskClient, link: str) -> None:
    for _ in range(2):
        page = client.get(link)
        assert page.status_code == 200
    assert "Cal &lt;b&gt; paid for a plan for you" in page.text
    assert "<p>Take</p><p>your time</p>" in page.text


def test_signing_up_and_signing_in_lead_back_to_the_link(client: FlaskClient, link: str) -> None:
    assert {f"/sign-up?next={link}", f"/sign-in?next={link}"} <= set(Page(client.get(link).text).hrefs)
    assert client.post(link).location == f"/sign-in?next={link}"


def test_signing_up_comes_back_here(client: FlaskClient, link: str) -> None:
    form = {"email": "friend@example.com", "password": "four unrelated quiet words", "next": link}
    assert client.post("/sign-up", data=form).location == link
    assert ">Take the plan</button>" in client.get(link).text


@pytest.mark.parametrize("who", [None, SAM])
def test_the_page_sends_no_referrer_and_is_not_indexed(
    who: Person | None, client: FlaskClient, as_: As, link: str
) -> None:
    answer = (as_(who) if who else client).get(link)
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert '<meta name="referrer" content="strict-origin">' in answer.text


def test_the_link_is_logged_nowhere(client: FlaskClient, as_: As, link: str, capfd: pytest.CaptureFixture[str]) -> None:
    client.get(link)
    as_(SAM).post(link)
    as_(SAM).post(link)
    output = "".join(capfd.readouterr())
    assert "claims.create" in output and link.rpartition("/")[2] not in output


def test_claiming_gives_access_to_the_questions(as_: As, link: str) -> None:
    sam = as_(SAM)
    assert sam.get("/intake").location == "/checkout"
    assert sam.post(link).location == "/intake"
    assert sam.get("/dashboard").location != "/checkout"
    assert "Your plan was given to you" in sam.get("/orders").text


def test_used_replaced_and_unknown_links_get_the_same_answer(cal: FlaskClient, as_: As, gift: str, link: str) -> None:
    newer = claim_path(cal.post(f"{gift}/gift-link").text)
    as_(SAM).post(newer)
    answers = [as_(SAM).open(path, method=way) for path in (link, newer, "/claim/x") for way in ("GET", "POST")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.partition("<main")[2] for answer in answers}) == 1
    assert "This link opens nothing now" in answers[0].text


def test_a_link_is_suspended_while_a_refund_is_requested(cal: FlaskClient, as_: As, gift: str, link: str) -> None:
    cal.post(f"{gift}/refund-request")
    assert (as_(SAM).get(link).status_code, as_(SAM).post(link).status_code) == (404, 404)
    cal.post(f"{gift}/refund-request/withdrawal")
    assert as_(SAM).get(link).status_code == 200


def test_whoever_has_a_plan_does_not_use_the_link_up(as_: As, link: str) -> None:
    assert "You have a plan already" in as_(BEA).get(link).text
    answer = as_(BEA).post(link)
    assert (answer.status_code, "still works for somebody else" in answer.text) == (409, True)
    assert as_(SAM).post(link).location == "/intake"


def test_claiming_needs_a_csrf_token(as_: As, link: str, guarded: Flask) -> None:
    assert as_(SAM).post(link).status_code == 400
    assert as_(SAM).get(link).status_code == 200


def test_claiming_over_https_works_with_the_origin_alone_as_referrer(as_: As, link: str, guarded: Flask) -> None:
    """What the page lets a browser tell: the origin, which the check of forms wants, and never the path."""
    sam = as_(SAM)
    page = Page(sam.get(link, base_url="https://localhost").text)
    [token] = [form.fields["csrf_token"] for form in page.forms if form.action == link]
    headers = {"Referer": "https://localhost/"}
    answer = sam.post(link, base_url="https://localhost", data={"csrf_token": token}, headers=headers)
    assert answer.location == "/intake"


def test_the_claimant_sees_that_a_refunded_plan_has_ended(as_: As, link: str, session: Session) -> None:
    sam = as_(SAM)
    sam.post(link)
    with transaction(session):
        session.execute(update(Claim).values(ended_at=clock.now()))
    assert "The plan that was given to you has ended" in sam.get("/orders").text
    assert sam.get("/intake").location == "/checkout"
