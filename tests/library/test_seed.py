"""The launch library as files: everything in it points at something that is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from saas.facts.queries import book
from saas.intake.rules import questionnaire
from saas.kernel.conditions import Atom, Condition, parse
from saas.library.catalogue import CatalogueStep
from saas.library.seed import Seed, load, seeds
from saas.library.shapes import Line, PivotPage, Reading, RolePage
from saas.plans.rules.due import DUE

SEEDS = list(seeds())
STEPS = load().steps
ROLES, PIVOTS = load().roles, load().pivots
PAGES: list[RolePage | PivotPage] = [*ROLES.values(), *PIVOTS.values()]
QUESTIONS = questionnaire().by_key
# Concluded from answers, see plans.rules.profile.
DERIVED = {"family", "days_since_last_day", "days_since_told", "runway_months", "danger"}
# Deadlines that are computed and that a step may count from.
COMPUTED = {"today", "severance_sign_by", "severance_review", "severance_revoke"}
steps = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
pages = pytest.mark.parametrize("piece", PAGES, ids=lambda piece: piece.title[:40])


def conditions() -> Iterator[tuple[str, Condition]]:
    for step in STEPS:
        yield step.slug, step.piece.condition
    for page in PAGES:
        parts: list[Reading | Line] = [*page.readings, *page.translation]
        for part in parts:
            yield page.title, parse(part.when)


ATOMS = sorted({(slug, atom) for slug, condition in conditions() for atom in condition.atoms}, key=str)


def test_there_is_a_library() -> None:
    kinds = Counter(seed.kind for seed in SEEDS)
    assert kinds["role"] >= 4
    assert kinds["pivot"] >= 1
    assert kinds["step"] >= 100
    assert kinds["page"] == 5


def test_no_two_pieces_of_a_kind_share_a_name() -> None:
    assert [name for name, count in Counter((seed.kind, seed.slug) for seed in SEEDS).items() if count > 1] == []


def test_every_condition_asks_for_a_question_or_what_follows_from_one() -> None:
    assert {(slug, atom.key) for slug, atom in ATOMS if atom.key not in QUESTIONS and atom.key not in DERIVED} == set()


def test_every_condition_asks_for_an_answer_that_can_be_given() -> None:
    assert [
        (slug, atom.key, value) for slug, atom in ATOMS for value in atom.values if not is_possible(atom, value)
    ] == []


def is_possible(atom: Atom, value: str) -> bool:
    if atom.key == "family":
        return value in {role.family for role in book().roles()}
    question = QUESTIONS.get(atom.key)
    if question is None or question.kind in ("money", "number", "date", "text", "rows"):
        return True
    if question.kind == "role":
        return book().role(value) is not None
    if question.kind == "state":
        return book().state(value) is not None
    return question.option(value) is not None


@steps
def test_a_step_counts_from_a_day_that_is_known(step: CatalogueStep) -> None:
    if step.piece.due:
        found = DUE.match(step.piece.due)
        assert found is not None
        assert found["base"] in COMPUTED | {question.key for question in QUESTIONS.values() if question.kind == "date"}


@steps
def test_a_step_follows_and_replaces_steps_that_exist(step: CatalogueStep) -> None:
    named = {*step.piece.after, *step.piece.instead_of}
    assert named <= {other.slug for other in STEPS} - {step.slug}


def test_no_step_waits_for_itself() -> None:
    waits = {step.slug: set(step.piece.after) for step in STEPS}
    while ready := {slug for slug, before in waits.items() if not before & waits.keys()}:
        waits = {slug: before for slug, before in waits.items() if slug not in ready}
    assert waits == {}


@pages
def test_a_page_has_its_sources(piece: RolePage | PivotPage) -> None:
    assert piece.sources
    assert all(source.url for source in piece.sources)


@pages
def test_a_page_leads_to_pages_that_exist(piece: RolePage | PivotPage) -> None:
    known = {f"/roles/{slug}" for slug in ROLES} | {f"/pivots/{slug}" for slug in PIVOTS} | {"/pricing"}
    assert {item.href for item in piece.read_next} <= known


@pytest.mark.parametrize("slug", ROLES)
def test_a_role_page_is_about_a_role_we_have_facts_for(slug: str) -> None:
    role = book().role(slug)
    assert role is not None
    assert role.pay.p50


@pytest.mark.parametrize("piece", PIVOTS.values(), ids=PIVOTS)
def test_a_pivot_compares_destinations_we_have_facts_for(piece: PivotPage) -> None:
    reached = {way.slug for origin in piece.origins for way in book().destinations(origin)}
    assert {way.slug for way in piece.destinations} <= reached


@pytest.mark.parametrize("piece", PIVOTS.values(), ids=PIVOTS)
def test_a_pivot_begins_at_roles_we_have_facts_for(piece: PivotPage) -> None:
    assert set(piece.origins) <= {role.slug for role in book().roles()}


@pages
def test_every_place_in_a_reading_has_a_sentence_for_everybody(piece: RolePage | PivotPage) -> None:
    """Or somebody's reading would have a hole in it. Place 1 alone must be filled for all."""
    first = [reading for reading in piece.readings if reading.place == 1]
    assert not piece.readings or first


@pytest.mark.parametrize(
    "seed", [seed for seed in SEEDS if seed.kind != "step"], ids=lambda seed: f"{seed.kind} {seed.slug}"
)
def test_a_page_says_when_it_was_checked(seed: Seed) -> None:
    assert seed.shape.model_dump()["checked_on"]
