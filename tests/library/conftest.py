"""These tests publish, and what is kept of the library is kept by its number, which begins anew with every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from saas.library import queries
from saas.library.admin import room
from saas.library.views import searching
from tests.people import SAM, Person


@pytest.fixture(autouse=True)
def _forget_the_library() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    queries._kept.clear()
    room._kept.clear()
    searching._kept.clear()


@pytest.fixture
def sam(as_: Callable[[Person], FlaskClient]) -> FlaskClient:
    """Sam's browser: staff."""
    return as_(SAM)
