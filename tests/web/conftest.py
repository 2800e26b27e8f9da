"""Some of these tests make apps for other environments, and the rate limiter is one for the process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from saas.web.limits import limiter


@pytest.fixture(autouse=True)
def _no_limit_afterwards() -> Iterator[None]:
    yield
    limiter.enabled = False
