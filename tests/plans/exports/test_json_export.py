"""GET /plan.json: the shape of `saas compose --json`, with what the person did beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.kernel import clock
from saas.library.pieces.queries import load_catalogue
from saas.planner.compose import compose
from saas.plans.saved_plan import SavedPlan
from saas.plans.steps.actions import drop_step, save_step_note, set_step_completion
from tests.people import ANSWERS

BESIDE = {"number", "position", "done_at", "note", "snoozed_until", "moved_from"}


@pytest.fixture
def exported(ann: FlaskClient) -> dict[str, Any]:
    answer = ann.get("/plan.json")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    return dict(json.loads(answer.data))


@pytest.fixture
def composed(session: Session) -> dict[str, Any]:
    return compose(ANSWERS, load_catalogue(session), load_facts(), seed_questionnaire(), clock.today()).to_dict()


def test_it_says_its_format_and_version_first(exported: dict[str, Any], plan: SavedPlan) -> None:
    assert list(exported)[:2] == ["format", "plan"]
    assert exported["format"] == {"name": "careercanopy-plan", "version": 1}
    assert exported["plan"]["public_id"] == plan.public_id


def test_every_key_that_compose_prints_is_there(exported: dict[str, Any], composed: dict[str, Any]) -> None:
    assert set(composed) <= set(exported)
    for key in ("deadlines", "directions", "translation", "rhythm", "notes"):
        assert [sorted(value) if isinstance(value, dict) else value for value in exported[key]] == [
            sorted(value) if isinstance(value, dict) else value for value in composed[key]
        ]


def test_a_step_is_as_compose_prints_it_with_what_was_done_beside(
    exported: dict[str, Any], composed: dict[str, Any]
) -> None:
    kept, composed_step = exported["phases"][0]["steps"][0], composed["phases"][0]["steps"][0]
    assert set(kept) == (set(composed_step) - {"answers"}) | BESIDE
    assert {key: kept[key] for key in set(kept) - BESIDE} == {key: composed_step[key] for key in set(kept) - BESIDE}


def test_every_step_is_there_once(exported: dict[str, Any], plan: SavedPlan) -> None:
    steps = [step for phase in exported["phases"] for step in phase["steps"]]
    assert sorted(step["position"] for step in steps) == [step.position for step in plan.steps]
    assert [step["number"] for step in steps] == list(range(1, len(steps) + 1))


def test_ticks_notes_and_dropped_steps_are_told(ann_session: Session, plan: SavedPlan, ann: FlaskClient) -> None:
    set_step_completion(ann_session, plan.public_id, 1, is_done=True)
    save_step_note(ann_session, plan.public_id, 1, "“Zoë” called")
    drop_step(ann_session, plan.public_id, 2)
    exported = json.loads(ann.get("/plan.json").data)
    first = next(step for step in exported["phases"][0]["steps"] if step["position"] == 1)
    assert first["done_at"].endswith("+00:00") and first["note"] == "“Zoë” called"
    assert [step["position"] for step in exported["dropped"]] == [2]
