"""These tests publish, and the published library is kept by its number, which begins anew with every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from saas.library import queries


@pytest.fixture(autouse=True)
def _forget_the_library() -> Iterator[None]:
    queries._kept.clear()
    yield
    queries._kept.clear()
