"""The card with 988 comes on the very next page, before anything else, once; nothing that was typed is lost or kept for it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, MetaData, select
from werkzeug.test import TestResponse

from saas.safety.card import load_card
from saas.web.page_cache import PERSONAL_COOKIE
from tests.house.routes import OWNED
from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL, SAM, Person, account_of
from tests.web.html_page import Page

pytestmark = pytest.mark.any_database  # what is looked at is the answer to a request

DANGER = "I don't want to be here anymore."
CARD = 'data-card="988"'
As = Callable[[Person], FlaskClient]


@pytest.fixture
def ann(as_: As) -> FlaskClient:
    return as_(ANN)


@pytest.fixture
def step(session: Any) -> str:
    """The page of the first step of Ann's plan."""
    return f"/plans/{OWNED['/plans/<public_id>'](session, account_of(session, ANN))['public_id']}/steps/1"


def marks_next_page(answer: TestResponse) -> bool:
    return any(cookie.startswith(f"{PERSONAL_COOKIE}=card;") for cookie in answer.headers.getlist("Set-Cookie"))


def touches_cookie(answer: TestResponse) -> bool:
    return any(cookie.startswith(PERSONAL_COOKIE) for cookie in answer.headers.getlist("Set-Cookie"))


def assert_card_alone(answer: TestResponse, href: str) -> None:
    """The card and a link to where they were heading: no advice, no form, no button, nothing to accept."""
    page = Page(answer.text)
    assert answer.text.count(CARD) == 1 and f">{load_card().title}</h1>" in answer.text
    assert page.forms == [] and "<button" not in answer.text and "<input" not in answer.text
    assert href in page.hrefs and "tel:988" in page.hrefs and "sms:988" in page.hrefs
    assert not re.search(r"\b(plan|because|step|deadline|severance|accept|diff)\b", _words(answer.text).lower())
    assert answer.headers["Cache-Control"] == "private, no-store" and "ETag" not in answer.headers


def _words(text: str) -> str:
    return re.sub(r"<[^>]+>", " ", text[text.index("<main") :])


def test_after_a_note_the_next_page_is_the_card_once_and_the_note_is_kept(ann: FlaskClient, step: str) -> None:
    saved = ann.post(f"{step}/note", data={"note": DANGER})
    assert saved.status_code == 303 and marks_next_page(saved)
    path = saved.headers["Location"].split("#")[0]
    assert_card_alone(ann.get(path), path)
    after = ann.get(path)
    assert after.status_code == 200 and CARD not in after.text
    assert DANGER.replace("'", "&#39;") in ann.get(step).text


def test_the_next_page_may_be_any_page(ann: FlaskClient, step: str) -> None:
    for path, status in (("/plan", 200), ("/dashboard?from=letter", 200), ("/pricing", 200), ("/no-such-page", 404)):
        ann.post(f"{step}/note", data={"note": DANGER})
        answer = ann.get(path)
        assert answer.status_code == status
        assert_card_alone(answer, path)
        assert CARD not in ann.get(path).text


def test_a_refused_form_has_the_card_first_and_what_was_typed_below(ann: FlaskClient, step: str) -> None:
    typed = f"{DANGER} {'x' * 2000}"
    answer = ann.post(f"{step}/note", data={"note": typed})
    assert answer.status_code == 422 and answer.text.count(CARD) == 1
    card, form = answer.text.index(CARD), answer.text.index("x" * 2000)
    assert card < answer.text.index('id="what-you-typed"') < form
    assert "#what-you-typed" in Page(answer.text).hrefs
    assert answer.text.count("<main") == answer.text.count("</main>") == 1 and not marks_next_page(answer)
    assert CARD not in ann.get("/plan").text


def test_words_saved_while_typing_are_heard_on_the_next_page(ann: FlaskClient) -> None:
    saved = ann.post("/intake/own_words", data={"own_words": DANGER}, headers={"X-Autosave": "1"})
    assert saved.status_code == 204 and marks_next_page(saved)
    assert_card_alone(ann.get("/intake/own_words"), "/intake/own_words")
    assert DANGER.replace("'", "&#39;") in ann.get("/intake/own_words").text


