"""These tests publish, and what is kept of the library is kept by its number, which begins anew with every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from saas.library.editor.checks import _cache
from saas.library.pages import views
from saas.library.pieces import queries
from tests.people import SAM, Person


@pytest.fixture(autouse=True)
def _forget_the_library() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    queries._cache.clear()
    _cache.clear()
    views._search_texts.clear()


@pytest.fixture
def sam(as_: Callable[[Person], FlaskClient]) -> FlaskClient:
    """Sam's browser: staff."""
    return as_(SAM)
