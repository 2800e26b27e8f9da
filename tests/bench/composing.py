"""What composing a plan costs: CPU milliseconds a call, for each of the people in tests/planner/personas.

And how that grows with the library: the same person, with every step of the catalogue there once, twice and four times.
By itself: `python -m tests.bench.composing`.
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
class Composing:
    """Median milliseconds of CPU per call, and how many steps came out."""

    persona: str
    millis: float
    steps: int


@dataclass(frozen=True, slots=True)
class Growth:
    """A catalogue so many times its size. `ratio` is the cost of a step of it beside one of the true catalogue."""

    times: int
    catalogue_steps: int
    millis: float
    ratio: float


def measure_composing() -> list[Composing]:
    """Every persona, the dearest first."""
    rows = [_measured(name) for name in NAMES]
    return sorted(rows, key=lambda row: row.millis, reverse=True)


def measure_growth(name: str) -> list[Growth]:
    """One persona against the catalogue × 1, × 2 and × 4. Linear or better where no ratio is above 1.3."""
    sized = [(times, grown(load_seed_catalogue(), times)) for times in TIMES]
    calls = [(times, catalogue, composer(name, catalogue)) for times, catalogue in sized]
    millis = {times: median(_millis(call) for _ in range(CALLS)) for times, _, call in calls}
    return [
        Growth(times, len(catalogue.steps), millis[times], millis[times] / times / millis[1])
        for times, catalogue, _ in calls
    ]


def composer(name: str, catalogue: Catalogue | None = None) -> Callable[[], Outline]:
    """Composes one persona's plan from what is already in memory."""
    facts, library, questions, one = (
        load_facts(),
        catalogue or load_seed_catalogue(),
        seed_questionnaire(),
        persona(name),
    )
    return lambda: compose(one.answers, library, facts, questions, one.today)


def grown(catalogue: Catalogue, times: int) -> Catalogue:
    """Every step that many times, each copy with its own prerequisites and replacements among the copies."""
    copies = [_copy(step, number) for number in range(times) for step in catalogue.steps]
    return replace(catalogue, steps=tuple(copies))


def _copy(step: CatalogueStep, number: int) -> CatalogueStep:
    if number == 0:
        return step
    suffix = f"-copy-{number}"
    changes = {name: tuple(slug + suffix for slug in getattr(step.piece, name)) for name in ("after", "instead_of")}
    return replace(step, slug=step.slug + suffix, piece=step.piece.model_copy(update=changes))


def _measured(name: str) -> Composing:
    call = composer(name)
    steps = len(call().steps)
    return Composing(name, median(_millis(call) for _ in range(CALLS)), steps)


def _millis(call: Callable[[], object]) -> float:
    before = time.process_time()
    call()
    return (time.process_time() - before) * 1000


def main() -> None:
    """Print both tables."""
    rows = measure_composing()
    for row in rows:
        click.echo(f"{row.persona:<42}{row.millis:6.1f} ms {row.steps:4} steps")
    click.echo(f"median of {len(rows)} people: {median(row.millis for row in rows):.1f} ms")
    for one in measure_growth(rows[0].persona):
        click.echo(
            f"catalogue × {one.times}: {one.catalogue_steps:5} steps {one.millis:6.1f} ms, ratio per step {one.ratio:.2f}"
        )


if __name__ == "__main__":
    main()
