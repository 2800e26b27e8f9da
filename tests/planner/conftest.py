"""A plan from a few answers, against the real library and facts or a tiny catalogue of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.catalogue import Catalogue, CatalogueStep
from saas.library.kinds.steps import StepContent
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose
from saas.planner.inputs import PlanInputs
from saas.planner.outline import Outline
from saas.planner.person import Profile, build_profile
from tests.planner.personas import files

TODAY = date(2026, 11, 23)
STEP = {
    "title": "Do it",
    "why": "Because it helps.",
    "minutes": 20,
    "kind": "search",
    "phase": "week",
    "when": ["role answered"],
}

Plan = Callable[..., Outline]


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def catalogue() -> Callable[..., Catalogue]:
    """catalogue(first={…}, second={…}): steps by slug (underscores for hyphens), each a change to a plain one."""

    def made(**steps: Mapping[str, Any]) -> Catalogue:
        pieces = {
            slug.replace("_", "-"): StepContent.model_validate(STEP | dict(change)) for slug, change in steps.items()
        }
        return Catalogue(tuple(CatalogueStep(slug, 1, piece) for slug, piece in pieces.items()), {}, {}, "tiny")

    return made


@pytest.fixture
def plan() -> Plan:
    """plan(role="accountant", …): the whole outline; the seed library unless a catalogue is given."""

    def made(catalogue: Catalogue | None = None, today: date = TODAY, **answers: Any) -> Outline:
        return compose(
            {"role": "accountant", **answers},
            catalogue or load_seed_catalogue(),
            load_facts(),
            seed_questionnaire(),
            today,
        )

    return made


@pytest.fixture
def person() -> Callable[..., Profile]:
    def made(catalogue: Catalogue | None = None, **answers: Any) -> Profile:
        inputs = PlanInputs(catalogue or load_seed_catalogue(), load_facts(), seed_questionnaire())
        return build_profile({"role": "accountant", **answers}, inputs, TODAY)

    return made


@pytest.fixture
def persona(plan: Plan) -> Callable[[str], Outline]:
    """A plan for one of the people in tests/planner/personas."""

    def made(name: str) -> Outline:
        return plan(**files.persona(name).answers)

    return made