def test_continue_leads_to_the_card_and_not_to_a_diff(ann: FlaskClient) -> None:
    sent = ann.post("/intake/own_words", data={"own_words": DANGER})
    assert sent.status_code == 303
    answer = ann.get(sent.headers["Location"])
    assert_card_alone(answer, sent.headers["Location"])
    built = ann.post("/intake/submission")
    page = ann.get(built.headers["Location"], follow_redirects=True).text
    assert "danger" not in _words(page).lower() and DANGER not in page


def test_the_questions_before_an_account_listen_too(client: FlaskClient) -> None:
    answer = client.post("/start/role", data={"role": "I want to kill myself"})
    assert CARD in (answer if answer.status_code == 422 else client.get("/start")).text


@pytest.mark.parametrize("query", ["suicide", "i want to die", "kill myself", "988", "Suicide hotline", "quiero morir"])
def test_searching_for_it_shows_the_card_and_no_results(client: FlaskClient, query: str) -> None:
    for _ in range(2):
        answer = client.get("/search", query_string={"q": query})
        assert answer.status_code == 200
        assert_card_alone(answer, "/search")
    onward = client.get("/search").text
    assert CARD not in onward and 'class="line-988"' in onward


@pytest.mark.parametrize("query", ["killer resume", "deadline", "dead end job", "die casting", "cobra", "burnout"])
def test_searching_for_everyday_words_shows_results(client: FlaskClient, query: str) -> None:
    answer = client.get("/search", query_string={"q": query})
    assert CARD not in answer.text and 'type="search"' in answer.text


def test_a_way_to_stripe_gives_way_to_the_card_which_leads_there(as_: As, stripe: LocalStripe) -> None:
    answer = as_(CAL).post("/gift", data={"email": "friend@example.com", "giver_name": "Cal", "words": DANGER})
    assert answer.status_code == 200 and "Location" not in answer.headers
    assert_card_alone(answer, stripe.only_page)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Mode": "cors"},
        {"Accept": "image/avif,image/webp"},
        {"X-Autosave": "1"},
    ],
    ids=str,
)
def test_what_nobody_reads_does_not_use_the_card_up(ann: FlaskClient, headers: dict[str, str]) -> None:
    ann.set_cookie(PERSONAL_COOKIE, "card")
    answer = ann.get("/plan", headers=headers)
    assert CARD not in answer.text and not touches_cookie(answer)
    assert CARD in ann.get("/plan").text


@pytest.mark.parametrize("path", ["/plan.ics", "/plan.json", "/settings/export", "/healthz", "/robots.txt"])
def test_a_download_comes_as_ever(ann: FlaskClient, path: str) -> None:
    ann.set_cookie(PERSONAL_COOKIE, "card")
    answer = ann.get(path)
    assert answer.status_code == 200 and answer.mimetype != "text/html"
    assert ann.head("/plan").status_code == 200
    assert CARD in ann.get("/plan").text


def test_a_webhook_is_none_of_it(client: FlaskClient) -> None:
    body = json.dumps({"type": "x", "words": DANGER})
    answer = client.post("/webhooks/stripe", data=body, content_type="application/json")
    assert answer.status_code == 400 and not touches_cookie(answer) and CARD not in answer.text


def test_the_staffs_pages_are_none_of_it(as_: As) -> None:
    sam = as_(SAM)
    sam.set_cookie(PERSONAL_COOKIE, "card")
    for path in ("/admin", "/admin/orders?q=suicide"):
        answer = sam.get(path)
        assert answer.status_code == 200 and CARD not in answer.text and not touches_cookie(answer)


@pytest.mark.parametrize("body", [{"email": DANGER}, {"a": [{"b": DANGER}]}, [DANGER], DANGER])
def test_words_in_json_are_heard(client: FlaskClient, body: object) -> None:
    answer = client.post("/sign-in", json=body)
    assert CARD in answer.text or (marks_next_page(answer) and CARD in client.get("/pricing").text)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[" * 20_000, "application/json"),
        (b'"\\ud800 I want to die', "application/json"),
        (b"\xff\xfe\x00", "application/json"),
        (b"\xff" * 99, "text/plain"),
        (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"note=%00%ff%ed%a0%80", "application/x-www-form-urlencoded"),
        (b"&" * 5000, "application/x-www-form-urlencoded"),
        (b"x" * 600_000, "text/plain"),
    ],
    ids=["deep", "cut", "no-text", "bytes", "no-end", "escapes", "empties", "large"],
)
@pytest.mark.parametrize("path", ["/sign-in", "/start/role", "/no-such-page"])
def test_broken_bodies_break_nothing(client: FlaskClient, path: str, body: bytes, kind: str) -> None:
    assert client.post(path, data=body, content_type=kind).status_code < 500


