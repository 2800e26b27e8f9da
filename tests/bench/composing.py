"""What composing a plan costs: CPU milliseconds a call, for each of the people in tests/plans/personas."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from saas.facts.queries import book
from saas.intake.rules import from_json, questionnaire
from saas.kernel import clock
from saas.library.seed import load
from saas.plans.rules import compose
from saas.plans.rules.outline import Outline

PERSONAS = Path(__file__).parent.parent / "plans" / "personas"
CALLS = 50


@dataclass(frozen=True, slots=True)
class Composing:
    """Median milliseconds of CPU per call, and how many steps came out."""

    persona: str
    millis: float
    steps: int


def measure_composing() -> list[Composing]:
    """Every persona, the dearest first."""
    rows = [_measured(file) for file in sorted(PERSONAS.glob("*.json"))]
    return sorted(rows, key=lambda row: row.millis, reverse=True)


def composer(file: Path) -> Callable[[], Outline]:
    """Composes one persona's plan from what is already in memory."""
    facts, catalogue, questions, today = book(), load(), questionnaire(), clock.today()
    answers = from_json(questions, json.loads(file.read_text(encoding="utf-8")), lambda text: _slug(text))
    return lambda: compose(answers, catalogue, facts, questions, today)


def _measured(file: Path) -> Composing:
    call = composer(file)
    steps = len(call().steps)
    return Composing(file.stem, median(_millis(call) for _ in range(CALLS)), steps)


def _millis(call: Callable[[], object]) -> float:
    before = time.process_time()
    call()
    return (time.process_time() - before) * 1000


def _slug(text: str) -> str | None:
    role = book().find_role(text)
    return role.slug if role else None
