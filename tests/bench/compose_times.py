"""What composing a plan costs: CPU milliseconds a call, for each of the people in tests/planner/personas.

And how that grows with the library: the same person, with every step of the catalogue there once, twice and four times.
By itself: `python -m tests.bench.compose_times`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

import click

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.catalogue import Catalogue, CatalogueStep
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose
from saas.planner.outline import Outline
from tests.planner.personas.files import NAMES, persona

CALLS = 50
TIMES = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class ComposeTime:
    """Median milliseconds of CPU per call, and how many steps came out."""

    persona: str
    millis: float
    steps: int


@dataclass(frozen=True, slots=True)
class CatalogueGrowth:
    """A catalogue `times` its size. `ratio` is the time per step, divided by that of the real catalogue."""

    times: int
    catalogue_steps: int
    millis: float
    ratio: float


def measure_compose() -> list[ComposeTime]:
    """Every persona, the slowest first."""
    rows = [_measure_persona(name) for name in NAMES]
    return sorted(rows, key=lambda row: row.millis, reverse=True)


def measure_growth(name: str) -> list[CatalogueGrowth]:
    """One persona against the catalogue × 1, × 2 and × 4. Linear or better where no ratio is above 1.3."""
    catalogues = [(times, multiply_catalogue(load_seed_catalogue(), times)) for times in TIMES]
    calls = [(times, catalogue, bind_compose(name, catalogue)) for times, catalogue in catalogues]
    millis = {times: median(_millis(call) for _ in range(CALLS)) for times, _, call in calls}
    return [
        CatalogueGrowth(times, len(catalogue.steps), millis[times], millis[times] / times / millis[1])
        for times, catalogue, _ in calls
    ]


def bind_compose(name: str, catalogue: Catalogue | None = None) -> Callable[[], Outline]:
    """Composes one persona's plan from what is already in memory."""
    facts, library = load_facts(), catalogue or load_seed_catalogue()
    questions, person = seed_questionnaire(), persona(name)
    return lambda: compose(person.answers, library, facts, questions, person.today)


def multiply_catalogue(catalogue: Catalogue, times: int) -> Catalogue:
    """Every step that many times, each copy with its own prerequisites and replacements among the copies."""
    copies = [_copy(step, number) for number in range(times) for step in catalogue.steps]
    return replace(catalogue, steps=tuple(copies))


def _copy(step: CatalogueStep, number: int) -> CatalogueStep:
    if number == 0:
        return step
    suffix = f"-copy-{number}"
    changes = {name: tuple(slug + suffix for slug in getattr(step.content, name)) for name in ("after", "instead_of")}
    return replace(step, slug=step.slug + suffix, content=step.content.model_copy(update=changes))


def _measure_persona(name: str) -> ComposeTime:
    call = bind_compose(name)
    steps = len(call().steps)
    return ComposeTime(name, median(_millis(call) for _ in range(CALLS)), steps)


def _millis(call: Callable[[], object]) -> float:
    before = time.process_time()
    call()
    return (time.process_time() - before) * 1000


def main() -> None:
    """Print both tables."""
    rows = measure_compose()
    for row in rows:
        click.echo(f"{row.persona:<42}{row.millis:6.1f} ms {row.steps:4} steps")
    click.echo(f"median of {len(rows)} people: {median(row.millis for row in rows):.1f} ms")
    for growth in measure_growth(rows[0].persona):
        click.echo(
            f"catalogue × {growth.times}: {growth.catalogue_steps:5} steps {growth.millis:6.1f} ms, ratio per step {growth.ratio:.2f}"
        )


if __name__ == "__main__":
    main()
