"""Invented people whose plans can be shown: in public, on the home page, and to whoever edits a step. See `people.toml`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from saas.kernel.conditions import Answer
from saas.planner.outline import Outline, PlanStep
from saas.plans.saved_plan import SavedPlan, SavedStep

DAY = re.compile(r"^today(?: (?P<sign>[+-]) (?P<days>\d+))?$")
SAMPLE_PATH = "/plan/sample"
SAMPLE_PUBLIC_ID = "sample"


@dataclass(frozen=True, slots=True)
class Sample:
    """`words` say who it is, `about` what in the plan is worth seeing. `raw_answers` are as in the file; `path` is the last
    part of a public address, or empty."""

    words: str
    raw_answers: Mapping[str, Any]
    about: str = ""
    path: str = ""

    def answers(self, today: date) -> dict[str, Answer]:
        """As `compose` takes them, their days counted from `today`."""
        return {key: _parse_answer(value, today) for key, value in self.raw_answers.items()}


def sample_for_role(role: str) -> Sample:
    """Somebody in the analyst's situation with another role."""
    words = f"Laid off four days ago from work as {role.replace('-', ' ')}"
    return Sample(words, {**SAMPLES["analyst"].raw_answers, "role": role})


def as_saved_plan(outline: Outline) -> SavedPlan:
    """A plan that is not in the database, in the shape of one that is, so that the same page shows both. Nothing in it can
    be done or changed."""
    without_steps = replace(outline, phases=tuple(replace(phase, steps=()) for phase in outline.phases))
    steps = [_as_saved_step(position, step) for position, step in enumerate(outline.steps, start=1)]
    return SavedPlan(SAMPLE_PUBLIC_ID, json.dumps(without_steps.to_dict()), outline.today, steps, state="past")


def _as_saved_step(position: int, step: PlanStep) -> SavedStep:
    return SavedStep(
        position=position,
        phase=step.phase,
        kind=step.kind,
        title=step.title,
        why=step.why,
        because=step.because,
        minutes=step.minutes,
        due=step.due,
        source_json=step.source.model_dump_json() if step.source else "",
        is_gentle=step.is_gentle,
        is_weekly=step.is_weekly,
        is_note=step.is_note,
        done_at=None,
        slug=step.slug,
        revision_id=step.revision_id,
    )


def _parse_answer(value: Any, today: date) -> Answer:
    if isinstance(value, list):
        return tuple(value)
    day = DAY.match(value) if isinstance(value, str) else None
    if day is None:
        answer: Answer = value
        return answer
    return today + timedelta(days=int(day["days"] or 0) * (-1 if day["sign"] == "-" else 1))


def _read_samples() -> Mapping[str, Sample]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            key: Sample(table["words"], table["answers"], table.get("about", ""), table.get("path", ""))
            for key, table in tables.items()
        }
    )


SAMPLES = _read_samples()
# Shown to anybody, by the last part of the address and in the order of the page.
PUBLIC_SAMPLES: Mapping[str, Sample] = {
    sample.path: sample for sample in (SAMPLES["nurse"], SAMPLES["engineer"], SAMPLES["analyst"])
}
SAMPLE_PATHS = (SAMPLE_PATH, *(f"{SAMPLE_PATH}/{path}" for path in PUBLIC_SAMPLES))
