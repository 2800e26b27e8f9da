"""What must never meet: over everybody of a kind, every step that could stand in their plan, chosen or not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose_with_candidates
from saas.planner.inputs import PlanInputs

TODAY = date(2026, 11, 23)
HARMS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "harm.toml").read_text(encoding="utf-8"))["harm"]
CONTENT = {step.slug: step.content for step in load_seed_catalogue().steps}
EVERYBODY = {
    "last_day": date(2026, 11, 10), "state": "OH", "mood": "steady", "level": "experienced", "years": 8,
    "current_pay": 90000, "severance": "none", "household": 2, "savings": 12000, "spending": 4500, "hours": 15,
    "applications": 60, "interviews": 0, "network": 8, "license": "active", "leaving_what": "setting",
    "keep_license": "yes", "equity": "yes",
}  # fmt: skip


def people(harm: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every role we have a page for, in every direction, with what the harm speaks of."""
    circumstances = {key: tuple(value) if isinstance(value, list) else value for key, value in harm["when"].items()}
    for role in sorted(load_seed_catalogue().roles):
        for direction in ("same", "pivot", "unsure"):
            yield EVERYBODY | {"role": role, "direction": direction} | circumstances


def fitting_slugs(harm: dict[str, Any]) -> frozenset[str]:
    inputs = PlanInputs(load_seed_catalogue(), load_facts(), seed_questionnaire())
    return frozenset().union(
        *(compose_with_candidates(answers, inputs, TODAY).fitting_slugs for answers in people(harm))
    )


@pytest.mark.parametrize("harm", HARMS, ids=[harm["name"] for harm in HARMS])
def test_what_must_not_meet_does_not_meet(harm: dict[str, Any], record_property: Callable[[str, object], None]) -> None:
    words, fine = re.compile(harm["words"], re.IGNORECASE), harm.get("fine", {})
    slugs = fitting_slugs(harm)
    record_property("shown", f"{harm['name']}: {len(list(people(harm)))} people, {len(slugs)} steps")
    assert [
        f"{slug}: {CONTENT[slug].title} {CONTENT[slug].why}"
        for slug in sorted(slugs - set(fine))
        if words.search(f"{CONTENT[slug].title} {CONTENT[slug].why}")
    ] == []


@pytest.mark.parametrize("harm", HARMS, ids=[harm["name"] for harm in HARMS])
def test_what_is_let_through_is_still_there_and_still_says_it(harm: dict[str, Any]) -> None:
    words = re.compile(harm["words"], re.IGNORECASE)
    assert [
        slug for slug in harm.get("fine", {}) if not words.search(f"{CONTENT[slug].title} {CONTENT[slug].why}")
    ] == []
