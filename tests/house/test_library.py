"""The launch library, as large and as good as it was promised: the proof over its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import get_args

import pytest

from saas.facts.loading import load_facts
from saas.library.checks import numbers, similarity
from saas.library.checks.content import find_faults
from saas.library.checks.link_targets import build_link_targets
from saas.library.checks.readability import reading_ease
from saas.library.kinds.articles import ScriptPage
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.roles import covered_roles
from saas.library.kinds.spec import KINDS
from saas.library.kinds.steps import StepContent, StepKind
from saas.library.kinds.text import page_text
from saas.library.seed.loading import FOLDER, list_seed_files, load_seed_catalogue, load_seeds, read_seed_file
from saas.library.seed.writing import format_seed_files

SEEDS = tuple(load_seeds())
STEPS, ROLES, PIVOTS = load_seed_catalogue().steps, load_seed_catalogue().roles, load_seed_catalogue().pivots
COUNTS = {
    "role": 28, "pivot": 12, "situation": 12, "script": 14, "guide": 20, "hub": 5, "term": 40, "state": 51, "faq": 6,
    "page": 5,
}  # fmt: skip
LEAST_STEPS, LEAST_VARIATIONS, LEAST_EASE = 400, 3, 40.0
MOST_ALIKE, MOST_SHARED = 0.2, 1 / 3
Say = Callable[[str, object], None]


def figure(key: str) -> str:
    return load_facts().figure(key).text


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every page as it is read, without what stands around it, by kind and slug."""
    return {f"{one.kind} {one.slug}": page_text(one.content, figure) for one in SEEDS if KINDS[one.kind].has_page}


@pytest.mark.parametrize("file", list_seed_files(FOLDER), ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_nothing_in_a_file_keeps_it_from_being_published(file: Path) -> None:
    asked = {one.slug: one.content for one in SEEDS if isinstance(one.content, QuestionContent)}
    around = build_link_targets(((one.kind, one.slug) for one in SEEDS), asked)
    found = [
        (one.slug, fault)
        for one in read_seed_file(file)
        for fault in find_faults(one.kind, one.content, around, one.slug)
    ]
    assert [f"{slug}, {fault.field}: {fault.sentence}" for slug, fault in found] == []


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_the_launch_library_has_as_many_of_a_kind_as_was_promised(kind: str, count: int) -> None:
    assert sum(one.kind == kind for one in SEEDS) == count


def test_there_are_at_least_400_steps_in_it() -> None:
    assert len(STEPS) >= LEAST_STEPS


def test_every_step_says_how_long_it_takes_of_what_kind_it_is_and_for_whom() -> None:
    kinds = set(get_args(StepKind))
    bare = [
        one.slug
        for one in STEPS
        if one.piece.minutes < 1 or one.piece.kind not in kinds or not one.piece.condition.atoms
    ]
    assert bare == []


def test_a_step_that_states_a_figure_from_outside_has_its_source() -> None:
    bare = (step.piece for step in STEPS if step.piece.source is None)
    assert [(piece.title, found) for piece in bare for _, found in numbers.find_unsourced_figures(piece)] == []


def test_every_script_has_three_variations() -> None:
    scripts = [one.content for one in SEEDS if isinstance(one.content, ScriptPage)]
    assert [
        script.title for script in scripts if len({one.words for one in script.variations}) < LEAST_VARIATIONS
    ] == []


def test_no_sector_of_a_role_is_named_like_another_roles() -> None:
    named = Counter(sector.name.casefold() for page in ROLES.values() for sector in page.sectors)
    assert [name for name, count in named.items() if count > 1] == []
    assert len(named) == 4 * len(ROLES)


def test_no_two_pages_are_alike(texts: dict[str, str]) -> None:
    assert similarity.find_similar_pages(texts, MOST_ALIKE) == []


def test_the_files_are_in_their_one_form() -> None:
    assert [
        name for name, text in format_seed_files(SEEDS).items() if (FOLDER / name).read_text(encoding="utf-8") != text
    ] == []


def steps_of(slug: str) -> set[str]:
    """Steps that name the role, or another that its page speaks for. A pivot's steps are the pivot's: they name every
    role that may take it."""
    own = set(covered_roles(slug, ROLES[slug]))
    return {
        step.slug
        for step in STEPS
        if step.piece.shelf not in PIVOTS
        for atom in step.piece.condition.atoms
        if atom.key == "role" and atom.word in ("is", "in") and own & set(atom.values)
    }


def test_no_two_roles_share_more_than_a_third_of_their_steps(record_property: Say) -> None:
    own = {slug: steps_of(slug) for slug in ROLES}
    matrix = {
        (one, other): len(own[one] & own[other]) / (min(len(own[one]), len(own[other])) or 1)
        for one, other in combinations(own, 2)
    }
    most = max(matrix, key=lambda pair: matrix[pair])
    record_property("said", f"steps shared by two roles: {matrix[most]:.0%} at most ({' and '.join(most)})")
    assert matrix[most] <= MOST_SHARED


def test_every_role_has_steps_of_its_own() -> None:
    assert [slug for slug in ROLES if not steps_of(slug)] == []


def said_of(kind: str, eases: dict[str, float]) -> str:
    hardest = min(eases, key=lambda name: eases[name])
    middle, least = median(eases.values()), eases[hardest]
    return f"reading ease of {len(eases)} × {kind}: median {middle:.0f}, least {least:.0f} ({hardest.split()[1]})"


def test_every_page_can_be_read_without_effort(texts: dict[str, str], record_property: Say) -> None:
    eases = {name: reading_ease(text) for name, text in texts.items()}
    for kind in COUNTS:
        record_property("said", said_of(kind, {name: ease for name, ease in eases.items() if name.split()[0] == kind}))
    assert [(name, round(ease)) for name, ease in eases.items() if ease < LEAST_EASE] == []


def test_a_step_stands_once_in_the_library() -> None:
    slugs = Counter(one.slug for one in SEEDS if isinstance(one.content, StepContent))
    assert [slug for slug, count in slugs.items() if count > 1] == []
