"""A draft as its page and in a sample person's plan, framed by the editor and by nobody else."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from saas.library.kinds.fields import Content
from saas.library.kinds.spec import KINDS, Kind
from saas.plans.samples.people import SAMPLES
from tests.library.drafts import all_seeds_by_name, changed, counts, role, seeded, step
from tests.library.editor_forms import sheet

PAGED = sorted(kind for kind, spec in KINDS.items() if spec.has_page)
STEP = step(title="Zymurgy for sellers")


def as_page(client: FlaskClient, kind: str, content: Content, **beside: str) -> TestResponse:
    return client.post(f"/admin/preview/{kind}/page", data=sheet(kind_of(kind), content, **beside))


def in_plan(client: FlaskClient, kind: str, content: Content, **beside: str) -> str:
    """The page's words."""
    answer = client.post(f"/admin/preview/{kind}/plan", data=sheet(kind_of(kind), content, **beside))
    assert answer.status_code == 200
    return " ".join(Markup(answer.text).striptags().split())


def kind_of(kind: str) -> Kind:
    return next(known for known in KINDS if known == kind)


@pytest.mark.parametrize("kind", PAGED)
def test_a_page_shows_what_is_typed(sam: FlaskClient, kind: Kind) -> None:
    slug = next(slug for of_kind, slug in all_seeds_by_name() if of_kind == kind)
    answer = as_page(sam, kind, changed(seeded(kind, slug).content, title="Zymurgy, typed"), slug=slug)
    assert answer.status_code == 200
    assert "Zymurgy, typed" in answer.text or kind == "faq"


@pytest.mark.parametrize("kind", PAGED)
def test_a_new_page_is_shown_before_it_has_a_name(sam: FlaskClient, kind: Kind) -> None:
    content = next(seed.content for (of_kind, _), seed in all_seeds_by_name().items() if of_kind == kind)
    assert as_page(sam, kind, content, slug="").status_code == 200


def test_a_preview_has_none_of_the_sites_ways_out(sam: FlaskClient) -> None:
    page = as_page(sam, "role", role("More."), slug="accountant").text
    assert '<base target="_blank">' in page and 'content="noindex"' in page
    assert "masthead" not in page and "colophon" not in page


def test_a_preview_may_stand_in_a_frame_of_ours(sam: FlaskClient) -> None:
    answers = (
        as_page(sam, "role", role()),
        sam.post("/admin/preview/role/plan", data=sheet("role", role())),
        sam.post("/admin/preview/role/page", data={}),
    )
    for answer in answers:
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/admin/library", "/admin/library/role/accountant", "/roles/accountant"])
def test_no_other_page_may_stand_in_a_frame(sam: FlaskClient, path: str) -> None:
    headers = sam.get(path).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"].upper() == "DENY"


def test_a_preview_writes_nothing(sam: FlaskClient, session: Session) -> None:
    before = counts(session)
    as_page(sam, "role", role("More."), slug="accountant")
    in_plan(sam, "step", STEP, slug="ae-find-the-plan")
    assert counts(session) == before


def test_readers_do_not_see_what_is_previewed(sam: FlaskClient, client: FlaskClient) -> None:
    as_page(sam, "role", role("Zymurgy."), slug="accountant")
    assert "Zymurgy" not in client.get("/roles/accountant").text


def test_a_page_says_what_keeps_it_from_publication(sam: FlaskClient) -> None:
    assert "to mend before" not in as_page(sam, "role", role(), slug="accountant").text
    page = as_page(sam, "role", changed(role(), lead="See [this](/roles/nobody)."), slug="accountant").text
    assert "1 thing to mend" in page and "“/roles/nobody” leads nowhere." in page


def test_what_is_typed_runs_nothing(sam: FlaskClient) -> None:
    odd = changed(role("<script>alert(1)</script>"), title="<script>alert(2)</script>")
    assert "<script>alert" not in as_page(sam, "role", odd, slug="accountant").text
    assert "<script>alert" not in sam.post("/admin/preview/step/page", data={"minutes": "<script>alert(3)"}).text


def test_a_step_has_no_page(sam: FlaskClient) -> None:
    assert "A step has no page of its own" in as_page(sam, "step", STEP).text


def test_a_text_that_does_not_fit_says_so(sam: FlaskClient) -> None:
    for path in ("page", "plan"):
        page = sam.post(f"/admin/preview/role/{path}", data=sheet("role", role()) | {"checked_on": "?"}).text
        assert "Not ready to show" in page and "checked_on: " in page


@pytest.mark.parametrize("path", ["page", "plan"])
def test_a_text_that_cites_a_fact_which_is_not_there_says_so(sam: FlaskClient, path: str) -> None:
    sent = sheet("role", role("It is {{fact:law.nowhere}}."), slug="accountant")
    page = sam.post(f"/admin/preview/role/{path}", data=sent).text
    assert "lead: There is no fact “law.nowhere”." in page


def test_a_plan_says_where_a_step_is_chosen(sam: FlaskClient) -> None:
    page = in_plan(sam, "step", STEP, slug="ae-find-the-plan")
    assert "Laid off four days ago from work as account executive" in page
    assert re.search(r"Chosen, in “[^”]+”, as step \d+ of \d+\.", page)
    assert STEP.title in page and "holds: role is account-executive" in page


def test_a_new_step_stands_among_those_that_are_published(sam: FlaskClient) -> None:
    page = in_plan(sam, "step", changed(STEP, weight=100, due=""), slug="zymurgy")
    assert "Chosen, in" in page and STEP.title in page


def test_a_plan_says_which_condition_keeps_a_step_out(sam: FlaskClient) -> None:
    draft = changed(STEP, when=("role is account-executive", "employment in laid-off, leaving"))
    page = in_plan(sam, "step", draft, slug="ae-find-the-plan", sample="nurse")
    assert SAMPLES["nurse"].words in page
    assert "Not chosen for this person." in page and STEP.title not in page
    assert "does not hold: role is account-executive" in page
    assert "holds: employment in laid-off, leaving" in page


def test_a_step_that_fits_and_finds_no_room_is_told_apart(sam: FlaskClient) -> None:
    late = changed(STEP, when=("role answered",), weight=0, phase="week", minutes=240, due="", serves="")
    page = in_plan(sam, "step", late, slug="zymurgy")
    assert "It fits this person, and other steps" in page
    assert "holds: role answered" in page and "does not hold" not in page


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_has_a_plan(sam: FlaskClient, sample: str) -> None:
    assert SAMPLES[sample].words in in_plan(sam, "step", STEP, slug="ae-find-the-plan", sample=sample)


def test_a_plan_shows_the_sentences_that_a_role_page_gives_it(sam: FlaskClient) -> None:
    reading = role().readings[0].model_copy(update={"place": 1, "text": "Zymurgy is near you.", "when": ()})
    page = in_plan(sam, "role", changed(role(), readings=(reading,)), slug="accountant")
    assert "work as accountant" in page and "Zymurgy is near you." in page
    assert role().translation[0].reads in page


def test_a_sample_of_other_work_gets_no_sentence_of_the_page(sam: FlaskClient) -> None:
    assert "None for this person." in in_plan(sam, "role", role(), slug="accountant", sample="nurse")


@pytest.mark.parametrize("path", ["none/page", "none/plan"])
def test_a_kind_that_is_none_is_missing(sam: FlaskClient, path: str) -> None:
    assert sam.post(f"/admin/preview/{path}").status_code == 404
