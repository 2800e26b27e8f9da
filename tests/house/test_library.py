"""The launch library is as large and as good as it was promised: every rule over all of its pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from statistics import median
from typing import get_args

import pytest

from saas.facts.loading import load_facts
from saas.intake.questions.queries import seed_questionnaire
from saas.library.checks import numbers
from saas.library.checks.content import find_faults
from saas.library.checks.link_targets import build_link_targets
from saas.library.checks.readability import reading_ease
from saas.library.checks.similarity import find_similar_pages
from saas.library.kinds.articles import ScriptPage
from saas.library.kinds.questions import QuestionContent
from saas.library.kinds.roles import covered_roles
from saas.library.kinds.steps import StepKind
from saas.library.seed.loading import FOLDER
from saas.library.seed.writing import format_seed_files, seed_file_name
from saas.planner.steps.due_dates import DUE
from tests.content import all_seeds, name_of, page_seeds, page_texts, pivots, roles, seeds_of, steps

LEAST_PIECES = {
    "role": 28,
    "pivot": 12,
    "situation": 12,
    "script": 14,
    "guide": 20,
    "hub": 5,
    "term": 40,
    "state": 51,
    "faq": 6,
    "page": 5,
    "step": 400,
}
LEAST_VARIATIONS, LEAST_EASE = 3, 40.0
MAX_SIMILARITY, MAX_SHARED_STEPS = 0.2, 1 / 3
# Deadlines that are computed and that a step may count from.
COMPUTED_DAYS = {"today", "severance_sign_by", "severance_review", "severance_revoke"}
Record = Callable[[str, object], None]


def duplicates(names: Counter[str]) -> list[str]:
    return [name for name, count in names.items() if count > 1]


def test_nothing_keeps_a_piece_from_being_published() -> None:
    questions = {seed.slug: seed.content for seed in all_seeds() if isinstance(seed.content, QuestionContent)}
    targets = build_link_targets(((seed.kind, seed.slug) for seed in all_seeds()), questions)
    offenders = [
        f"{seed_file_name(seed)}, {seed.slug}, {fault.field}: {fault.sentence}"
        for seed in all_seeds()
        for fault in find_faults(seed.kind, seed.content, targets, seed.slug)
    ]
    assert offenders == []


@pytest.mark.parametrize(("kind", "least"), LEAST_PIECES.items())
def test_there_are_as_many_pieces_of_a_kind_as_was_promised(kind: str, least: int) -> None:
    assert len(seeds_of(kind)) >= least


def test_no_two_pieces_of_a_kind_have_the_same_name() -> None:
    assert duplicates(Counter(map(name_of, all_seeds()))) == []


def test_every_page_says_when_it_was_checked() -> None:
    assert [name_of(seed) for seed in page_seeds() if not seed.content.model_dump().get("checked_on")] == []


def test_every_seed_file_is_formatted_as_export_writes_it() -> None:
    files = format_seed_files(all_seeds())
    assert [name for name, text in files.items() if (FOLDER / name).read_text(encoding="utf-8") != text] == []


def test_no_two_pages_are_alike() -> None:
    assert find_similar_pages(page_texts(), MAX_SIMILARITY) == []


def test_every_page_can_be_read_without_effort(record_property: Record) -> None:
    eases = {name: reading_ease(text) for name, text in page_texts().items()}
    for kind in dict.fromkeys(name.split()[0] for name in eases):
        of_kind = {name: ease for name, ease in eases.items() if name.split()[0] == kind}
        record_property("said", describe_eases(kind, of_kind))
    assert [(name, round(ease)) for name, ease in eases.items() if ease < LEAST_EASE] == []


def describe_eases(kind: str, eases: Mapping[str, float]) -> str:
    hardest = min(eases, key=lambda name: eases[name])
    middle, least = median(eases.values()), eases[hardest]
    return f"reading ease of {len(eases)} × {kind}: median {middle:.0f}, least {least:.0f} ({hardest.split()[1]})"


def test_every_step_says_how_long_it_takes_of_what_kind_it_is_and_for_whom() -> None:
    kinds = get_args(StepKind)
    offenders = [
        step.slug
        for step in steps()
        if step.content.minutes < 1 or step.content.kind not in kinds or not step.content.condition.atoms
    ]
    assert offenders == []


def test_every_step_that_states_a_figure_from_outside_has_its_source() -> None:
    bare = (step for step in steps() if step.content.source is None)
    assert [(step.slug, figure) for step in bare for _, figure in numbers.find_unsourced_figures(step.content)] == []


def test_every_step_counts_from_a_day_that_is_known() -> None:
    dates = {question.key for question in seed_questionnaire().by_key.values() if question.kind == "date"}
    offenders = [
        (step.slug, step.content.due)
        for step in steps()
        if step.content.due
        and not ((match := DUE.match(step.content.due)) is not None and match["anchor"] in COMPUTED_DAYS | dates)
    ]
    assert offenders == []


def test_no_step_waits_for_itself() -> None:
    waiting = {step.slug: set(step.content.after) for step in steps()}
    while ready := {slug for slug, before in waiting.items() if not before & waiting.keys()}:
        waiting = {slug: before for slug, before in waiting.items() if slug not in ready}
    assert waiting == {}


def test_every_script_has_three_different_variations() -> None:
    scripts = [seed.content for seed in all_seeds() if isinstance(seed.content, ScriptPage)]
    assert len(scripts) == len(seeds_of("script"))
    few = [script.title for script in scripts if len({each.words for each in script.variations}) < LEAST_VARIATIONS]
    assert few == []


def test_every_role_and_pivot_page_has_sources_with_an_address() -> None:
    pages = {**roles(), **pivots()}
    assert [
        slug for slug, page in pages.items() if not page.sources or not all(note.url for note in page.sources)
    ] == []


def test_every_role_page_is_about_roles_that_facts_know_with_their_pay() -> None:
    covered = {slug: [load_facts().role(role) for role in covered_roles(slug, page)] for slug, page in roles().items()}
    assert [slug for slug, facts in covered.items() if None in facts] == []
    assert [slug for slug, facts in covered.items() if facts[0] is None or not facts[0].pay.middle] == []


def test_every_reading_of_a_role_begins_with_a_sentence_for_everybody() -> None:
    """Or somebody's reading would have a hole in it. A pivot speaks beside the role and may begin later."""
    offenders = [
        slug
        for slug, page in roles().items()
        if page.readings and not any(reading.place == 1 for reading in page.readings)
    ]
    assert offenders == []


