"""`/plan/sample`: whole plans of invented people, in public, by the page a buyer sees."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from saas.facts.loading import load_facts
from saas.intake.answers.json_form import from_json, to_json
from saas.intake.questions.queries import seed_questionnaire
from saas.kernel import clock
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose
from saas.planner.outline import Outline
from saas.plans.samples.people import PUBLIC_SAMPLES, SAMPLE_PATH, SAMPLE_PATHS, SAMPLES
from tests.web.html_page import Page

SLUGS = list(PUBLIC_SAMPLES)
PRIVATE = re.compile(r'href="/(?:intake|plans/|plan\.|plan/history|plan/changes|settings)|<form|csrf_token')


def composed(slug: str) -> Outline:
    today = clock.today()
    return compose(
        PUBLIC_SAMPLES[slug].answers(today), load_seed_catalogue(), load_facts(), seed_questionnaire(), today
    )


@pytest.mark.parametrize("path", SAMPLE_PATHS)
def test_anybody_may_read_it_and_it_is_kept_in_memory_without_a_cookie(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200 and "public" in page.headers["Cache-Control"] and "Set-Cookie" not in page.headers
    assert page.text.count("<h1") == 1 and 'name="robots"' not in page.text


@pytest.mark.parametrize("slug", SLUGS)
def test_it_is_the_whole_plan(client: FlaskClient, slug: str) -> None:
    outline, text = composed(slug), client.get(f"{SAMPLE_PATH}/{slug}").text.replace("&#39;", "'")
    titles = [step.title for step in outline.steps] + [row.title for row in outline.deadlines]
    titles += [sentence.text for sentence in outline.reading] + [way.title for way in outline.directions]
    titles += (
        [line.reads for line in outline.translation] + [block.text for block in outline.rhythm.days] + [*outline.notes]
    )
    assert [words for words in titles if words not in text] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_it_says_that_the_person_is_invented_and_offers_nothing_of_an_account(client: FlaskClient, slug: str) -> None:
    text = client.get(f"{SAMPLE_PATH}/{slug}").text
    assert "this person is invented" in text and not PRIVATE.findall(text)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_inside_leads_to_a_part_that_is_there(client: FlaskClient, slug: str) -> None:
    text = client.get(f"{SAMPLE_PATH}/{slug}").text
    assert [href for href in Page(text).hrefs if href.startswith("#") and f'id="{href[1:]}"' not in text] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_in_it_is_left_open(slug: str) -> None:
    outline = composed(slug)
    assert outline.money.missing == () and any(line.from_own_words for line in outline.translation)
    assert all(phase.steps for phase in outline.phases)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gives_answers_the_questionnaire_takes(name: str) -> None:
    answers = SAMPLES[name].answers(clock.today())
    assert from_json(seed_questionnaire(), to_json(answers)) == answers


def test_an_unknown_sample_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"{SAMPLE_PATH}/someone-else").status_code == 404


@pytest.mark.parametrize("path", ["/", "/pricing"])
def test_the_samples_are_linked_where_somebody_decides(client: FlaskClient, path: str) -> None:
    assert SAMPLE_PATH in Page(client.get(path).text).hrefs


def test_machines_may_read_and_find_them(client: FlaskClient) -> None:
    sitemap, robots = client.get("/sitemap.xml").text, client.get("/robots.txt").text
    assert all(f"http://shop.test{path}</loc>" in sitemap and f"Allow: {path}\n" in robots for path in SAMPLE_PATHS)
