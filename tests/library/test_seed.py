"""The launch library as files: what the checker of single pieces cannot see. That it finds nothing: tests/house/test_library.py."""

from __future__ import annotations

from collections import Counter

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.catalogue import CatalogueStep
from saas.library.kinds.pivots import PivotPage
from saas.library.kinds.roles import RolePage, covered_roles
from saas.library.kinds.spec import KINDS
from saas.library.seed.loading import Seed, load_seed_catalogue, load_seeds
from saas.planner.steps.due_dates import DUE

SEEDS = list(load_seeds())
STEPS = load_seed_catalogue().steps
ROLES, PIVOTS = load_seed_catalogue().roles, load_seed_catalogue().pivots
PAGES: list[RolePage | PivotPage] = [*ROLES.values(), *PIVOTS.values()]
QUESTIONS = seed_questionnaire().by_key
# Deadlines that are computed and that a step may count from.
COMPUTED = {"today", "severance_sign_by", "severance_review", "severance_revoke"}
steps = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
pages = pytest.mark.parametrize("piece", PAGES, ids=lambda piece: piece.title[:40])


def test_no_two_pieces_of_a_kind_share_a_name() -> None:
    assert [name for name, count in Counter((seed.kind, seed.slug) for seed in SEEDS).items() if count > 1] == []


@steps
def test_a_step_counts_from_a_day_that_is_known(step: CatalogueStep) -> None:
    if step.piece.due:
        found = DUE.match(step.piece.due)
        assert found is not None
        assert found["base"] in COMPUTED | {question.key for question in QUESTIONS.values() if question.kind == "date"}


def test_no_step_waits_for_itself() -> None:
    waits = {step.slug: set(step.piece.after) for step in STEPS}
    while ready := {slug for slug, before in waits.items() if not before & waits.keys()}:
        waits = {slug: before for slug, before in waits.items() if slug not in ready}
    assert waits == {}


@pages
def test_a_page_has_its_sources(piece: RolePage | PivotPage) -> None:
    assert piece.sources
    assert all(source.url for source in piece.sources)


@pytest.mark.parametrize(("slug", "piece"), ROLES.items(), ids=ROLES)
def test_a_role_page_is_about_roles_we_have_facts_for(slug: str, piece: RolePage) -> None:
    roles = [load_facts().role(one) for one in covered_roles(slug, piece)]
    assert roles[0] is not None and roles[0].pay.middle
    assert None not in roles


@pytest.mark.parametrize("piece", ROLES.values(), ids=ROLES)
def test_a_reading_begins_with_a_sentence_for_everybody_of_the_role(piece: RolePage) -> None:
    """Or somebody's reading would have a hole in it. A pivot speaks beside the role and may begin later."""
    first = [reading for reading in piece.readings if reading.place == 1]
    assert not piece.readings or first


@pytest.mark.parametrize(
    "seed", [seed for seed in SEEDS if KINDS[seed.kind].has_page], ids=lambda seed: f"{seed.kind} {seed.slug}"
)
def test_a_page_says_when_it_was_checked(seed: Seed) -> None:
    assert seed.content.model_dump()["checked_on"]