def test_no_sector_of_a_role_is_named_like_another_roles() -> None:
    named = Counter(sector.name.casefold() for page in roles().values() for sector in page.sectors)
    assert duplicates(named) == []
    assert len(named) == 4 * len(roles())


def steps_naming(slug: str) -> set[str]:
    """Steps that name the role, or another that its page speaks for. A pivot's steps are the pivot's: they name every
    role that may take it."""
    own = set(covered_roles(slug, roles()[slug]))
    return {
        step.slug
        for step in steps()
        if step.content.shelf not in pivots()
        for atom in step.content.condition.atoms
        if atom.key == "role" and atom.word in ("is", "in") and own & set(atom.values)
    }


def test_every_role_has_steps_of_its_own() -> None:
    assert [slug for slug in roles() if not steps_naming(slug)] == []


def test_no_two_roles_share_more_than_a_third_of_their_steps(record_property: Record) -> None:
    own = {slug: steps_naming(slug) for slug in roles()}
    shares = {
        (role, other): len(own[role] & own[other]) / (min(len(own[role]), len(own[other])) or 1)
        for role, other in combinations(own, 2)
    }
    most = max(shares, key=lambda pair: shares[pair])
    record_property("said", f"steps shared by two roles: {shares[most]:.0%} at most ({' and '.join(most)})")
    assert [pair for pair, share in shares.items() if share > MAX_SHARED_STEPS] == []
