"""Composing stays quick as the library grows. The figures are in `python -m tests.bench.compose_times`."""

from __future__ import annotations

from statistics import median
from time import process_time

import pytest

from saas.library.seed.loading import load_seed_catalogue
from tests.bench.compose_times import bind_compose, multiply_catalogue

DEAREST = "nurse-active-license"
ROOM = 1.3


def millis(times: int) -> float:
    """CPU milliseconds of a call, with every step of the library there that many times."""
    call, taken = bind_compose(DEAREST, multiply_catalogue(load_seed_catalogue(), times)), []
    call()
    for _ in range(9):
        started = process_time()
        call()
        taken.append((process_time() - started) * 1000)
    return median(taken)


@pytest.mark.parametrize("times", [2, 4])
def test_a_step_more_costs_no_more_than_a_step_before(times):
    assert millis(times) <= millis(1) * times * ROOM


def test_a_copy_waits_for_copies_and_replaces_copies(catalogue):
    first, second = multiply_catalogue(catalogue(one={"after": ["two"], "instead_of": ["three"]}), 2).steps
    assert (first.content.after, second.slug, second.content.after) == (("two",), "one-copy-1", ("two-copy-1",))
    assert second.content.instead_of == ("three-copy-1",)


def test_a_larger_library_gives_no_longer_plan():
    assert len(bind_compose(DEAREST, multiply_catalogue(load_seed_catalogue(), 4))().steps) <= 48
