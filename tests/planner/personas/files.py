"""Twenty-four invented people, one file each: their answers, the day, and what a coach would demand of their plan.

`[expect.by]` lists steps by the phase they must stand in at the latest; `[expect.steps]` what must never be there and which
step comes before which; the other tables speak of the part they are named after.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from saas.facts.loading import load_facts
from saas.intake.answers.json_form import from_json
from saas.intake.questions.queries import seed_questionnaire
from saas.kernel.conditions import Answer
from saas.library.seed.loading import load_seed_catalogue
from saas.planner.compose import compose
from saas.planner.outline import Decision, Outline

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@dataclass(frozen=True)
class Persona:
    """`expect` holds the tables of the file by name; a table that is not there is empty."""

    name: str
    who: str
    today: date
    answers: Mapping[str, Answer]
    expect: Mapping[str, Any]

    @property
    def hours(self) -> float:
        """Hours a week; 0 where that was left open."""
        given = self.answers.get("hours", 0)
        return given if isinstance(given, int | float) else 0

    @property
    def constraints(self) -> tuple[str, ...]:
        given = self.answers.get("constraints", ())
        return given if isinstance(given, tuple) else ()

    def table(self, name: str) -> Mapping[str, Any]:
        table: Mapping[str, Any] = self.expect.get(name, {})
        return table


@lru_cache(maxsize=len(NAMES))
def persona(name: str) -> Persona:
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    answers = from_json(seed_questionnaire(), {key: _plain(value) for key, value in table["answers"].items()}, _slug)
    return Persona(name, table["who"], table["today"], answers, table["expect"])


@lru_cache(maxsize=len(NAMES))
def plan_of(name: str) -> Outline:
    """Their plan, from the seed library. Composed once: it is the same every time."""
    chosen = persona(name)
    return compose(chosen.answers, load_seed_catalogue(), load_facts(), seed_questionnaire(), chosen.today)


def desk_of(name: str) -> Decision:
    desk = plan_of(name).decision
    assert desk is not None
    return desk


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _slug(text: str) -> str | None:
    role = load_facts().find_role(text)
    return role.slug if role else None