def test_signed_out_meanwhile_the_page_to_sign_in_gives_way_and_leads_back(client: FlaskClient) -> None:
    answer = client.post("/intake/own_words", data={"own_words": DANGER})
    path = answer.headers["Location"]
    assert path.startswith("/sign-in?next=")
    assert_card_alone(client.get(path), path.replace("&", "&amp;"))
    assert CARD not in client.get(path).text


def test_an_expired_form_has_the_card_first(app: Flask, ann: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = ann.post("/intake/own_words", data={"own_words": DANGER})
    assert answer.status_code == 400 and answer.text.count(CARD) == 1
    assert answer.text.index(CARD) < answer.text.index('id="what-you-typed"')


@pytest.mark.parametrize("way", ["pasted", "file"])
def test_a_resume_is_heard_however_it_comes(ann: FlaskClient, way: str) -> None:
    text = f"Cut falls on a 32-bed unit by 18 percent\n\n{DANGER}\n"
    data: dict[str, Any] = {"resume-text": text}
    if way == "file":
        data = {"resume-text": "", "resume-file": (BytesIO(text.encode()), "resume.txt")}
    answer = ann.post("/intake/resume", data=data, content_type="multipart/form-data")
    if answer.status_code == 303:
        answer = ann.get(answer.headers["Location"])
    assert answer.text.count(CARD) == 1
    assert "Cut falls on a 32-bed unit" not in answer.text[: answer.text.index("</section>", answer.text.index(CARD))]


def test_a_page_kept_in_memory_steps_aside_for_one_person_only(client: FlaskClient, app: Flask) -> None:
    whole = client.get("/pricing").text
    tag = client.get("/pricing").headers.get("ETag", "")
    client.set_cookie(PERSONAL_COOKIE, "card")
    assert_card_alone(client.get("/pricing", headers={"If-None-Match": tag}), "/pricing")
    assert app.test_client().get("/pricing").text == client.get("/pricing").text == whole


def test_what_a_page_had_to_say_once_is_said_after_the_card(ann: FlaskClient, step: str) -> None:
    dropped = ann.post(f"{step}/drop", data={"why": DANGER})
    path = dropped.headers["Location"].split("#")[0]
    assert "is dropped" not in ann.get(path).text
    assert "is dropped" in ann.get(path).text
    assert "is dropped" not in ann.get(path).text


def test_a_forged_cookie_brings_the_card_and_nothing_else(client: FlaskClient) -> None:
    client.set_cookie(PERSONAL_COOKIE, "<script>alert(1)</script>")
    answer = client.get("/pricing")
    assert_card_alone(answer, "/pricing")
    assert "alert(1)" not in answer.text


def test_a_password_is_not_read(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "ann@example.com", "password": DANGER})
    assert CARD not in answer.text and not marks_next_page(answer)


def test_words_are_neither_stored_nor_logged_nor_put_into_the_cookie(
    ann: FlaskClient, engine: Engine, step: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A refused form is not kept, so its words stand nowhere at all."""
    caplog.set_level(logging.DEBUG)
    marker = "zebrafinch"
    sent = ann.post(f"{step}/phase", data={"phase": f"{marker} I want to die"})
    then = ann.get("/plan")
    assert CARD in sent.text + then.text
    assert not any(marker in value for answer in (sent, then) for value in answer.headers.getlist("Set-Cookie"))
    out = capfd.readouterr()
    assert marker not in caplog.text + out.out + out.err
    for said in ("danger", "988", "suicid"):
        assert said not in caplog.text.lower() and said not in (out.out + out.err).lower()
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            assert marker not in str(connection.execute(select(table)).all()), table.name


def test_every_way_to_reach_somebody_says_where_it_was_read() -> None:
    card = load_card()
    assert [act.href for act in card.acts] == ["tel:988", "sms:988", "https://988lifeline.org/"]
    assert {"es", "en-US"} == {way.language for way in card.ways}
    words = " ".join([card.title, *card.words, *(word for way in card.ways for word in way.words)])
    assert "!" not in words and not re.search(
        r"\b(must|immediately|hurry|promise|disorder|depress)", words, re.IGNORECASE
    )
